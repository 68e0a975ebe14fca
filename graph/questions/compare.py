"""One question under two views: what appears, what vanishes, which ranks move, which communities split or join.

Rows of an answer are told apart by what they are about (`graph.questions.rows`): a path by its stations and
relationships, a row of a ranking by its entity, anything else by its id. The *right* answer is seen from the *left*
one: what only the right one has appears. A path that only one answer lists, but whose relationships are all in both
views, has not vanished: others come before it (`outranked`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.questions.receipt import Answer, Question, limit_reached, seal
from graph.questions.rows import key
from graph.view import View

if TYPE_CHECKING:
    from graph.snapshot import Snapshot

Record = dict[str, Any]
PLACES = (
    "rank",
    "score",
    "weight",
    "distance",
    "count",
    "cut_off",
    "parts",
    "value",
    "falls",
    "tiv",
    "partners",
    "totals",
    "text",
)
"""What may change of a row that is in both answers."""
EdgeNames = Collection[tuple[str, str]]
"""Relationships and links, as `Network.edge_names` has them."""


@dataclass(frozen=True, slots=True)
class Side:
    """An answer under one of the views, and the edges that view has, if the question is about edges."""

    answer: Answer
    edges: EdgeNames | None = None


def compare(snapshot: Snapshot, question: Record, left: Side, right: Side, top: int | None = None) -> Answer:
    """What differs between two answers to one question. Of rankings, the rows among the first `top` of either count.

    data: {"left": {"view", "hash", "count", "why"}, "right": {...}, "same", "sentence", "changes": {part: {"appear",
    "vanish", "move", "outranked", "stay"}}}. An answer that is a list has the one part "rows"; one that is an object a
    part for each of its lists. In `move` each entry has "left", "right" and, for ranks, "by" (positive: further up).
    """
    one, other = left.answer, right.answer
    changes = {name: _changes(*lists, left, right, top) for name, lists in _parts(one.data, other.data).items()}
    same = not any(change[kind] for change in changes.values() for kind in ("appear", "vanish", "move", "outranked"))
    data = {
        "left": _side(left),
        "right": _side(right),
        "same": same,
        "changes": changes,
        "sentence": "Both views give the same answer." if same else " ".join(_say(n, c) for n, c in changes.items()),
    }
    sides = (("left", one), ("right", other))
    limits = [
        limit | {"text": f"{name.capitalize()}: {limit['text']}"}
        for name, a in sides
        for limit in (*a.receipt.limits, *_page(a))
    ]
    return seal(
        data,
        snapshot=snapshot,
        view=View(),
        question=Question("compare", question),
        claims={*one.receipt.claims, *other.receipt.claims},
        limits=limits,
    )


def _page(answer: Answer) -> list[Record]:
    """What to know where only the first page of an answer is compared, and its limits don't say so."""
    if answer.next is None or any(limit["truncated"] for limit in answer.receipt.limits):
        return []
    rows = len(answer.data)
    return [limit_reached("rows", rows, f"Only the first {rows} rows are compared.")]


def _side(side: Side) -> Record:
    receipt, data = side.answer.receipt, side.answer.data
    count = len(data) if isinstance(data, list) else None
    return {"view": receipt.view, "hash": receipt.hash, "count": count, "why": receipt.why}


def _parts(left: Any, right: Any) -> dict[str, tuple[list[Any], list[Any]]]:  # noqa: ANN401 - whatever answers hold
    """The lists of two answers that go together, by name; the numbers of an object as one more."""
    if isinstance(left, list) and isinstance(right, list):
        return {"rows": (left, right)}
    named = {name: value for name, value in left.items() if isinstance(value, list)}
    numbers = (_numbers(left), _numbers(right))
    lists = {name: (value, right.get(name, [])) for name, value in named.items()}
    return ({"numbers": numbers} if any(numbers) else {}) | lists


def _numbers(data: Record) -> list[Any]:
    return [{"id": name, "value": value} for name, value in data.items() if isinstance(value, int | float)]


