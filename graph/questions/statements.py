"""What an answer says, line by line, each with the sources that say so: what footnotes and citations are made of.

Paths, rankings, records and neighbourhoods have words of their own. Any other row is told as what it is about and the
members that it has; nothing of an answer is left out because nobody thought of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.questions.rows import NAMES, about

Record = Mapping[str, Any]
Answer = Mapping[str, Any]
"""An answer as plain data: `data` and `receipt`, as `graph.questions.receipt.Answer.as_dict` or the API gives it."""

NAMED = 12
"""How many names a statement lists; it says how many more there are."""
UNSAID = frozenset(
    {"claims", "denials", "denied_by", "relationships", "members", "id", "type", "name", "title", "sentence", "hash"}
)
"""Members that are no statement: evidence, ids, and what a row is about already."""
OWN = frozenset({"sentence", "roles", "properties", "nodes", "edges", "says", "changes", "dates", "columns"})
"""Members of an object that have words of their own."""
DIFFERENCES = {"appear": "New", "vanish": "Gone", "outranked": "Outranked by others", "move": "Changed"}


@dataclass(frozen=True, slots=True)
class Statement:
    """Something an answer says, and the ids of the sources that say so and that deny it."""

    text: str
    sources: tuple[str, ...] = ()
    denying: tuple[str, ...] = ()


def statements(answer: Answer) -> list[Statement]:
    """What an answer says, line by line."""
    data = answer["data"]
    return [statement for row in data for statement in _row(row)] if isinstance(data, list) else list(_object(data))


# -- rows of a list ---------------------------------------------------------------------------------------------------


def _row(row: Any) -> Iterator[Statement]:  # noqa: ANN401 - a row of any answer
    if not isinstance(row, Mapping):
        yield Statement(_said(row))
    elif "hops" in row:
        yield from (_hop(hop) for hop in row["hops"])
    elif "window" in row:
        yield from _window(row)
    elif isinstance(row.get("entity"), Mapping) and "rank" in row and ("text" in row or "score" in row):
        told = row.get("text") or f"{row['rank']}, with {row['score']:.6g}"
        yield Statement(f"{row['entity']['name']}: {told}")
    elif "relationship" in row and "phrase" in row and isinstance(row.get("from"), Mapping):
        yield _hop(row)
    else:
        yield Statement(_told(row), *_who(row))


def _hop(hop: Record) -> Statement:
    return Statement(f"{hop['from']['name']} {hop['phrase']} {hop['to']['name']}", *_who(hop))


def _window(row: Record) -> Iterator[Statement]:
    """A window of years of a dependency: each partner's shares, then how concentrated they are."""
    years, category = row["window"], row["category"]
    when = f"{years['start']}–{years['end']}" + (f", {category['name']}" if category else "")
    for partner in row["partners"]:
        shares = (f"{100 * part:.1f} % of {name}" for name, part in partner["shares"].items() if part is not None)
        who = partner["entity"]["name"] if partner["entity"] else "unknown"
        yield Statement(f"{when}: {who}: {', '.join(shares)}")
    for name, index in row["concentration"].items():
        if index:
            ends = dict.fromkeys(f"{index[end]:.4g}" for end in ("low", "high"))
            yield Statement(f"{when}: concentration of {name} (HHI) {' to '.join(ends)}")


def _told(row: Record) -> str:
    """A row in words: what it is about, and its members."""
    subject, rest = _subject(row), _members(row)
    return ": ".join(part for part in (subject, rest) if part)


def _subject(row: Record) -> str:
    if things := about(row):
        between = " – " if "from" in row else ", "
        return between.join(_listed([_said(thing) for thing in things]))
    named = next((row[n] for n in ("sentence", "name", "title", "label", "message") if row.get(n)), None)
    return str(named or " ".join(str(row[n]) for n in NAMES if n in row) or row.get("id", ""))


def _members(row: Record) -> str:
    spoken = {"entity", "transfer", "from", "to", *NAMES, *UNSAID}
    told = ((name.replace("_", " "), _said(value)) for name, value in row.items() if name not in spoken)
    return ", ".join(f"{name} {value}" for name, value in told if value)


def _said(value: Any) -> str:  # noqa: ANN401 - whatever answers hold
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.6g}"
        case Mapping():
            return _subject(value) if any(name in value for name in ("name", "title", "sentence")) else _told(value)
        case list() | tuple():
            return ", ".join(_listed([_said(part) for part in value]))
        case _:
            return str(value)


