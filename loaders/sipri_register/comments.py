"""What can be read off SIPRI's comments: prices, terms, purposes and planned deliveries.

A comment is a row of remarks with semicolons between them. A remark that says plainly what a property holds is read as
that; every other stays a note in SIPRI's words. Nothing is read into a remark: "Part of $9 m deal" gives no price, and
"produced in Norway" is of this deal only if it goes there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from graph.claim import Marker, Scalar, Value
from loaders.currency import CODES
from loaders.sipri_register.deals import Deal
from loaders.sipri_register.tables import Tables

_HEDGE = r"(?:(?P<hedge>possibly|probably|reportedly|apparently|maybe)\s)?"
_MONEY = r"(?P<currency>\$|[A-Z]{2,3})\s?(?P<low>\d+(?:\.\d+)?)(?:-(?P<high>\d+(?:\.\d+)?))?\s?(?P<size>k|m|bn?|tr?)\b"
_SOME = (
    r"(?:(?:incl(?:uding)?|most|all|more|partly|some|first|last|final|remaining|rest|at least|up to|about|over|and|or"
    r"|\d+(?:-\d+)?|\([^()]*\))\s)*"
)
_PRICE = re.compile(
    rf"{_HEDGE}(?:(?P<bound>at least|over|more than|up to|about|some)\s)?(?P<worth>deal worth\s)?"
    rf"{_MONEY}(?P<other>\s?\([^()]*\d[^()]*\))?(?P<rest>.*)",
    re.IGNORECASE,
)
_OF_A_DEAL = re.compile(r"(?:\s?'[^']*')*\s?(?:\d+-(?:year|month)\s)?(?:deal|aid|lease|order|contract|programme)\b|\s'")
_AID = re.compile(rf"{_HEDGE}(?:part of )?(?:{_MONEY}\s)?(?:'[^']*'\s)?aid\b(?!\s(?:from|by)\b)", re.IGNORECASE)
_LEASE = re.compile(rf"{_HEDGE}(?:{_MONEY}\s)?(?:\d+-(?:year|month)\s)?lease\b", re.IGNORECASE)
_LICENCE = re.compile(
    rf"{_HEDGE}{_SOME}(?:assembled|produced|assembly|production|licensed production)\b.*\blicen[cs]e", re.IGNORECASE
)
_MADE_IN = re.compile(
    rf"{_HEDGE}{_SOME}(?:(?:assembled|produced)(?:\sor\s|/)?)+(?:\sfrom kits?)? in (?P<place>.+)", re.IGNORECASE
)
_DUE = re.compile(
    rf"{_HEDGE}delivery planned (?P<side>from |by )?(?P<first>\d{{4}})(?:-(?P<last>\d{{4}}))?(?=$|\s\()", re.IGNORECASE
)
_PURPOSE = re.compile(r"for\b", re.IGNORECASE)
_BOUNDS = {"at least": Marker.AT_LEAST, "over": Marker.AT_LEAST, "more than": Marker.AT_LEAST, "up to": Marker.AT_MOST}
_SECOND_HAND = {
    "second_hand": ("second-hand", "second hand"),
    "modernised": ("second-hand but modernized before delivery", "second-hand but modernized"),
}
"""Remarks that say again what the status says."""


@dataclass(frozen=True, slots=True)
class Remarks:
    """What a comment says: values for one claim, and those that would be a second value of one property."""

    values: tuple[Value, ...]
    rivals: tuple[Value, ...]


def read_comments(deal: Deal, tables: Tables) -> Remarks:
    """The remarks on a deal as values, each with SIPRI's wording."""
    said = [value for remark in split_remarks(deal.comments) for value in _read(remark, deal, tables)]
    purposes = [value.text for value in said if value.property == "purpose" and value.text]
    single: dict[str, Value] = {}
    rivals: list[Value] = []
    for value in said:
        if value.property in ("note", "purpose"):
            continue
        if value.property not in single:
            single[value.property] = value
        elif value.value != single[value.property].value:
            rivals.append(value)
    notes = dict.fromkeys(value for value in said if value.property == "note")
    purpose = [Value("purpose", "; ".join(dict.fromkeys(purposes)))] if purposes else []
    return Remarks((*single.values(), *purpose, *notes), tuple(dict.fromkeys(rivals)))


