"""Answers as tables for people: every row with who says so."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

Record = Mapping[str, Any]
WIDE = 180
SHOWN = 3
"""How many sources a cell names; the rest is counted."""


def show(*parts: RenderableType) -> None:
    """Print on standard output: as wide as the terminal, or, into a file or pipe, wide."""
    Console(width=None if sys.stdout.isatty() else WIDE).print(Group(*parts))


def table(*heads: str, rows: Iterable[Sequence[object]]) -> Table:
    """A table of texts; nothing in them is markup."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        made.add_column(head, overflow="fold")
    for row in rows:
        made.add_row(*(cell if isinstance(cell, Text) else Text("" if cell is None else str(cell)) for cell in row))
    return made


def entities(rows: Iterable[Record]) -> Table:
    """Entities found or listed."""
    return table(
        "id", "name", "type", "found by", rows=((r["id"], r["name"], r["type"], r.get("matched")) for r in rows)
    )


def ranking(rows: Iterable[Record]) -> Table:
    """A ranking."""
    cells = (
        (r["rank"], f"{r['score']:.6g}", r["entity"]["name"], r["entity"]["type"], r["entity"]["id"]) for r in rows
    )
    return table("rank", "score", "name", "type", "id", rows=cells)


def paths(found: Sequence[Record]) -> Group:
    """Paths, each as its sentence and a table of its hops."""
    return Group(*(part for number, path in enumerate(found, 1) for part in _path(number, path)))


def _path(number: int, path: Record) -> Iterable[RenderableType]:
    yield Text.assemble((f"{number}. ", "bold"), path["sentence"], (f"  confidence {path['weight']:.2f}", "dim"))
    yield Padding(table("", "", "", "when", "who says so", rows=map(_hop, path["hops"])), (0, 0, 0, 3))
    for variant in path.get("variants", ()):
        yield Padding(Text(f"or: {variant['sentence']}", style="dim"), (0, 0, 0, 3))
    yield Text()


def _hop(hop: Record) -> Sequence[object]:
    edge = hop["relationship"]
    told = sources(hop["claims"])
    more = len(hop["also"])
    if more:
        told += f" (+ {more} more relationship{'s' * (more > 1)})"
    return (
        hop["from"]["name"],
        hop["phrase"],
        hop["to"]["name"],
        when(edge["start"], edge["end"]),
        _marked(told, edge["contested"]),
    )


def neighbourhood(found: Record) -> Group:
    """What is around an entity: its neighbours, then the edges."""
    names = {node["id"]: node["name"] for node in found["nodes"]}
    nodes = ((n["distance"], n["name"], n["type"], n["id"]) for n in found["nodes"])
    edges = (
        (
            names[e["from"]],
            e["phrase"],
            names[e["to"]],
            when(e["relationship"]["start"], e["relationship"]["end"]),
            len(e["claims"]),
        )
        for e in found["edges"]
    )
    return Group(
        table("hops", "name", "type", "id", rows=nodes), Text(), table("", "", "", "when", "claims", rows=edges)
    )


def entity(record: Record) -> Group:
    """An entity or relationship: what is said of it, by whom."""
    head = Text.assemble((record["name"], "bold"), f"  {record['type']}  {record['id']}")
    parts: list[RenderableType] = [head]
    for other in record.get("other_ids", ()):
        parts.append(Text(f"also {other['id']}: {'; '.join(other['why']) or 'by way of another id'}", style="dim"))
    if roles := record.get("roles"):
        rows = (_player(role, player) for role in roles for player in role["players"])
        parts += [Text(), table("role", "", "who says so", rows=rows)]
    rows = (
        (p["label"], v["label"], v.get("valid"), _claimed(v, contested=p["contested"]))
        for p in record["properties"]
        for v in p["values"]
    )
    parts += [Text(), table("property", "value", "when", "who says so", rows=rows)]
    if isinstance(counts := record.get("relationships"), Mapping) and counts:
        parts += [Text(), table("relationships", "", rows=sorted(counts.items()))]
    return Group(*parts)


def _player(role: Record, player: Record) -> Sequence[object]:
    name = player["entity"]["name"] if player["entity"] else "unknown"
    return role["label"], name, _claimed(player, contested=role["contested"])


def _claimed(said: Record, *, contested: bool) -> Text:
    told = sources(said.get("claims", ()))
    if denied := said.get("denied_by"):
        told += f"; denied by {sources(denied)}"
    return _marked(told, contested)


def datasets(rows: Iterable[Record]) -> Table:
    """Datasets."""
    counts = ("claim_count", "entity_count", "relationship_count")
    cells = (
        (
            *(r["id"], r["title"], r["publisher"], r.get("released"), _loaded(r.get("loaded"))),
            *(f"{r[name]:,}" for name in counts),
            *(r["licence"], r["coverage"]),
        )
        for r in rows
    )
    told = ("claims", "entities", "relationships")
    return table("id", "title", "publisher", "released", "loaded", *told, "licence", "covers", rows=cells)


def _loaded(loaded: Record | None) -> str:
    return f"{loaded['committed'][:10]} (revision {loaded['revision']})" if loaded else ""


def joins(rows: Iterable[Record]) -> Table:
    """How far datasets meet."""
    cells = (
        (
            r["dataset"],
            r["what"],
            r["found"],
            r["count"],
            f"{r['share']:.1%}",
            ", ".join(m["name"] for m in r["missing"]),
        )
        for r in rows
    )
    return table("dataset", "what", "found", "of", "share", "not found elsewhere", rows=cells)


def patterns(rows: Iterable[Record]) -> Table:
    """Patterns of paths."""
    cells = ((r["name"], r["definition"], " / ".join(r["steps"])) for r in rows)
    return table("name", "what it is", "classes", rows=cells)


def revisions(rows: Iterable[Record]) -> Table:
    """Revisions."""
    names = ("number", "committed", "dataset", "added", "retracted", "message")
    return table(*names, rows=([r[name] for name in names] for r in rows))


def sources(claims: Iterable[Record]) -> str:
    """Who says so: publisher (or title) and date of the first few."""
    named = list(dict.fromkeys(_source(claim["source"]) for claim in claims))
    more = f" and {len(named) - SHOWN} more" if len(named) > SHOWN else ""
    return "; ".join(named[:SHOWN]) + more


def _source(source: Record) -> str:
    told = source["publisher"] or source["title"]
    return f"{told} {source['date']}" if source["date"] else told


def when(start: str | None, end: str | None) -> str:
    """A period in short: "2021", "2021-", "2014-2016"; nothing if unknown.

    >>> when("2021", ".."), when("2021", "2021"), when("2014", "2016"), when(None, None)
    ('2021–', '2021', '2014–2016', '')
    """
    if start == end:
        return "" if start in (None, "..") else str(start)
    return f"{'' if start in (None, '..') else start}–{'' if end in (None, '..') else end}"


def _marked(text: str, contested: bool) -> Text:
    return Text.assemble(text, ("  contested", "yellow")) if contested else Text(text)


def footing(receipt: Record) -> Iterable[Text]:
    """What an answer stands on, what cut it off and what hides more: for standard error."""
    if why := receipt.get("why"):
        yield Text(why["sentence"], style="yellow")
    for limit in receipt["limits"]:
        yield Text(limit["text"], style="yellow")
    stands = f"{receipt['claim_count']:,} claims from {len(receipt['sources']):,} sources"
    yield Text(f"Revision {receipt['revision']}, {stands}, receipt {receipt['hash'][:12]}", style="dim")
