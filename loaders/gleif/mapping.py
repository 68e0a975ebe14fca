"""From GLEIF's records to claims.

Ids are made of LEIs, which never change: ``lei-`` and the LEI for an entity, ``gleif-``, the owner's and the asset's
for an ownership. A parent that is direct and ultimate at once is one ownership with two claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TypeVar

from graph.claim import Claim, Marker, Value
from graph.dates import BadDate, parse_edtf
from loaders.gleif.codes import Codes
from loaders.gleif.records import Entity, Name, NoParent, Record, Relation
from loaders.problem import shown
from loaders.release import Notes
from loaders.values import LANGUAGE

SOURCE = "gleif-lei"
"""The source of all claims; its id is the same for all releases."""
FIRM, OWNERSHIP, SUCCESSION = "Firm", "Ownership", "Succession"
VOID = "void"
"""The records that should not have been made, by the table of codes."""
UNDETERMINED = "und"
"""The language tag of words in an unknown language."""
LONGEST = 1_000
"""Characters of the longest name."""
_LEI = re.compile(r"[0-9A-Z]{18}[0-9]{2}")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:T[0-9:.]+(?:Z|[+-]\d\d:?\d\d)?)?")
_COUNTRY, _AREA = re.compile(r"[A-Z]{2}"), re.compile(r"[A-Z]{2}(-[0-9A-Z]{1,3})?")


T = TypeVar("T")


class _Unusable(ValueError):
    """A value that cannot be used: of which field, and why."""

    def __init__(self, field: str, value: str, message: str) -> None:
        super().__init__(message)
        self.field, self.value = field, value


def entity_id(lei: str) -> str:
    """The id of the entity with an LEI.

    >>> entity_id("529900W18LQJJN6SJ336")
    'lei-529900w18lqjjn6sj336'
    """
    return f"lei-{lei.lower()}"


def claims_of(record: Record, codes: Codes, notes: Notes) -> Iterator[Claim]:
    """What a record says; nothing, and a note, if it cannot be used. A single bad value is noted and left out."""
    try:
        if isinstance(record, Entity):
            yield from _entity(record, codes, notes)
        elif isinstance(record, Relation):
            yield from _relation(record, codes, notes)
        else:
            yield _no_parent(record, codes)
    except _Unusable as error:
        notes.note(record.line, 1, error.field, error.value, f"{error} The record is left out.")


def named_only(lei: str) -> Claim:
    """What is said of an entity that only relationships name: that there is one with this LEI."""
    values = (Value("lei", lei), Value("name", f"LEI {lei}", lang=UNDETERMINED))
    return Claim(entity_id(lei), FIRM, SOURCE, values, credibility=6)


def _entity(record: Entity, codes: Codes, notes: Notes) -> Iterator[Claim]:
    if _known("registration status", record.registration, codes.registration) == VOID:
        return
    lei = check_lei(record.lei)
    kind = _known("category", record.category, codes.category)
    grade = _grade(record, codes)
    values = (Value("lei", lei), *_names(record, codes, notes), *_facts(record, codes, notes))
    yield Claim(entity_id(lei), kind, SOURCE, tuple(dict.fromkeys(values)), credibility=grade)
    for successor, name in record.successors:
        if successor:
            yield _succession(record, check_lei(successor), grade, notes)
        else:
            notes.note(record.line, 1, "successor", name, "A successor without an LEI is nobody to link to.")


def _names(record: Entity, codes: Codes, notes: Notes) -> Iterator[Value]:
    if not record.names[0].text.strip():
        raise _Unusable("legal name", record.names[0].text, "The entity has no legal name.")
    for place, name in enumerate(record.names):
        if len(name.text) > LONGEST:
            raise _Unusable("name", name.text[:LONGEST], f"A name has more than {LONGEST:,} characters.")
        kind = codes.name.get(name.kind) if place else "name"
        if kind is None:
            notes.note(record.line, 1, "type of name", name.kind, f"{shown(name.kind)} is in no table of this loader.")
        elif name.text.strip() and (not place or name.text != record.names[0].text):
            yield Value(kind, name.text, lang=_language(name))


def _language(name: Name) -> str:
    tag = name.lang if LANGUAGE.fullmatch(name.lang) else UNDETERMINED
    return f"{tag}-Latn" if name.kind.endswith("TRANSLITERATED_LEGAL_NAME") and "-" not in tag else tag


def _facts(record: Entity, codes: Codes, notes: Notes) -> Iterator[Value]:
    status = _known("entity status", record.status, codes.status)
    if status:
        yield Value("legalStatus", status)
    for name, text, form in (
        ("jurisdiction", record.jurisdiction, _AREA),
        ("registeredIn", record.country, _COUNTRY),
    ):
        if form.fullmatch(text):
            yield Value(name, text)
        elif text:
            notes.note(record.line, 1, name, text, f"{shown(text)} is no code of ISO 3166.")
    if record.register and record.number:
        yield Value("registrationNumber", f"{codes.register.get(record.register, record.register)}/{record.number}")
    if created := _day(record, "creation date", record.created, notes):
        yield Value("established", created)
    if (expired := _day(record, "expiration date", record.expired, notes)) and status == "inactive":
        yield Value("dissolved", expired)


def _succession(record: Entity, successor: str, grade: int, notes: Notes) -> Claim:
    players = (Value("successor", entity_id(successor)), Value("predecessor", entity_id(record.lei)))
    subject = f"gleif-succession-{successor.lower()}-{record.lei.lower()}"
    when = _day(record, "expiration date", record.expired, notes)
    return Claim(subject, SUCCESSION, SOURCE, players, valid=when, credibility=grade)


def _relation(record: Relation, codes: Codes, notes: Notes) -> Iterator[Claim]:
    said = _known("relationship", record.kind, codes.relationship)
    if not said or _known("registration status", record.registration, codes.registration) == VOID:
        return
    child, parent = check_lei(record.child), check_lei(record.parent)
    if child == parent:
        raise _Unusable("end node", parent, "The entity is its own parent.")
    values = [Value("owner", entity_id(parent)), Value("asset", entity_id(child)), Value("ownershipKind", said["kind"])]
    values += [Value("consolidation", said["consolidation"])] if "consolidation" in said else []
    grade = _grade(record, codes)
    subject = f"gleif-{parent.lower()}-{child.lower()}"
    yield Claim(subject, OWNERSHIP, SOURCE, tuple(values), valid=_period(record, codes, notes), credibility=grade)


def _period(record: Relation, codes: Codes, notes: Notes) -> str | None:
    """How long a relationship held; one that is over has an end, if only an unknown one."""
    over = _known("relationship status", record.status, codes.status) == "inactive"
    start = _day(record, "start", record.start, notes) or ""
    end = _day(record, "end", record.end, notes) or ("" if over else "..")
    if start and end[:1].isdigit() and end < start:
        notes.note(record.line, 1, "end", record.end, "The relationship ends before it starts: no date is given.")
        return None
    if start or end[:1].isdigit():
        return start if end == ".." else f"{start}/{end}"
    return None


def _no_parent(record: NoParent, codes: Codes) -> Claim:
    level = _known("category of exception", record.category, codes.exception)
    values = (
        Value("owner", None, Marker.UNKNOWN, text=record.reason),
        Value("asset", entity_id(check_lei(record.lei))),
        Value("consolidation", level),
        Value("noParentReason", _known("reason of exception", record.reason, codes.reason)),
    )
    note = record.reference[:LONGEST] or None
    return Claim(f"gleif-{record.lei.lower()}-{level}-parent", OWNERSHIP, SOURCE, values, credibility=3, note=note)


def check_lei(text: str) -> str:
    """`text`, if it is a Legal Entity Identifier: of the right form, and with the right check digits."""
    if not _LEI.fullmatch(text):
        raise _Unusable("LEI", text, f"{shown(text)} is no LEI: it has 18 letters or digits, and two digits.")
    if int("".join(str(int(character, 36)) for character in text)) % 97 != 1:
        raise _Unusable("LEI", text, f"{shown(text)} is no LEI: its check digits are wrong.")
    return text


def _grade(record: Entity | Relation, codes: Codes) -> int:
    """How credible a record is: by how well it was checked, a grade less if nobody has renewed it."""
    lapsed = _known("registration status", record.registration, codes.registration) == "not_renewed"
    return int(_known("corroboration", record.checked, codes.credibility)) + lapsed


def _known(field: str, text: str, table: Mapping[str, T]) -> T:
    """What a code stands for."""
    if text not in table:
        raise _Unusable(field, text, f"{shown(text)} is in no table of this loader.")
    return table[text]


def _day(record: Entity | Relation, field: str, text: str, notes: Notes) -> str | None:
    """The day of a point in time as GLEIF writes it. In answers of the API it is the day in UTC."""
    if not text:
        return None
    if found := _DAY.fullmatch(text):
        try:
            parse_edtf(found[1])
        except BadDate:
            found = None
    if not found:
        notes.note(record.line, 1, field, text, f"{shown(text)} is no date.")
    return found[1] if found else None


__all__ = ["OWNERSHIP", "SOURCE", "SUCCESSION", "check_lei", "claims_of", "entity_id", "named_only"]