def _changes(one: list[Any], other: list[Any], left: Side, right: Side, top: int | None) -> Record:
    if _apart(one) and _apart(other) and any(_members(row) is not None for row in (*one, *other)):
        return _regrouped(one, other)
    before, after = ({key(row): row for row in rows} for rows in (one, other))
    shown = {k for k, row in (*before.items(), *after.items()) if top is None or _rank(row) <= top}
    gone = [before[k] for k in before if k in shown and k not in after]
    new = [after[k] for k in after if k in shown and k not in before]
    both = [(before[k], after[k]) for k in before if k in shown and k in after]
    moved = [_moved(a, b) for a, b in both if _place(a) != _place(b)]
    return {
        "appear": [row for row in new if not _is_in(row, left.edges)],
        "vanish": [row for row in gone if not _is_in(row, right.edges)],
        "move": sorted(moved, key=lambda move: -abs(move.get("by", 0))),
        "outranked": [row for row in (*gone, *new) if _is_in(row, right.edges) and _is_in(row, left.edges)],
        "stay": len(both) - len(moved),
    }


def _rank(row: Any) -> int:  # noqa: ANN401
    return row.get("rank", 0) if isinstance(row, Mapping) else 0


def _apart(rows: Sequence[Any]) -> bool:
    """Whether no two groups have a member in common, as communities haven't and cliques may."""
    groups = [m for row in rows if (m := _members(row)) is not None]
    return sum(map(len, groups)) == len(frozenset[str]().union(*groups))


def _place(row: Any) -> Any:  # noqa: ANN401
    """What may change of a row that is in both answers: rank and score, weight, distance, confidence, shares."""
    if not isinstance(row, Mapping):
        return None
    edge = row.get("relationship")
    confidence = edge.get("confidence") if isinstance(edge, Mapping) else None
    return tuple(row.get(name) for name in PLACES), confidence


def _moved(before: Record, after: Record) -> Record:
    move: Record = {"left": before, "right": after}
    if "rank" in before:
        sides = ({name: row[name] for name in PLACES if name in row} for row in (before, after))
        subject = {name: before[name] for name in ("entity", "from", "to") if name in before}
        move = subject | dict(zip(("left", "right"), sides, strict=True))
        move["by"] = before["rank"] - after["rank"]
    return move


def _is_in(row: Any, edges: EdgeNames | None) -> bool:  # noqa: ANN401
    """Whether all relationships of a path are in a view."""
    if edges is None or not isinstance(row, Mapping) or "hops" not in row:
        return False
    return all((hop["relationship"]["id"], hop["relationship"]["link"]) in edges for hop in row["hops"])


def _members(row: Any) -> frozenset[str] | None:  # noqa: ANN401
    """The ids of a group's members, None if a row is no group."""
    found = row.get("members") if isinstance(row, Mapping) else None
    if not isinstance(found, list):
        return None
    return frozenset(m["id"] if isinstance(m, Mapping) else str(m) for m in found)


def _regrouped(one: Sequence[Any], other: Sequence[Any]) -> Record:
    """How groups of one answer lie over those of the other: the same, split into several, joined from several."""
    before, after = ([m for row in rows if (m := _members(row)) is not None] for rows in (one, other))
    split = [(group, parts) for group in before if len(parts := [g & group for g in after if g & group]) > 1]
    joined = [(group, parts) for group in after if len(parts := [g & group for g in before if g & group]) > 1]
    known, later = frozenset[str]().union(*before), frozenset[str]().union(*after)
    return {
        "appear": sorted(later - known),
        "vanish": sorted(known - later),
        "move": [_group("split", *found) for found in split] + [_group("joined", *found) for found in joined],
        "outranked": [],
        "stay": len({*before} & {*after}),
    }


def _group(change: str, group: frozenset[str], parts: Sequence[frozenset[str]]) -> Record:
    ordered = sorted((sorted(part) for part in parts), key=lambda part: (-len(part), part))
    return {"change": change, "members": sorted(group), "parts": ordered}


def _say(name: str, change: Record) -> str:
    words = {"appear": "new", "vanish": "gone", "move": "changed", "outranked": "outranked by others"}
    told = [f"{len(change[kind])} {word}" for kind, word in words.items() if change[kind]]
    return f"{name.capitalize()}: {', '.join([*told, str(change['stay'])])} as before."


__all__ = ["Side", "compare"]
