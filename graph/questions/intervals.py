"""How sure is a rank? Between which ranks an entity is when sources drop out, or claims turn out not to be so.

*Leave one out*: the ranking without each source in turn. *Draws*: rankings of networks in which each claim is so with
the probability that it weighs. Claims of sources that repeat one another on one relationship are so together, and an
edge is there if any claim of it is so, which makes the probability of an edge its confidence
(`graph.confidence.combine`). Between the 5th and the 95th percentile of its ranks an entity is in nine draws of ten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.checks import one_of, within
from graph.cite import cite_source, name_thing
from graph.confidence import independent_groups
from graph.questions.receipt import Algorithm, Answer, Question, limit_reached, seal, version_of
from graph.questions.standing import Pair, Standing

if TYPE_CHECKING:
    from graph.network import Network
    from graph.questions.standing import Ranks
    from graph.questions.support import Edge

MAX_DRAWS = 1_000
DEFAULT_DRAWS = 100
MOST_SOURCES = 2_000
"""Sources that are left out one by one; of more, those that most pairs stand on."""
LOW, HIGH = 0.05, 0.95

Record = dict[str, Any]
Key = tuple[str, str]
"""A relationship and a group of sources that repeat one another: what a draw decides on."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What rank intervals are asked of."""

    measure: str
    top: int
    type: str | None
    draws: int
    seed: int


def rank_intervals(
    network: Network,
    measure: str,
    *,
    top: int = 20,
    type: str | None = None,  # noqa: A002
    draws: int = DEFAULT_DRAWS,
    seed: int = 0,
) -> Answer:
    """The ranking of a network by a measure (a key of `MEASURES`), each rank with how far it may move.

    data: a list of {"rank", "score", "entity", "without_a_source": {"low", "high", "by"}, "draws": {"low", "median",
    "high", "absent"}, "text"}. `low` is the best rank and `high` the worst, None if the entity then has none; `by` is
    the source without which it is worst off, None if none moves it. `absent` is the share of draws in which nothing
    links the entity. Percentiles of ranks are over all draws; one without a rank counts as worse than any.

    Raises:
        BadQuestion: the measure or type is not known, or `top` (1-1000) or `draws` (0-1000) is out of bounds.
    """
    within("top", top, 1, 1_000)
    within("draws", draws, 0, MAX_DRAWS)
    if type is not None:
        one_of("type", type, network.snapshot.vocabulary.entities)
    asked = Asked(measure, top, type, draws, seed)
    standing = Standing.of(network, measure, "source", seed)
    ranks, scores = standing.ranks(frozenset(), type), standing.scores()
    shown = sorted(ranks, key=lambda name: (ranks[name], name))[:top]
    left_out = _without_each(standing, type)
    drawn = [standing.ranks(apart, type) for apart in _draws(standing, draws, seed)]
    rows = [_row(standing, name, (ranks[name], scores[name]), left_out, drawn) for name in shown]
    return seal(
        rows,
        snapshot=network.snapshot,
        view=network.view,
        question=Question("intervals", _parameters(network, asked)),
        algorithm=Algorithm(
            "ranks without each source, and in draws of claims by weight",
            "defgraph",
            version_of("defgraph"),
            {"percentiles": [LOW, HIGH], "draws": draws, "seed": seed, "sources_left_out": len(left_out)},
        ),
        claims=standing.network.claims,
        limits=_limits(standing, asked, len(ranks)),
    )


def _without_each(standing: Standing, kind: str | None) -> Mapping[str, Ranks]:
    """The ranks without each source."""
    units = sorted(standing.pairs_of, key=lambda unit: (-len(standing.pairs_of[unit]), unit))[:MOST_SOURCES]
    return {unit: standing.ranks(standing.apart(frozenset({unit})), kind) for unit in units}


def _draws(standing: Standing, count: int, seed: int) -> Iterator[frozenset[Pair]]:
    """For each draw, the pairs that fall apart in it."""
    heard = _heard(standing)
    keys = sorted({key for said in heard.values() for key, _ in said})
    number = {key: i for i, key in enumerate(keys)}
    loose = [(pair, [heard[_name(edge)] for edge in edges]) for pair, edges in standing.pairs.items()]
    random = np.random.default_rng(seed)
    for _ in range(count):
        luck = random.random(len(keys)).tolist()
        yield frozenset(
            pair
            for pair, edges in loose
            if not any(luck[number[key]] < weight for said in edges for key, weight in said)
        )


