"""Who might be linked next? Pairs that are not linked, by what their neighbours have in common.

Scores of D. Liben-Nowell and J. Kleinberg, "The link-prediction problem for social networks", 2007, and L. Lü and T.
Zhou, "Link prediction in complex networks: a survey", 2011, as NetworkX defines them. A score is a guess from
structure, so each answer comes with a test of how often such guesses came true in this very network: links begun after
a day are hidden, the rest is scored, and the first pairs are looked up among what was hidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import scipy.sparse as sp

from graph.checks import one_of, within
from graph.cite import name_thing
from graph.columns import Flags, Floats, Ints
from graph.dates import MAX, BadDate, iso, span
from graph.errors import BadQuestion, TooLarge
from graph.network import Network
from graph.questions.brokers import plain
from graph.questions.receipt import Algorithm, Answer, Question, limit_reached, seal, version_of

MAX_TOP = 1_000
WORK = 8_000_000
"""The sum of squared degrees up to which all pairs are scored: how many steps of two links there are."""
SHARED = 20
"""How many shared neighbours a row names."""
HIDDEN = 0.2
"""The share of links, the latest, that the test hides if it is not told a day."""
DIGITS = 12
CAUTION = (
    "A score is a guess from the shape of the graph. No source says so, and it is no evidence that two are linked or "
    "will be. What is missing may be a gap in what is loaded, or a link that nobody would ever make."
)
NOBODY = (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))
Record = dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs that are not linked and share a neighbour: both ends, and their scores by name."""

    left: Ints
    right: Ints
    scores: Mapping[str, Floats]

    def best(self, score: str) -> Ints:
        """Places of the pairs, the highest score first, equal ones in the order of their ends."""
        order: Ints = np.lexsort((self.right, self.left, -self.scores[score]))
        return order


SCORES: Mapping[str, str] = MappingProxyType(
    {
        "adamic_adar": "neighbours in common, each counting 1/log of its links (L. Adamic and E. Adar, 2003)",
        "resource_allocation": "neighbours in common, each counting 1/links (T. Zhou, L. Lü and Y.-C. Zhang, 2009)",
        "jaccard": "neighbours in common, as a share of all that either has (P. Jaccard, 1901)",
        "common_neighbours": "neighbours in common (M. E. J. Newman, 2001)",
        "preferential_attachment": "links of one times links of the other (A.-L. Barabasi and R. Albert, 1999)",
    }
)
"""The scores, and what they mean."""