def split_remarks(comments: str) -> Iterator[str]:
    """The remarks of a comment: what semicolons part, unless these stand within brackets.

    >>> list(split_remarks("$120 m deal (for 96; 5 more given); aid"))
    ['$120 m deal (for 96; 5 more given)', 'aid']
    """
    held = ""
    pieces = comments.split(";")
    for number, piece in enumerate(pieces):
        held = f"{held};{piece}" if held else piece
        if held.count("(") > held.count(")") and any(")" in later for later in pieces[number + 1 :]):
            continue
        if remark := held.strip():
            yield remark
        held = ""


def _read(remark: str, deal: Deal, tables: Tables) -> list[Value]:
    """The values that a remark gives; itself as a note, if none."""
    if remark.casefold() in _SECOND_HAND.get(deal.condition, ()):
        return []
    found = [
        value
        for value in (_price(remark, tables), _kind(remark, deal), _due(remark), _purpose(remark))
        if value is not None
    ]
    return found or [Value("note", remark)]


def _price(remark: str, tables: Tables) -> Value | None:
    found = _PRICE.match(remark)
    if not found or not (_OF_A_DEAL.match(found["rest"]) or (found["worth"] and not found["rest"])):
        return None
    currency = tables.currencies.get(found["currency"], found["currency"])
    size = tables.sizes[found["size"].lower()]
    if currency not in CODES:
        return None
    return Value(
        "value",
        _amount(found["low"], size),
        Marker.UNCERTAIN if found["hedge"] else _bound(found["bound"]),
        upper=_amount(found["high"], size) if found["high"] else None,
        unit=currency,
        text=remark,
    )


def _bound(word: str | None) -> Marker:
    return _BOUNDS.get(word.lower(), Marker.APPROXIMATE) if word else Marker.EXACT


def _amount(number: str, size: int) -> int | float:
    """A number of so many thousands or millions, exactly.

    >>> _amount("13.7", 10**9), _amount("2.05", 1000)
    (13700000000, 2050)
    """
    amount = Decimal(number) * size
    return int(amount) if amount == int(amount) else float(amount)


def _kind(remark: str, deal: Deal) -> Value | None:
    """On what terms: licensed production, also if it is only said to be made where it goes to; aid; lease."""
    if found := _LICENCE.match(remark):
        return _concept("licensed_production", remark, doubted=bool(found["hedge"]))
    if (found := _MADE_IN.match(remark)) and found["place"].startswith((deal.recipient.sipri, deal.recipient.name)):
        return _concept("licensed_production", remark, doubted=True)
    for kind, pattern in (("aid", _AID), ("lease", _LEASE)):
        if found := pattern.match(remark):
            return _concept(kind, remark, doubted=bool(found["hedge"]))
    return None


def _concept(kind: Scalar, remark: str, *, doubted: bool) -> Value:
    return Value("transferKind", kind, Marker.UNCERTAIN if doubted else Marker.EXACT, text=remark)


def _due(remark: str) -> Value | None:
    if not (found := _DUE.match(remark)):
        return None
    side, first, last = (found["side"] or "").strip().lower(), found["first"], found["last"]
    if last and (side or last <= first):
        return None
    date = {"from": f"{first}/..", "by": f"../{first}"}.get(side, f"{first}/{last}" if last else first)
    return Value("deliveryDue", date, Marker.UNCERTAIN if found["hedge"] else Marker.EXACT, text=remark)


def _purpose(remark: str) -> Value | None:
    return Value("purpose", remark, text=remark) if _PURPOSE.match(remark) else None


__all__ = ["Remarks", "read_comments", "split_remarks"]
