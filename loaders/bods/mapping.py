"""From statements to claims."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.claim import Claim, Marker, Scalar, Value
from graph.dates import BadDate, parse_edtf
from graph.source import Reliability, Source
from loaders.lookup import mapping, read_lookup, texts
from loaders.problem import BadValue, shown
from loaders.release import Notes
from loaders.values import parse_value

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

FOLDER = Path(__file__).parent
UNDETERMINED = "und"
CREDIBILITY = 2
CLOSED = "closed"
LEI = "XI-LEI"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Codes:
    """What `codes.yaml` says."""

    entity: Mapping[str, str]
    person: Mapping[str, str]
    interest: Mapping[str, str]
    reliability: Mapping[str, str]
    open: tuple[str, ...]


@functools.cache
def read_codes() -> Codes:
    """The table in the loader's folder, read once."""
    table = read_lookup(FOLDER / "codes.yaml")
    parts = {name: mapping(table[name]) for name in ("entity", "person", "interest", "reliability")}
    return Codes(**parts, open=texts(table["open"]))


def record_id(name: str) -> str:
    """The id here of what a record is about.

    >>> record_id("XI-LEI-391200GAL2O80LVLFJ24")
    'bods-xi-lei-391200gal2o80lvlfj24'
    """
    return f"bods-{re.sub(r'[^a-z0-9.]+', '-', name.casefold()).strip('-.')}"


def source_of(statement: Json, dataset: str, codes: Codes) -> Source:
    """Who says it: the publisher, with the type and the address of the source it names.

    >>> told = {"publicationDetails": {"publisher": {"name": "P"}}, "source": {"type": ["selfDeclaration"]}}
    >>> source_of(told, "bods", read_codes()).reliability
    <Reliability.C: 'C'>
    """
    publisher = str(_get(statement, "publicationDetails", "publisher", "name") or "Unnamed publisher")
    source = statement.get("source") or {}
    kinds = sorted(str(kind) for kind in source.get("type") or ())
    url = source.get("url") if str(source.get("url")).startswith(("https://", "http://")) else None
    grade = min((codes.reliability[kind] for kind in kinds if kind in codes.reliability), default="F")
    name = sha256("\n".join((publisher, *kinds, url or "")).encode()).hexdigest()[:10]
    of = f" ({', '.join(kinds)})" if kinds else ""
    title = f"Ownership statements published by {publisher}{of}"
    reason = "Graded by the type of source that the statements name."
    return Source(f"bods-{name}", dataset, title, publisher, url=url, reliability=Reliability(grade), reason=reason)


def _get(node: Any, *keys: str) -> Any:  # noqa: ANN401 - whatever stands in the file
    for key in keys:
        node = node.get(key) if isinstance(node, dict) else None
    return node


