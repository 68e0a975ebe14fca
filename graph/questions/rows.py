"""What a row of any answer is about: what tells it from the others, so that two answers can be laid side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.questions.receipt import canonical

Record = Mapping[str, Any]

THINGS = ("entity", "transfer")
"""Members of a row that hold the one thing it is about."""
NAMES = ("kind", "dataset")
"""Members that tell a row from others by a name."""


def about(row: Record) -> tuple[Record, ...]:
    """The things that a row is about: one, two that are linked, or the members of a group; none if it is of another
    sort.

    >>> [thing["id"] for thing in about({"rank": 1, "from": {"id": "a"}, "to": {"id": "b"}})]
    ['a', 'b']
    """
    for name in THINGS:
        if isinstance(row.get(name), Mapping):
            return (row[name],)
    ends = (row.get("from"), row.get("to"))
    if all(isinstance(end, Mapping) for end in ends):
        return ends  # type: ignore[return-value]  # both are, as was asked
    if isinstance(row.get("members"), list):
        return tuple(m if isinstance(m, Mapping) else {"id": str(m)} for m in row["members"])
    return ()


def key(row: Any) -> Any:  # noqa: ANN401 - whatever answers hold
    """What tells a row from the others of its list.

    >>> key({"entity": {"id": "morocco"}, "rank": 1}) == key({"entity": {"id": "morocco"}, "rank": 2})
    True
    """
    if not isinstance(row, Mapping):
        return canonical(row)
    if "hops" in row:
        return tuple(
            (h["from"]["id"], h["relationship"]["id"], h["relationship"]["link"], h["to"]["id"]) for h in row["hops"]
        )
    if "id" in row:
        return row["id"]
    if "window" in row:
        return canonical([row["window"], row["category"]])
    if things := about(row):
        return tuple(thing["id"] for thing in things)
    named = [row[name] for name in NAMES if name in row]
    return canonical([*named, row.get("what")] if named else row)


__all__ = ["about", "key"]