def predict_links(
    network: Network, *, score: str = "adamic_adar", entity: str | None = None, top: int = 20, hide: str | None = None
) -> Answer:
    """Pairs of entities that nothing links but that share a neighbour, the highest `score` (a key of `SCORES`) first;
    with `entity`, only its own.

    Without direction, parallel relationships as one link. `hide`: the test hides what began after this date (EDTF); the
    latest fifth of the links, if none is given. Links without a start are no part of the test.

    data: {"caution", "pairs": [{"rank", "score", "from", "to", "shared": [entity], "shared_count"}], "test"}; at most
    `top` (1-1000) pairs. `test` is None where nothing can be hidden, else {"hidden_after", "known", "hidden",
    "undated", "tried", "chance", "chance_sharing", "found": [{"score", "hits", "precision"}]}: of the first `tried`
    pairs of each score, how many were linked later; and what share of all pairs, or of those that share a neighbour,
    were.

    Raises:
        BadQuestion: `score` is not known, or `top` is out of bounds, or `hide` is no date.
        TooLarge: the network is too large to score all pairs.
    """
    one_of("score", score, SCORES)
    within("top", top, 1, MAX_TOP)
    graph, snapshot = plain(network.simple), network.snapshot
    names: list[str] = list(graph)
    first = _first_days(network, names)
    linked = _matrix(first.nonzero(), len(names))
    centre = names.index(entity) if entity in names else None
    large = _work(linked) > WORK
    if large and centre is None:
        raise TooLarge(
            f"{len(names)} nodes and {linked.nnz // 2} links are too many to score all pairs.",
            hint="Name an entity, or filter by type, relationship or date.",
            parameter="entity",
        )
    pairs = _pairs(linked if entity is None or centre is not None else _matrix(NOBODY, 0), centre)
    order = pairs.best(score)
    rows = _rows([name_thing(snapshot, name) for name in names], linked, pairs, order[:top], score)
    test = None if large else _test(first, None if hide is None else _last_day(hide), top)
    cut = [limit_reached("top", top, f"There are {len(order)} pairs in all.")] if len(order) > top else []
    untested = [limit_reached("test", WORK, "The network is too large to test the scores on it.")] if large else []
    asked = {"score": score, "entity": entity, "top": top, "hide": hide}
    return seal(
        {"caution": CAUTION, "pairs": rows, "test": test},
        snapshot=snapshot,
        view=network.view,
        question=Question("prediction", {name: value for name, value in asked.items() if value is not None}),
        algorithm=Algorithm(score, "defgraph", version_of("defgraph"), {"nodes": len(names), "edges": linked.nnz // 2}),
        claims=network.claims,
        limits=[*cut, *untested],
    )


def _first_days(network: Network, names: list[str]) -> sp.csr_array:
    """For each two linked nodes, both ways, the day by which their first link had begun (`MAX`: not known)."""
    snapshot, columns, alive = network.snapshot, network.snapshot.edge_columns, network.live
    place = np.full(len(snapshot.things), -1, dtype=np.int64)
    place[[snapshot.position[name] for name in names]] = np.arange(len(names))
    spoken = network.kept[columns.pair_edge] & (alive.claims & ~snapshot.claim_columns.denied)[columns.pair_claim]
    begun = np.full(len(columns.ids), MAX, dtype=np.int64)
    np.minimum.at(begun, columns.pair_edge[spoken], alive.times[1][columns.pair_claim[spoken]])
    one, other = place[columns.source[alive.edges]], place[columns.target[alive.edges]]
    kept = (one >= 0) & (other >= 0) & (one != other)
    low, high = np.minimum(one, other)[kept], np.maximum(one, other)[kept]
    key, where = np.unique(low * len(snapshot.things) + high, return_inverse=True)
    days = np.full(len(key), MAX, dtype=np.int64)
    np.minimum.at(days, where, np.maximum(begun[alive.edges][kept], 1))  # 0, long ago, would be no link in a matrix
    return _both_ways(*np.divmod(key, len(snapshot.things)), days, len(names))


def _last_day(hide: str) -> int:
    try:
        return span(hide)[1]
    except BadDate as error:
        raise BadQuestion(f"hide is {hide!r}, not a date.", hint=error.hint, parameter="hide") from None


def _both_ways(low: Ints, high: Ints, values: Ints, size: int) -> sp.csr_array:
    ends = (np.concatenate([low, high]), np.concatenate([high, low]))
    return sp.coo_array((np.concatenate([values, values]), ends), shape=(size, size)).tocsr()


def _matrix(ends: tuple[Ints, Ints], size: int) -> sp.csr_array:
    matrix = sp.coo_array((np.ones(len(ends[0])), ends), shape=(size, size)).tocsr()
    matrix.sort_indices()
    return matrix


def _work(linked: sp.csr_array) -> int:
    return int((np.diff(linked.indptr).astype(np.int64) ** 2).sum())


def _pairs(linked: sp.csr_array, centre: int | None) -> Pairs:
    """All unlinked pairs with a neighbour in common, or those of one node."""
    if linked.nnz == 0:
        return Pairs(*NOBODY, dict.fromkeys(SCORES, np.empty(0)))
    degree = np.diff(linked.indptr).astype(np.float64)
    rows = linked if centre is None else linked[[centre]]
    common = sp.coo_array(_through(rows, linked, np.ones(len(degree))))
    left = common.row.astype(np.int64) if centre is None else np.full(common.nnz, centre, dtype=np.int64)
    right = common.col.astype(np.int64)
    kept = (left < right if centre is None else left != right) & ~_are_linked(linked, left, right)
    left, right, shared = left[kept], right[kept], common.data[kept]
    busy = np.maximum(degree, 2)  # a neighbour in common has two links at least
    scores = {
        "adamic_adar": sp.coo_array(_through(rows, linked, 1 / np.log(busy))).data[kept],
        "resource_allocation": sp.coo_array(_through(rows, linked, 1 / busy)).data[kept],
        "jaccard": shared / (degree[left] + degree[right] - shared),
        "common_neighbours": shared,
        "preferential_attachment": degree[left] * degree[right],
    }
    return Pairs(left, right, {name: np.round(values, DIGITS) for name, values in scores.items()})


def _through(rows: sp.csr_array, linked: sp.csr_array, weight: Floats) -> sp.csr_array:
    """The sum of the weights of all that two have in common; slots in the same order whatever the weights."""
    product = sp.csr_array(rows @ (sp.diags_array(weight) @ linked))
    product.sort_indices()
    return product


def _are_linked(linked: sp.csr_array, left: Ints, right: Ints) -> Flags:
    """Whether each pair is linked: rows and columns ascend, so the keys of all slots do."""
    size = linked.shape[0]
    keys = np.repeat(np.arange(size), np.diff(linked.indptr)) * size + linked.indices
    return _among(left * size + right, keys)


def _among(wanted: Ints, keys: Ints) -> Flags:
    if len(keys) == 0:
        return np.zeros(len(wanted), dtype=np.bool_)
    found: Flags = keys[np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)] == wanted
    return found


def _test(first: sp.csr_array, day: int | None, tried: int) -> Record | None:
    """How often the first pairs of each score, in what was known by a day, were linked after it."""
    upper = sp.coo_array(sp.triu(first))
    dated = upper.data < MAX
    days = np.sort(upper.data[dated])
    if day is None:
        day = int(days[int((1 - HIDDEN) * (len(days) - 1))]) if len(days) else 0
    known, size = dated & (upper.data <= day), first.shape[0]
    before = _matrix(_both_ways(upper.row[known], upper.col[known], upper.data[known], size).nonzero(), size)
    there = np.diff(before.indptr) > 0
    later = dated & ~known & there[upper.row] & there[upper.col]
    if not later.any():
        return None
    hidden = np.sort(upper.row[later].astype(np.int64) * size + upper.col[later])
    pairs = _pairs(before, None)
    came = _among(pairs.left * size + pairs.right, hidden)
    nodes = int(there.sum())
    unlinked = nodes * (nodes - 1) // 2 - int(known.sum())
    return {
        "hidden_after": iso(day),
        "known": int(known.sum()),
        "hidden": len(hidden),
        "undated": int((~dated).sum()),
        "tried": min(tried, len(came)),
        "chance": round(len(hidden) / unlinked, DIGITS),
        "chance_sharing": round(float(came.mean()), DIGITS) if len(came) else 0.0,
        "found": [_found(score, came[pairs.best(score)[:tried]]) for score in SCORES],
    }


def _found(score: str, came: Flags) -> Record:
    return {
        "score": score,
        "hits": int(came.sum()),
        "precision": round(float(came.mean()), DIGITS) if len(came) else 0.0,
    }


def _rows(names: list[Record], linked: sp.csr_array, pairs: Pairs, chosen: Ints, score: str) -> list[Record]:
    """The ranking; `names` are the nodes as an answer names them."""
    rows: list[Record] = []
    for place, i in enumerate(chosen.tolist(), 1):
        one, other, value = int(pairs.left[i]), int(pairs.right[i]), float(pairs.scores[score][i])
        shared = sorted({*_neighbours(linked, one)} & {*_neighbours(linked, other)})
        same = rows and rows[-1]["score"] == value
        rows.append(
            {
                "rank": rows[-1]["rank"] if same else place,
                "score": value,
                "from": names[one],
                "to": names[other],
                "shared": [names[number] for number in shared[:SHARED]],
                "shared_count": len(shared),
            }
        )
    return rows


def _neighbours(linked: sp.csr_array, node: int) -> list[int]:
    found: list[int] = linked.indices[linked.indptr[node] : linked.indptr[node + 1]].tolist()
    return found


__all__ = ["CAUTION", "MAX_TOP", "SCORES", "predict_links"]
