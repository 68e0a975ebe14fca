"""Golden copies in JSON, in which every text is wrapped: ``{"$": "ACTIVE"}``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from loaders.gleif.records import Entity, Json, Name, NoParent, Record, Relation, held, several, text


def _entity(data: Json, line: int) -> Entity:
    entity, registration = data["Entity"], data.get("Registration") or {}
    others = [
        *several(entity, "OtherEntityNames", "OtherEntityName"),
        *several(entity, "TransliteratedOtherEntityNames", "TransliteratedOtherEntityName"),
    ]
    authority = entity.get("RegistrationAuthority") or {}
    successors = [*several(entity, "SuccessorEntity"), *several(entity, "SuccessorEntities", "SuccessorEntity")]
    return Entity(
        lei=text(data["LEI"]),
        names=tuple(_name(name) for name in (entity["LegalName"], *others)),
        line=line,
        category=text(entity.get("EntityCategory")),
        status=text(entity.get("EntityStatus")),
        jurisdiction=text(entity.get("LegalJurisdiction")),
        country=text((entity.get("LegalAddress") or {}).get("Country")),
        created=text(entity.get("EntityCreationDate")),
        expired=text(entity.get("EntityExpirationDate")),
        register=text(authority.get("RegistrationAuthorityID")),
        number=text(authority.get("RegistrationAuthorityEntityID")),
        successors=tuple((text(s.get("SuccessorLEI")), text(s.get("SuccessorEntityName"))) for s in successors),
        registration=text(registration.get("RegistrationStatus")),
        checked=text(registration.get("ValidationSources")),
    )


def _name(name: Json) -> Name:
    return Name(text(name), text(name.get("@xml:lang")), text(name.get("@type")))


def _relation(data: Json, line: int) -> Relation:
    record = data["RelationshipRecord"]
    relation, registration = record["Relationship"], record.get("Registration") or {}
    periods = [
        (text(p.get("PeriodType")), text(p.get("StartDate")), text(p.get("EndDate")))
        for p in several(relation, "RelationshipPeriods", "RelationshipPeriod")
    ]
    return Relation(
        text(relation["StartNode"]["NodeID"]),
        text(relation["EndNode"]["NodeID"]),
        text(relation["RelationshipType"]),
        line,
        text(relation.get("RelationshipStatus")),
        *held(periods),
        registration=text(registration.get("RegistrationStatus")),
        checked=text(registration.get("ValidationSources")),
    )


def _exception(data: Json, line: int) -> NoParent:
    reasons, references = (several(data, name) for name in ("ExceptionReason", "ExceptionReference"))
    reference = "; ".join(text(node) for node in references)
    return NoParent(text(data["LEI"]), text(data["ExceptionCategory"]), text(reasons[0]), line, reference)


READERS: Mapping[str, Callable[[Json, int], Record]] = {
    "records": _entity,
    "relations": _relation,
    "exceptions": _exception,
}
"""What reads an object of a golden copy, by the list it stands in."""

__all__ = ["READERS"]
