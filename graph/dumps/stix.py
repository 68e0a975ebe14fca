"""Actors, places and the direct edges between them as a STIX 2.1 bundle (OASIS).

STIX has no object for an arms deal or a system, so what is no actor and no place stays out, with its edges. Every
edge names its sources (`external_references`), its confidence, and our id, which is also hashed into its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import orjson

from graph.cite import name_thing
from graph.dates import BadDate, xsd_bounds
from graph.dumps.content import Content
from graph.dumps.tables import told
from graph.rdf.direct import Edge
from ontology.names import ACTOR, GROUP, PERSON

CLASSES: Mapping[str, str] = {PERSON: "individual", GROUP: "group", ACTOR: "organization"}
"""The `identity_class` of each kind of actor, the closest first."""

Object = dict[str, Any]


def stix_chunks(content: Content) -> Iterator[bytes]:
    """The bundle, in pieces."""
    writer = Stix(content)
    yield b'{"type":"bundle","id":"' + writer.id("bundle", str(content.snapshot.revision)).encode() + b'","objects":[\n'
    for number, thing in enumerate(writer.objects()):
        yield (b",\n" if number else b"") + orjson.dumps(thing)
    yield b"\n]}\n"


class Stix:
    """Writes the objects of one content."""

    def __init__(self, content: Content) -> None:
        self.content, self.snapshot, self.iris = content, content.snapshot, content.iris
        moment = datetime.fromisoformat(content.committed).astimezone(UTC)
        self.moment = f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"

    def objects(self) -> Iterator[Object]:
        """First who says it, then actors, then edges."""
        yield self._object("identity", "defgraph", name="defgraph", identity_class="system")
        yield from (self._actor(name) for name in told(self.content) if self._class(name))
        for edge in self.content.edges():
            if self._class(edge["from"]) and self._class(edge["to"]):
                yield self._edge(edge)

    def id(self, kind: str, name: str) -> str:
        """An id that is the same in every bundle."""
        return f"{kind}--{uuid5(NAMESPACE_URL, f'{self.iris.base}{kind}/{name}')}"

    def _class(self, name: str) -> str | None:
        thing = self.snapshot.entities.get(name)
        is_a = self.snapshot.vocabulary.is_a
        return next((told for kind, told in CLASSES.items() if thing and is_a(thing.type, kind)), None)

    def _object(self, kind: str, key: str, /, **more: object) -> Object:
        common = {"type": kind, "spec_version": "2.1", "id": self.id(kind, key)}
        return {**common, "created": self.moment, "modified": self.moment, **more}

    def _actor(self, name: str) -> Object:
        thing = name_thing(self.snapshot, name)
        mine = {"source_name": "defgraph", "external_id": name, "url": self.iris.entity(name)}
        said = {"name": thing["name"], "identity_class": self._class(name), "labels": [thing["type"].lower()]}
        return self._object("identity", name, **said, external_references=[mine])

    def _edge(self, edge: Edge) -> Object:
        mine = {"source_name": "defgraph", "external_id": edge["relationship"]}
        mine["url"] = self.iris.entity(edge["relationship"])
        return self._object(
            "relationship",
            f"{edge['relationship']}/{edge['link']}/{edge['from']}/{edge['to']}",
            relationship_type=_kebab(edge["link"]),
            description=edge["phrase"],
            source_ref=self.id("identity", edge["from"]),
            target_ref=self.id("identity", edge["to"]),
            created_by_ref=self.id("identity", "defgraph"),
            confidence=round(100 * edge["confidence"]),
            external_references=[mine, *self._sources(edge)],
            **_times(edge),
        )

    def _sources(self, edge: Edge) -> Iterator[Object]:
        for name in dict.fromkeys(self.snapshot.claims[claim].source for claim in edge["claims"]):
            source = self.snapshot.sources[name]
            told = {"source_name": source.publisher or source.title, "description": source.title}
            yield told | ({"url": source.url} if source.url else {})


def _kebab(name: str) -> str:
    """A name as STIX writes types of relationships.

    >>> _kebab("hasSubsidiary")
    'has-subsidiary'
    """
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")


def _times(edge: Edge) -> Mapping[str, str]:
    """The start, and an end that is later: STIX has moments, so the first day that a date may mean, and the last."""
    start, end = (_day(edge[name], place) for name, place in (("start", 0), ("end", 1)))
    times = {"start_time": f"{start}T00:00:00Z"} if start else {}
    if end and (start is None or end > start):
        times["stop_time"] = f"{end}T00:00:00Z"
    return times


def _day(text: str | None, place: int) -> str | None:
    if text is None or text == "..":
        return None
    try:
        day = xsd_bounds(text, "event")[place]
    except BadDate:
        return None
    return day if day and "0001" <= day[:4] <= "9999" and len(day) == len("2021-01-01") else None


__all__ = ["stix_chunks"]
