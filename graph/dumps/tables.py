"""Nodes and relationships as two tables, headed as Neo4j's importer reads them (`neo4j-admin database import full`).

The labels and edges are those of the graph in Neo4j (docs/store.md): entities, relationships, claims, sources and
datasets; direct edges, roles, and who says what of what. Ids of different kinds can't clash: `:ID` is an IRI without
its base. Line breaks in texts become spaces, so that a row is a line.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice

from graph.cite import name_thing, say
from graph.claim import Claim
from graph.dumps.content import Content

NODES = (
    *("key:ID", ":LABEL", "id", "name", "type", "contested:boolean", "says", "status", "credibility:int", "valid"),
    *("quote", "publisher", "date", "url", "reliability", "licence"),
)
EDGES = (
    *(":START_ID", ":END_ID", ":TYPE", "relationship", "phrase", "start", "end", "confidence:double"),
    *("contested:boolean", "claims:string[]", "denials:string[]"),
)
CHUNK = 5_000
"""Rows that are put together before they are written."""

Row = Mapping[str, object]


def node_table(content: Content) -> Iterator[bytes]:
    """The table of nodes, in pieces."""
    return _table(NODES, chain(_things(content), _claims(content), _sources(content)))


def edge_table(content: Content) -> Iterator[bytes]:
    """The table of relationships, in pieces."""
    return _table(EDGES, chain(_direct(content), _roles(content), _evidence(content)))


def _table(columns: tuple[str, ...], rows: Iterator[Row]) -> Iterator[bytes]:
    yield (",".join(columns) + "\n").encode()
    while some := list(islice(rows, CHUNK)):
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerows([_text(row.get(column)) for column in columns] for row in some)
        yield stream.getvalue().encode()


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case tuple():
            return ";".join(map(str, value))
    return " ".join(str(value).splitlines()) if isinstance(value, str) else str(value)


def told(content: Content) -> Iterator[str]:
    """The entities and relationships of which a live claim speaks, or to which an edge leads."""
    snapshot, live = content.snapshot, content.network.live.claims
    for name in snapshot.things:
        thing = snapshot.entities.get(name) or snapshot.relationships[name]
        if any(live[row] for row in thing.rows) or content.network.has(name):
            yield name


def live_claims(content: Content) -> Iterator[Claim]:
    """The claims that stand and may be passed on."""
    rows, live = content.snapshot.rows, content.network.live.claims
    return (rows[number] for number in live.nonzero()[0].tolist())


def _things(content: Content) -> Iterator[Row]:
    contested, position = content.network.live.contested, content.snapshot.position
    for name in _known(content):
        thing = name_thing(content.snapshot, name)
        yield {
            "key:ID": f"id/{name}",
            ":LABEL": tuple(reversed(content.vocabulary.labels(thing["type"]))),
            **thing,
            "contested:boolean": bool(contested[position[name]]),
        }


def _known(content: Content) -> Iterable[str]:
    """What is told of, and who plays a role in it without being told of."""
    found = dict.fromkeys(told(content))
    for claim in live_claims(content):
        found |= dict.fromkeys(player for _, player in _players(content, claim))
    return found


def _players(content: Content, claim: Claim) -> Iterator[tuple[str, str]]:
    roles = content.vocabulary.roles
    played = ((v.property, v.value) for v in claim.values if v.property in roles and v.value is not None)
    return ((role, str(player)) for role, player in played if str(player) in content.snapshot.position)


def _claims(content: Content) -> Iterator[Row]:
    for claim in live_claims(content):
        yield {
            "key:ID": f"claim/{claim.id}",
            ":LABEL": "Claim",
            "id": claim.id,
            "type": claim.type,
            "says": say(content.snapshot, claim),
            "status": claim.status.value,
            "credibility:int": claim.credibility,
            "valid": claim.valid,
            "quote": claim.quote,
        }


def _sources(content: Content) -> Iterator[Row]:
    sources = [content.snapshot.sources[name] for name in content.selection.speakers()]
    for source in sources:
        fields = {name: getattr(source, name) for name in ("publisher", "date", "url")}
        own = {"key:ID": f"source/{source.id}", ":LABEL": "Source", "id": source.id, "name": source.title}
        yield {**own, **fields, "reliability": source.reliability.value}
    for name in sorted({source.dataset for source in sources}):
        dataset = content.snapshot.datasets[name]
        own = {"key:ID": f"dataset/{name}", ":LABEL": "Dataset", "id": name, "name": dataset.title}
        yield {**own, "publisher": dataset.publisher, "licence": dataset.licence, "url": dataset.url}


def _direct(content: Content) -> Iterator[Row]:
    projections = content.vocabulary.projections
    for edge in content.edges():
        yield {
            ":START_ID": f"id/{edge['from']}",
            ":END_ID": f"id/{edge['to']}",
            ":TYPE": projections[edge["link"]].edge,
            "confidence:double": edge["confidence"],
            "contested:boolean": edge["contested"],
            "claims:string[]": edge["claims"],
            "denials:string[]": edge["denials"],
            **{name: edge[name] for name in ("relationship", "phrase", "start", "end")},
        }


def _roles(content: Content) -> Iterator[Row]:
    roles, seen = content.vocabulary.roles, set[tuple[str, str, str]]()
    for claim in live_claims(content):
        for role, player in _players(content, claim):
            edge = (claim.subject, player, roles[role].edge)
            if edge not in seen and claim.status.value == "asserted":
                seen.add(edge)
                yield {":START_ID": f"id/{claim.subject}", ":END_ID": f"id/{player}", ":TYPE": edge[2]}


def _evidence(content: Content) -> Iterator[Row]:
    for claim in live_claims(content):
        yield _edge(f"claim/{claim.id}", f"id/{claim.subject}", "ABOUT")
        yield _edge(f"claim/{claim.id}", f"source/{claim.source}", "SAID_BY")
    for name in (speakers := content.selection.speakers()):
        source = content.snapshot.sources[name]
        yield _edge(f"source/{name}", f"dataset/{source.dataset}", "PART_OF")
        known = (origin for origin in source.derived_from if origin in speakers)
        yield from (_edge(f"source/{name}", f"source/{origin}", "DERIVED_FROM") for origin in known)


def _edge(start: str, end: str, kind: str) -> Row:
    return {":START_ID": start, ":END_ID": end, ":TYPE": kind}


__all__ = ["edge_table", "live_claims", "node_table", "told"]
