"""A number as a person writes it: marker, figure or range, scale word, unit or currency, doubt."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from graph.claim import Marker, Value
from loaders.currency import CODES
from loaders.problem import BadValue, shown

if TYPE_CHECKING:
    from ontology.terms import Property
    from ontology.vocabulary import Vocabulary

SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
LARGEST = 2**63 - 1
"""The largest whole number the store keeps."""
LONGEST = 200
"""Characters of the longest text that is read as a number."""

_MARKERS = {"~": Marker.APPROXIMATE, ">=": Marker.AT_LEAST, "<=": Marker.AT_MOST}
_UNIT_SIGNS = {"%": "percent"}
_NUMBER = r"-?[0-9]{1,25}(?:\.[0-9]{1,25})?"
_QUANTITY = re.compile(
    rf"(?P<sign>~|>=|<=)?\s*(?P<low>{_NUMBER})(?:\s*\.\.\s*(?P<high>{_NUMBER}))?"
    rf"(?:\s*(?P<scale>{'|'.join(SCALES)})\b)?(?:\s*(?P<unit>%|[^\W\d_][^\s?]*))?(?P<doubt>\?)?"
)


def parse_quantity(text: str, prop: Property, vocabulary: Vocabulary) -> Value:
    """The value that a text means as a number, whole number or amount; as `loaders.values.parse_value`."""
    found = _QUANTITY.fullmatch(text) if len(text) <= LONGEST else None
    if not found:
        raise BadValue(f"{shown(text)} is no {prop.label}: {_how(text, prop)}.")
    scale = SCALES.get(found["scale"] or "", 1)
    low = _scaled(text, found["low"], scale, prop)
    high = _scaled(text, found["high"], scale, prop) if found["high"] else None
    if high is not None and (high <= low or found["sign"] in (">=", "<=")):
        raise BadValue(f"{shown(text)} is no range: write the smaller number first, and at most ~ before it.")
    unit = _unit(text, found["unit"], prop, vocabulary)
    value = Value(prop.name, low, _mark(text, found["sign"], found["doubt"]), high, unit)
    return value if text == plain(value) else replace(value, text=text)


def plain(value: Value) -> str:
    """The shortest text of a number: with its unit, without marker or range.

    >>> plain(Value("share", 50, unit="percent"))
    '50 %'
    """
    signs = {name: sign for sign, name in _UNIT_SIGNS.items()}
    number = f"{Decimal(repr(value.value)):f}"
    return f"{number} {signs.get(value.unit, value.unit)}" if value.unit else number


def _mark(text: str, sign: str | None, doubt: str | None) -> Marker:
    if sign and doubt:
        raise BadValue(f"{shown(text)} has two markers: keep {sign} or the question mark.")
    return Marker.UNCERTAIN if doubt else _MARKERS.get(sign or "", Marker.EXACT)


def _scaled(text: str, number: str, scale: int, prop: Property) -> int | float:
    """The exact number; refused if the store could not keep it exactly."""
    exact = Decimal(number) * scale
    whole = exact == exact.to_integral_value()
    if prop.kind == "integer" and not whole:
        raise BadValue(f"{shown(text)} is no {prop.label}: give a whole number.")
    if abs(exact) > LARGEST or not (whole or Decimal(repr(float(exact))) == exact):
        raise BadValue(f"{shown(text)} has more digits than can be kept.")
    return int(exact) if whole else float(exact)


def _unit(text: str, unit: str | None, prop: Property, vocabulary: Vocabulary) -> str | None:
    name = _UNIT_SIGNS.get(unit or "", unit)
    if prop.kind == "amount":
        return _currency(text, name, prop, vocabulary)
    if prop.kind == "integer" and name:
        raise BadValue(f"{shown(text)} is no {prop.label}: it is counted without a unit.")
    allowed = prop.units or tuple(sorted({unit for p in vocabulary.properties.values() for unit in p.units}))
    if name in allowed or (name is None and not prop.units):
        return name
    suggestion = vocabulary.suggest(name, allowed) if name else None
    raise BadValue(f"{shown(text)} is no {prop.label}: {_how(text, prop)}.", allowed, suggestion)


def _currency(text: str, code: str | None, prop: Property, vocabulary: Vocabulary) -> str:
    if code in CODES:
        return code
    guess = vocabulary.suggest(code, sorted(CODES)) if code else None
    raise BadValue(f"{shown(text)} is no {prop.label}: {_how(text, prop)}.", (), guess)


def _how(text: str, prop: Property) -> str:
    """What a person should have written, by the commonest slips."""
    if re.search(r"[0-9][,' _]\s?[0-9]", text):
        return "write the number without separators, with a point for decimals, such as 1500 or 1.5 million"
    if prop.kind == "amount":
        return "give a number and the currency's ISO 4217 code, such as 500 million USD"
    if prop.kind == "integer":
        return "give a whole number, such as 36, ~30, >=100 or 36..40"
    unit = prop.units[0] if prop.units else ""
    example = plain(Value(prop.name, 50, unit=unit or None))
    return f"give a number with a unit, such as {example}" if unit else "give a number, such as 50, ~50 or 50..60"


__all__ = ["LARGEST", "SCALES", "parse_quantity", "plain"]