def _heard(standing: Standing) -> Mapping[tuple[str, ...], list[tuple[Key, float]]]:
    """What each edge stands on: for each relationship and group of sources, the greatest weight."""
    snapshot = standing.network.snapshot
    groups = independent_groups(snapshot.sources.values())
    weight = dict(zip(snapshot.ids, snapshot.claim_columns.weight.tolist(), strict=True))
    found: dict[tuple[str, ...], list[tuple[Key, float]]] = {}
    for edge in (edge for edges in standing.pairs.values() for edge in edges):
        said = [((edge["relationship"], groups[snapshot.source_of(c)]), weight[c]) for c in edge["claims"]]
        found[_name(edge)] = said
    return found


def _name(edge: Edge) -> tuple[str, ...]:
    return edge["relationship"], edge["link"], edge["from"], edge["to"]


def _row(
    standing: Standing,
    name: str,
    place: tuple[int, float],
    left_out: Mapping[str, Ranks],
    drawn: Sequence[Ranks],
) -> Record:
    snapshot, (rank, score) = standing.network.snapshot, place
    without = {unit: ranks.get(name) for unit, ranks in left_out.items()}
    worst = max(without, key=lambda unit: _order(without[unit]), default=None)
    moved = worst is not None and _order(without[worst]) > rank
    low = min((r for r in without.values() if r is not None), default=rank)
    record: Record = {
        "rank": rank,
        "score": score,
        "entity": name_thing(snapshot, name),
        "without_a_source": {
            "low": min(low, rank),
            "high": without[worst] if worst is not None and moved else rank,
            "by": cite_source(snapshot.sources[worst]) if worst is not None and moved else None,
        },
        "draws": _percentiles([ranks.get(name) for ranks in drawn]) if drawn else None,
    }
    return record | {"text": say_rank(record)}


def _order(rank: int | None) -> float:
    """Ranks in order; none is worse than any."""
    return float("inf") if rank is None else rank


def _percentiles(ranks: Sequence[int | None]) -> Record:
    """The nearest-rank percentiles (the smallest rank that so many of all are no worse than)."""
    ordered = sorted(ranks, key=_order)
    low, median, high = (ordered[max(ceil(share * len(ordered)), 1) - 1] for share in (LOW, 0.5, HIGH))
    return {"low": low, "median": median, "high": high, "absent": round(ranks.count(None) / len(ranks), 4)}


def say_rank(row: Record) -> str:
    """A rank in words.

    >>> say_rank({"rank": 3, "without_a_source": {"low": 2, "high": 7}, "draws": {"low": 1, "high": None}})
    '3rd; 2nd to 7th without any one source; 1st to unranked in nine draws of ten'
    """
    parts = [ordinal(row["rank"]), f"{_span(row['without_a_source'])} without any one source"]
    if row["draws"]:
        parts.append(f"{_span(row['draws'])} in nine draws of ten")
    return "; ".join(parts)


def _span(ranks: Mapping[str, Any]) -> str:
    low, high = (ordinal(ranks[side]) for side in ("low", "high"))
    return low if low == high else f"{low} to {high}"


def ordinal(rank: int | None) -> str:
    """A rank as a word.

    >>> [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 112, None)]
    ['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '112th', 'unranked']
    """
    if rank is None:
        return "unranked"
    teen = rank % 100 in (11, 12, 13)
    return f"{rank}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(rank % 10, 'th')}"


def _parameters(network: Network, asked: Asked) -> Record:
    named = {name: getattr(asked, name) for name in ("measure", "top", "type", "draws", "seed")}
    return named | {"directed": network.directed}


def _limits(standing: Standing, asked: Asked, rows: int) -> list[Record]:
    sources = len(standing.all_units)
    reached = (
        (rows > asked.top, "top", asked.top, f"There are {rows} rows in all."),
        (sources > MOST_SOURCES, "sources", MOST_SOURCES, f"Of {sources} sources only these were left out in turn."),
    )
    return [limit_reached(name, value, text) for hit, name, value, text in reached if hit]


__all__ = ["DEFAULT_DRAWS", "MAX_DRAWS", "ordinal", "rank_intervals", "say_rank"]