@dataclass(frozen=True, slots=True)
class Reader:
    """What claims are made with; `named` are the records of entities and persons that somebody is behind."""

    codes: Codes
    vocabulary: Vocabulary
    notes: Notes
    named: Mapping[str, str]
    dataset: str

    def claims_of(self, line: int, statement: Json) -> Iterator[Claim]:
        """What a statement says; what cannot be used is noted."""
        details, record = statement["recordDetails"], statement["recordId"]
        if statement["recordType"] == "relationship":
            yield from self._relationship(line, statement, details)
        elif kind := self.named.get(record):
            values = self._person(details) if kind == "Person" else self._entity(line, details)
            unique = tuple(dict.fromkeys(values))
            if any(value.property == "name" for value in unique):
                yield self._claim(statement, record_id(record), kind, unique)
            else:
                self._note(line, "name", "", f"{record} has no name and is left out.")

    def _entity(self, line: int, details: Json) -> Iterator[Value]:
        yield from _names("name", [details.get("name")])
        yield from _names("alias", details.get("alternateNames") or ())
        yield from self._identifiers(line, details)
        code = _get(details, "incorporatedInJurisdiction", "code") or _get(details, "jurisdiction", "code")
        yield from self._value(line, "jurisdiction", code)
        registered = [a for a in details.get("addresses") or () if a.get("type") == "registered"]
        yield from self._value(line, "registeredIn", _get(registered[0], "country", "code") if registered else None)
        yield from self._value(line, "established", details.get("foundingDate"))
        yield from self._value(line, "dissolved", details.get("dissolutionDate"))

    def _identifiers(self, line: int, details: Json) -> Iterator[Value]:
        for identifier in details.get("identifiers") or ():
            scheme, number = identifier.get("scheme"), identifier.get("id")
            if scheme == LEI:
                yield from self._value(line, "lei", number)
            elif scheme and number:
                yield from self._value(line, "registrationNumber", f"{scheme}/{number}")

    def _person(self, details: Json) -> Iterator[Value]:
        names = [(name.get("type"), name.get("fullName")) for name in details.get("names") or ()]
        first = next((text for kind, text in names if text and kind in ("legal", "individual")), None)
        first = first or next((text for _, text in names if text), None)
        yield from _names("name", [first])
        yield from _names("alias", [text for _, text in names if text and text != first])

    def _value(self, line: int, target: str, text: object) -> Iterator[Value]:
        if text in (None, ""):
            return
        try:
            yield parse_value(str(text), self.vocabulary.properties[target], self.vocabulary)
        except BadValue as error:
            self._note(line, target, str(text), error.detail)

    def _relationship(self, line: int, statement: Json, details: Json) -> Iterator[Claim]:
        subject = details.get("subject")
        if not isinstance(subject, str) or self.named.get(subject) in (None, "Person"):
            self._note(line, "subject", str(subject)[:80], "The body it is about is no body that the file names.")
            return
        owner = self._owner(line, details.get("interestedParty"))
        if owner is None:
            return
        asset = Value("asset", record_id(subject))
        if owner.value == asset.value:
            self._note(line, "interestedParty", subject, "The body has an interest in itself.")
            return
        made: dict[str, Claim] = {}
        for interest in details.get("interests") or [{}]:
            values = (owner, asset, *self._interest(line, interest))
            valid, name = self._period(line, statement, interest), record_id(statement["recordId"])
            claim = self._claim(statement, name, "Ownership", values, valid=valid, interest=interest)
            made[claim.id] = claim
        yield from made.values()

    def _owner(self, line: int, party: object) -> Value | None:
        """Who has the interest: unknown where the statement says why it names nobody."""
        if isinstance(party, dict):
            words = " ".join(str(party[key]) for key in ("reason", "description") if party.get(key))
            return Value("owner", None, Marker.UNKNOWN, text=words[:1_000] or None)
        if isinstance(party, str) and self.named.get(party):
            return Value("owner", record_id(party))
        if isinstance(party, str) and party in self.named:
            return Value("owner", None, Marker.UNKNOWN, text="unknown or anonymous")
        self._note(line, "interestedParty", str(party)[:80], "Who has the interest is nobody that the file names.")
        return None

    def _interest(self, line: int, interest: Json) -> Iterator[Value]:
        kind = str(interest.get("type") or "")
        if kind in self.codes.interest:
            yield Value("interest", self.codes.interest[kind], text=kind)
        elif kind:
            self._note(line, "interest", kind, f"{shown(kind)} is in no table of this loader.")
        share = interest.get("share") or {}
        target = "votingShare" if kind == "votingRights" else "share"
        try:
            if value := _share(target, share):
                yield value
        except (TypeError, ValueError) as error:
            self._note(line, target, str(share)[:80], f"{error}.")

    def _period(self, line: int, statement: Json, interest: Json) -> str | None:
        """When an interest is held; a record that is closed is over on the day it was closed, if not before."""
        start, end = (self._day(line, name, interest.get(name)) for name in ("startDate", "endDate"))
        if end is None and statement.get("recordStatus") == CLOSED:
            end = self._day(line, "statementDate", statement.get("statementDate"))
        if start and end and end < start:
            self._note(line, "endDate", end, "It ends before it starts: no date is given.")
            return None
        return f"{start or ''}/{end}" if end else start

    def _day(self, line: int, name: str, text: object) -> str | None:
        if text in (None, ""):
            return None
        try:
            parse_edtf(day := str(text)[:10])
        except BadDate:
            self._note(line, name, str(text), f"{shown(str(text))} is no date.")
            return None
        return day

    def _claim(
        self,
        statement: Json,
        subject: str,
        kind: str,
        values: tuple[Value, ...],
        *,
        valid: str | None = None,
        interest: Json | None = None,
    ) -> Claim:
        words = interest or {}
        told = [words.get("directOrIndirect"), "beneficial" if words.get("beneficialOwnershipOrControl") else None]
        note = "; ".join(str(word) for word in (*told, words.get("details")) if word and word != "unknown")
        source = source_of(statement, self.dataset, self.codes).id
        where = f"statement {statement.get('statementId')}"
        return Claim(
            subject,
            kind,
            source,
            values,
            valid=valid,
            credibility=CREDIBILITY,
            locator=where,
            note=note[:2_000] or None,
        )

    def _note(self, line: int, field: str, value: str, message: str) -> None:
        self.notes.note(line, 1, field, value or None, message)


def _names(target: str, names: Any) -> Iterator[Value]:  # noqa: ANN401
    return (Value(target, str(name), lang=UNDETERMINED) for name in names if name and str(name).strip())


def _share(target: str, share: Json) -> Value | None:
    """A share with what is known of it: exact, or between bounds, either of which may be missing.

    >>> _share("share", {"minimum": 25, "exclusiveMinimum": True, "maximum": 50}).upper
    50
    """
    exact = _number(share.get("exact"))
    low = _number(share.get("minimum", share.get("exclusiveMinimum")))
    high = _number(share.get("maximum", share.get("exclusiveMaximum")))
    if exact is not None or (low is not None and low == high):
        return Value(target, exact if exact is not None else low, unit="percent")
    if low is not None and high is not None:
        if high < low:
            raise ValueError("The least share is larger than the greatest")
        return Value(target, low, upper=high, unit="percent")
    if low is not None:
        return Value(target, low, Marker.AT_LEAST, unit="percent")
    return Value(target, high, Marker.AT_MOST, unit="percent") if high is not None else None


def _number(number: object) -> int | float | None:
    """A percentage; None if there is none."""
    if number is None or isinstance(number, bool):
        return None
    if not isinstance(number, int | float) or not 0 <= number <= 100:  # noqa: PLR2004 - percent
        raise ValueError(f"{number!r} is no percentage")
    return int(number) if float(number).is_integer() else number


__all__ = ["FOLDER", "Codes", "Reader", "Scalar", "read_codes", "record_id", "source_of"]
