"""The page of one entity or relationship: what is said of it, by whom, and where the sources differ."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from fastapi.responses import HTMLResponse

from api.html import Html, element, joined, link, page, table
from graph.questions.describe import describe_entity, describe_relationship, list_relationships
from graph.snapshot import Snapshot
from graph.view import View

Record = Mapping[str, Any]
SHOWN = 200
"""Relationships on one page."""


def thing_page(snapshot: Snapshot, view: View, name: str) -> HTMLResponse:
    """The page of an entity or relationship; raises `UnknownEntity`."""
    parts = _relationship(snapshot, view, name) if name in snapshot.relationships else _entity(snapshot, view, name)
    title, *rest = parts
    told = f"Revision {snapshot.revision}."
    return page(title, *rest, element("p", told, " ", link("/", "defgraph"), class_="muted"))


def _entity(snapshot: Snapshot, view: View, name: str) -> Iterator[str]:
    record: Any = describe_entity(snapshot, view, name).data
    yield record["name"]
    yield _kind(snapshot, record)
    yield from (_also(other) for other in record.get("other_ids", ()))
    yield _properties(record)
    answer = list_relationships(snapshot, view, name, limit=SHOWN)
    found: Any = answer.data
    rows = [_related(row) for row in found]
    if rows:
        yield element("h2", "Relationships")
        yield table(("", "when", "claims"), rows)
    if answer.next:
        yield element("p", link(f"/api/v1/entities/{quote(name)}/relationships", "All of them"))


def _relationship(snapshot: Snapshot, view: View, name: str) -> Iterator[str]:
    record: Any = describe_relationship(snapshot, view, name).data
    yield record["name"]
    yield _kind(snapshot, record)
    rows = (
        (role["label"], _player(player), _evidence(player, role["contested"]))
        for role in record["roles"]
        for player in role["players"]
    )
    yield table(("role", "", "who says so"), rows)
    yield _properties(record)
    yield element("h2", "Claims")
    yield table(("what is said", "when", "source"), map(_claim, record["claims"]))


def _kind(snapshot: Snapshot, record: Record) -> Html:
    known = {**snapshot.vocabulary.entities, **snapshot.vocabulary.relationships}[record["type"]]
    return element("p", element("b", known.label), f": {known.definition}", class_="muted")


def _also(other: Record) -> Html:
    why = "; ".join(other["why"]) or "by way of another id"
    return element("p", "Also ", element("code", other["id"]), ": ", element("bdi", why), class_="muted")


def _properties(record: Record) -> Html:
    rows = (
        (p["label"], element("bdi", v["label"]), v.get("valid") or "", _evidence(v, p["contested"]))
        for p in record["properties"]
        for v in p["values"]
    )
    return joined((element("h2", "What is said"), table(("", "", "when", "who says so"), rows)))


def _related(row: Record) -> tuple[Html, str, str]:
    thing = row["relationship"]
    told = [_sentence(edge, row) for edge in row["edges"]] or [thing["name"]]
    period = " – ".join(part for part in (row["start"], row["end"]) if part and part != "..")
    return joined((_thing(thing, "; ".join(told)), _contested(row["contested"]))), period, str(len(row["claims"]))


def _sentence(edge: Record, row: Record) -> str:
    """An edge in words; the entity the page is about is left out where it begins the sentence."""
    names = {other["entity"]["id"]: other["entity"]["name"] for other in row["others"]}
    return " ".join(
        part for part in (names.get(edge["from"], ""), edge["phrase"], names.get(edge["to"], "this")) if part
    )


def _player(player: Record) -> Html:
    return _thing(player["entity"], player["entity"]["name"]) if player["entity"] else joined(("unknown",))


def _thing(thing: Record, text: str) -> Html:
    return link(f"/id/{quote(thing['id'], safe='')}", element("bdi", text))


def _evidence(said: Record, contested: bool) -> Html:
    parts = [_sources(said.get("claims", ()))]
    if denied := said.get("denied_by"):
        parts += [joined(("; denied by ",)), _sources(denied)]
    return joined((*parts, _contested(contested)))


def _sources(claims: Iterable[Record]) -> Html:
    found = {claim["source"]["id"]: claim["source"] for claim in claims}
    return joined((_source(source) for source in found.values()), "; ")


def _source(source: Record) -> Html:
    about = f" ({', '.join(p for p in (source['publisher'], source['date'], source['reliability']) if p)})"
    return joined((link(source["url"], element("bdi", source["title"])), about))


def _contested(contested: bool) -> Html | None:
    return element("span", " contested", class_="contested") if contested else None


def _claim(claim: Record) -> tuple[Html, str, Html]:
    said = [element("bdi", claim["says"])]
    if quoted := claim.get("quote"):
        said.append(element("q", element("bdi", quoted)))
    return joined(said, " "), claim.get("valid") or "", _source(claim["source"])
