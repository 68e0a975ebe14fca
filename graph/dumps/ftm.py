"""Actors, vessels and events and the direct edges between them as FollowTheMoney entities, one JSON object a line.

The schema of a class is the one that the ontology aligns it with (or the nearest class above it). FollowTheMoney has
names of its own for the ends of an edge; an edge that it has no schema for is an `UnknownLink` with our phrase as role.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import orjson

from graph.cite import name_thing
from graph.dumps.content import Content
from graph.dumps.tables import told
from graph.rdf.direct import Edge
from ontology.terms import Term

FTM = "https://w3id.org/ftm#"
ENDS: Mapping[str, tuple[str, str]] = {"Ownership": ("owner", "asset"), "Membership": ("member", "organization")}
"""The properties that FollowTheMoney's schemata of edges have for source and target."""
ASSETS = frozenset({"Company", "Vessel"})
"""The schemata, of those aligned with, that may be owned."""


def ftm_lines(content: Content) -> Iterator[bytes]:
    """The entities, then the edges, a line each."""
    writer = FollowTheMoney(content)
    yield from (orjson.dumps(found) + b"\n" for name in told(content) if (found := writer.entity(name)))
    yield from (orjson.dumps(found) + b"\n" for edge in content.edges() if (found := writer.edge(edge)))


class FollowTheMoney:
    """Writes the entities of one content."""

    def __init__(self, content: Content) -> None:
        self.content, self.snapshot, self.vocabulary = content, content.snapshot, content.vocabulary

    @cached_property
    def schemata(self) -> Mapping[str, str | None]:
        """The schema of each class; None if there is none."""
        kinds: Mapping[str, Term] = {**self.vocabulary.entities, **self.vocabulary.relationships}
        own = {name: _aligned(kind) for name, kind in kinds.items()}
        return {name: next(filter(None, map(own.get, self.vocabulary.labels(name))), None) for name in kinds}

    def entity(self, name: str) -> dict[str, Any] | None:
        """An entity; None if there is no schema for it."""
        schema = self._schema(name)
        if schema is None:
            return None
        properties = {"name": [name_thing(self.snapshot, name)["name"]], "sourceUrl": [self._iri(name)]}
        return {"id": name, "schema": schema, "properties": properties}

    def edge(self, edge: Edge) -> dict[str, Any] | None:
        """An edge; None if there is no schema for one of its ends."""
        ends = [self._schema(edge[end]) for end in ("from", "to")]
        if None in ends:
            return None
        schema, (source, target) = self._link(edge, str(ends[1]))
        dates = {
            name: [edge[side]] for name, side in (("startDate", "start"), ("endDate", "end")) if _is_day(edge[side])
        }
        said = {source: [edge["from"]], target: [edge["to"]], "role": [edge["phrase"]], **dates}
        known = {"sourceUrl": [self._iri(edge["relationship"])], "publisher": self._publishers(edge)}
        name = f"{edge['relationship']}.{edge['link']}.{edge['from']}.{edge['to']}"
        return {"id": name, "schema": schema, "properties": {k: v for k, v in (said | known).items() if v}}

    def _link(self, edge: Edge, target: str) -> tuple[str, tuple[str, str]]:
        projection = self.vocabulary.projections[edge["link"]]
        schema = self.schemata[edge["type"]] or ""
        ends = ENDS.get(schema)
        if ends and ends[0] == projection.source and (schema != "Ownership" or target in ASSETS):
            return schema, ends
        return "UnknownLink", ("subject", "object")

    def _schema(self, name: str) -> str | None:
        thing = self.snapshot.entities.get(name)
        return self.schemata[thing.type] if thing else None

    def _iri(self, name: str) -> str:
        return self.content.iris.entity(name)

    def _publishers(self, edge: Edge) -> list[str]:
        sources = (self.snapshot.sources[self.snapshot.claims[claim].source] for claim in edge["claims"])
        return list(dict.fromkeys(source.publisher or source.title for source in sources))


def _aligned(kind: Term) -> str | None:
    found = (other.removeprefix(FTM) for _, other in kind.alignments if other.startswith(FTM))
    return next(found, None)


def _is_day(text: str | None) -> bool:
    """Whether a date is one that FollowTheMoney has: a year, a month, or a day."""
    return text is not None and text[:4].isdecimal() and text.replace("-", "").isdecimal()


__all__ = ["ftm_lines"]