def _listed(names: Sequence[str]) -> list[str]:
    more = len(names) - NAMED
    return [*names[:NAMED], f"and {more} more"] if more > 0 else [*names]


# -- an object --------------------------------------------------------------------------------------------------------


def _object(data: Record) -> Iterator[Statement]:
    if "sentence" in data:
        yield Statement(str(data["sentence"]))
    for label, values in _values(data):
        yield from (Statement(f"{label}: {_value(value)}", *_who(value)) for value in values)
    if "nodes" in data and "edges" in data:
        names = {node["id"]: node.get("name", node["id"]) for node in data["nodes"]}
        yield from (Statement(_edge(edge, names)) for edge in data["edges"])
    if "says" in data:
        yield Statement(str(data["says"]), *_who({"claims": [data]}))
    elif "title" in data:
        yield Statement(str(data["title"]))
    if "changes" in data:
        yield from _changes(data["changes"])
    elif "columns" in data and "dates" in data:
        yield from (_column(column, data["dates"]) for column in data["columns"])
    elif not OWN & data.keys() and "title" not in data:
        yield from _parts(data)


def _parts(data: Record) -> Iterator[Statement]:
    """The members of an object: a list row by row, anything else as it is."""
    for name, value in data.items():
        label = name.replace("_", " ")
        if isinstance(value, list) and value and all(isinstance(row, Mapping) for row in value):
            said = (statement for row in value for statement in _row(row))
            yield from (Statement(f"{label}: {s.text}", s.sources, s.denying) for s in said)
        elif text := _said(value):
            yield Statement(f"{label}: {text}")


def _changes(changes: Record) -> Iterator[Statement]:
    """What differs between two answers."""
    for name, change in changes.items():
        for kind, word in DIFFERENCES.items():
            for row in change[kind]:
                yield Statement(f"{word} ({name.replace('_', ' ')}): {_differing(row)}", *_of_hops(row))


def _differing(row: Any) -> str:  # noqa: ANN401 - a row of any answer, or how it moved
    if isinstance(row, Mapping) and "left" in row and "right" in row:
        subject = _subject(row) or _subject(row["left"])
        sides = (_said({n: v for n, v in row[side].items() if n not in UNSAID}) for side in ("left", "right"))
        return f"{subject}: {' → '.join(sides)}"
    return str(row["sentence"]) if isinstance(row, Mapping) and "sentence" in row else _said(row)


def _of_hops(row: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:  # noqa: ANN401
    hops = row.get("hops", ()) if isinstance(row, Mapping) else ()
    sides = zip(*(_who(hop) for hop in hops), strict=True) if hops else ((), ())
    asserting, denying = (tuple(dict.fromkeys(name for names in side for name in names)) for side in sides)
    return asserting, denying


def _column(column: Record, dates: Sequence[str]) -> Statement:
    values = (f"{date} {'–' if v is None else _said(v)}" for date, v in zip(dates, column["values"], strict=True))
    return Statement(f"{column['name']}: {', '.join(values)}")


def _values(data: Record) -> Iterator[tuple[str, Sequence[Record]]]:
    """The labels and values of a record: who plays its roles, then its properties."""
    for role in data.get("roles", ()):
        yield role["label"], role["players"]
    for said in data.get("properties", ()):
        yield said["label"], said["values"]


def _value(value: Record) -> str:
    if "entity" in value:
        return str(value["entity"]["name"]) if value["entity"] else "unknown"
    return str(value["label"])


def _edge(edge: Record, names: Mapping[str, str]) -> str:
    ends = (names.get(edge.get(side, ""), edge.get(side, "")) for side in ("from", "to"))
    return f" {edge.get('phrase', 'is linked to')} ".join(map(str, ends))


def _who(said: Record) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sources of the claims that stand in a record: those for it, and those against."""
    cited = [c for c in said.get("claims", ()) if isinstance(c, Mapping)]
    against = [c for c in said.get("denied_by", ()) if isinstance(c, Mapping)]
    sides = (
        [c for c in cited if c.get("status") != "denied"],
        [c for c in cited if c.get("status") == "denied"] + against,
    )
    asserting, denying = (tuple(dict.fromkeys(c["source"]["id"] for c in side)) for side in sides)
    return asserting, denying


__all__ = ["Answer", "Statement", "statements"]
