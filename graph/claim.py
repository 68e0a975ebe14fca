"""The atom of the graph: what one source says of one entity or relationship.

A `Claim` is immutable and names itself: its id is a hash of what is said and who says it, never of when it
was read, so that loading the same words twice changes nothing. What a claim gives is a tuple of `Value`s, each with
the marker its source put on it; that something is unknown is itself said, with `Marker.UNKNOWN`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

import orjson

Scalar = str | int | float | bool


class Marker(StrEnum):
    """How sure a source is of one value it gives."""

    EXACT = "exact"
    APPROXIMATE = "approximate"
    UNCERTAIN = "uncertain"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """Whether the source says that it is so, or that it is not so."""

    ASSERTED = "asserted"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of one property, as a source gives it.

    `property` is the ontology's name of a property or role. `value` is an entity's id for roles, a concept's name for
    properties ranging over a vocabulary, EDTF text for dates, a number for quantities and amounts (in full units: 500
    million is 500000000), text otherwise, and None when the marker is UNKNOWN. `upper` closes a range ("500 to 585
    million"). `unit` is an ISO 4217 currency code or a unit of measure, `lang` a BCP 47 tag, `text` the source's own
    wording of the value.

    >>> Value("share", 50, unit="percent").as_dict()
    {'property': 'share', 'value': 50, 'unit': 'percent'}
    """

    property: str
    value: Scalar | None
    marker: Marker = Marker.EXACT
    upper: int | float | None = None
    unit: str | None = None
    lang: str | None = None
    text: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The value as plain JSON data, leaving out what is not said."""
        fields = (
            ("marker", None if self.marker is Marker.EXACT else self.marker.value),
            ("upper", self.upper),
            ("unit", self.unit),
            ("lang", self.lang),
            ("text", self.text),
        )
        return {"property": self.property, "value": self.value} | {k: v for k, v in fields if v is not None}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Value:
        """The inverse of `as_dict`.

        >>> value = Value("value", 500_000_000, Marker.AT_LEAST, unit="USD", text="more than $500 m")
        >>> Value.from_dict(value.as_dict()) == value
        True
        """
        return cls(**{**data, "marker": Marker(data.get("marker", Marker.EXACT))})


@dataclass(frozen=True)
class Claim:
    """What one source says of one entity or relationship (`subject`), of the ontology's class `type`.

    `valid` is the EDTF date or interval in which the source says it held (None: the source gives no date).
    `credibility` is the Admiralty grade 1 (confirmed) to 6 (cannot be judged) of this piece of information.

    >>> from dataclasses import replace
    >>> claim = Claim("iai-bluebird", "Ownership", "globes-2021", (Value("share", 50, unit="percent"),))
    >>> claim.id == replace(claim).id, claim.id == replace(claim, credibility=1).id
    (True, False)
    """

    subject: str
    type: str
    source: str
    values: tuple[Value, ...]
    valid: str | None = None
    status: Status = Status.ASSERTED
    credibility: int = 6
    quote: str | None = None
    locator: str | None = None
    note: str | None = None

    @cached_property
    def id(self) -> str:
        """A stable name for the claim: 128 bits of SHA-256 over its content, in hexadecimal after a ``c``."""
        return "c" + hashlib.sha256(self.to_json()).hexdigest()[:32]

    def as_dict(self) -> dict[str, Any]:
        """The claim as plain JSON data, values in a canonical order, leaving out what is not said."""
        return self._said(sorted((v.as_dict() for v in self.values), key=_canonical))

    def to_json(self) -> bytes:
        """The claim as canonical JSON bytes: the same claim always gives the same bytes."""
        values = sorted(_canonical(v.as_dict()) for v in self.values)
        return _canonical(self._said([orjson.Fragment(value) for value in values]))

    def in_order(self) -> Claim:
        """The same claim with its values in the order in which it is written, as `from_dict` gives it."""
        values = tuple(sorted(self.values, key=lambda value: _canonical(value.as_dict())))
        if values == self.values:
            return self
        ordered = replace(self, values=values)
        vars(ordered)["id"] = self.id  # it says the same
        return ordered

    def _said(self, values: list[Any]) -> dict[str, Any]:
        data = {
            "subject": self.subject,
            "type": self.type,
            "source": self.source,
            "values": values,
            "valid": self.valid,
            "status": self.status.value,
            "credibility": self.credibility,
            "quote": self.quote,
            "locator": self.locator,
            "note": self.note,
        }
        return {k: v for k, v in data.items() if v is not None}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Claim:
        """The inverse of `as_dict`, up to the order of values.

        >>> claim = Claim("morocco", "State", "editors", (Value("name", "Morocco", lang="en"),))
        >>> Claim.from_dict(claim.as_dict()) == claim
        True
        """
        values = tuple(Value.from_dict(v) for v in data["values"])
        return cls(**{**data, "values": values, "status": Status(data["status"])})

    def get(self, name: str) -> tuple[Value, ...]:
        """The values this claim gives for one property or role, in their order."""
        return tuple(v for v in self.values if v.property == name)


def _canonical(data: dict[str, Any]) -> bytes:
    return orjson.dumps(data, option=orjson.OPT_SORT_KEYS)


__all__ = ["Claim", "Marker", "Scalar", "Status", "Value"]
