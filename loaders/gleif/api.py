"""Answers of the LEI API: lei-records, relationship-records and reporting-exceptions, in JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from loaders.gleif.records import Entity, Json, Name, NoParent, Record, Relation, held, text


def _entity(data: Json, line: int) -> Entity:
    attributes = data["attributes"]
    entity, registration = attributes["entity"], attributes["registration"]
    others = [*(entity.get("otherNames") or ()), *(entity.get("transliteratedOtherNames") or ())]
    successors = entity.get("successorEntities") or [entity.get("successorEntity") or {}]
    return Entity(
        lei=text(attributes["lei"]),
        names=tuple(_name(name) for name in (entity["legalName"], *others)),
        line=line,
        category=text(entity.get("category")),
        status=text(entity.get("status")),
        jurisdiction=text(entity.get("jurisdiction")),
        country=text((entity.get("legalAddress") or {}).get("country")),
        created=text(entity.get("creationDate")),
        expired=text((entity.get("expiration") or {}).get("date")),
        register=text((entity.get("registeredAt") or {}).get("id")),
        number=text(entity.get("registeredAs")),
        successors=tuple(pair for s in successors if any(pair := (text(s.get("lei")), text(s.get("name"))))),
        registration=text(registration.get("status")),
        checked=text(registration.get("corroborationLevel")),
    )


def _name(name: Json) -> Name:
    return Name(text(name["name"]), text(name.get("language")), text(name.get("type")))


def _relation(data: Json, line: int) -> Relation:
    attributes = data["attributes"]
    relation, registration = attributes["relationship"], attributes.get("registration") or {}
    periods = [
        (text(p.get("type")), text(p.get("startDate")), text(p.get("endDate"))) for p in relation.get("periods") or ()
    ]
    return Relation(
        text(relation["startNode"]["id"]),
        text(relation["endNode"]["id"]),
        text(relation["type"]),
        line,
        text(relation.get("status")),
        *held(periods),
        registration=text(registration.get("status")),
        checked=text(registration.get("corroborationLevel")),
    )


def _exception(data: Json, line: int) -> NoParent:
    said = data["attributes"]
    return NoParent(text(said["lei"]), text(said["category"]), text(said["reason"]), line, text(said.get("reference")))


READERS: Mapping[str, Callable[[Json, int], Record]] = {
    "lei-records": _entity,
    "relationship-records": _relation,
    "reporting-exceptions": _exception,
}
"""What reads an object of the API, by its type."""

__all__ = ["READERS"]
