"""One value as a person writes it, and the `Value` it means.

What a text means depends on the kind of property, which the ontology says:

    number, integer  50 %   ~30   >=100   <=300 km   36..40   2.5 million   50 %?
    amount           500 million USD   500..585 million EUR   (the currency as ISO 4217 has it)
    date             EDTF, with its own ~ and ?              concept   subsidiary   ordered?
    boolean          yes, no, true, false                    text, iri as they are

`~` is about, `>=` at least, `<=` at most, a `?` at the end uncertain, `a..b` from a to b; `unknown` says that the
source calls it unknown. A number has a point for decimals and no separator of thousands, as `1,500` means two things.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from graph.checks import nearest
from graph.claim import Marker, Value
from graph.dates import BadDate, parse_edtf
from loaders.problem import BadValue, shown
from loaders.quantity import parse_quantity

if TYPE_CHECKING:
    from ontology.terms import Property
    from ontology.vocabulary import Vocabulary

UNKNOWN = "unknown"
LONG_KEYS = ("value", "upper", "unit", "marker", "lang", "text")
"""The keys of a value written as a mapping."""
ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,127}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")

_BOOLEANS = {"yes": True, "true": True, "no": False, "false": False}


def parse_value(text: str, prop: Property, vocabulary: Vocabulary) -> Value:
    """The value that a text means as a property of its kind.

    A number keeps the text if it says more than the plain number with its unit: a scale word, a marker, a range.

    >>> from ontology.vocabulary import load_vocabulary
    >>> known = load_vocabulary()
    >>> parse_value("500..585 million EUR", known.properties["price"], known).as_dict()["upper"]
    585000000
    >>> parse_value("50 %", known.properties["share"], known).as_dict()
    {'property': 'share', 'value': 50, 'unit': 'percent'}

    Raises:
        BadValue: it means nothing there.
    """
    if text == UNKNOWN:
        return Value(prop.name, None, Marker.UNKNOWN)
    match prop.kind:
        case "text":
            return _text(text, prop)
        case "date":
            return _date(text, prop)
        case "iri":
            return Value(prop.name, check_url(text))
        case "boolean" | "concept":
            return _name(text, prop, vocabulary)
        case _:
            return parse_quantity(text, prop, vocabulary)


def parse_long_value(fields: Mapping[str, str], prop: Property, vocabulary: Vocabulary) -> Value:
    """The value that a mapping with keys of `LONG_KEYS` means.

    Raises:
        BadValue: it means nothing there, or says one thing twice.
    """
    marker = _marker(fields["marker"]) if "marker" in fields else None
    lang = check_language(fields["lang"], prop) if "lang" in fields else None
    if marker is Marker.UNKNOWN:
        if given := [key for key in ("value", "upper", "unit") if key in fields]:
            raise BadValue(f"A value that is unknown has no {given[0]}.")
        return Value(prop.name, None, marker, lang=lang, text=fields.get("text"))
    value = _of_parts(fields, prop, vocabulary)
    if marker and value.marker is not Marker.EXACT:
        raise BadValue("The marker is given twice: in the value and as marker.")
    return replace(value, marker=marker or value.marker, lang=lang or value.lang, text=fields.get("text", value.text))


def parse_role(text: str, role: str) -> Value:
    """The id of the entity that plays a role; `?` at the end if the source is uncertain of it.

    >>> parse_role("israel?", "supplier").marker.value
    'uncertain'
    """
    if text == UNKNOWN:
        return Value(role, None, Marker.UNKNOWN)
    name = text.removesuffix("?")
    return Value(role, check_id(name), Marker.EXACT if name == text else Marker.UNCERTAIN)


def check_id(text: str) -> str:
    """`text`, if it can be an id."""
    if text == UNKNOWN:
        raise BadValue("'unknown' is no id: it says that nobody knows.")
    if ID.fullmatch(text):
        return text
    guess = re.sub(r"[^a-z0-9.]+", "-", text.casefold()).strip("-.")[:128]
    suggestion = guess if ID.fullmatch(guess) else None
    raise BadValue(f"{shown(text)} is no id: use small letters a-z, digits, hyphens and full stops.", (), suggestion)


def check_url(text: str) -> str:
    """`text`, if it is an address on the web."""
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or re.search(r"[\s<>\"{}|\\^`\x00-\x20\x7f]", text):
        raise BadValue(f"{shown(text)} is no address: it starts with https:// or http:// and has no spaces.")
    return text


def check_language(text: str, prop: Property) -> str:
    """`text`, if it is a language tag (BCP 47) and the property has words of a language."""
    if not prop.language_tagged:
        raise BadValue(f"'{prop.name}' has no language.")
    if not LANGUAGE.fullmatch(text):
        raise BadValue(f"{shown(text)} is no language tag: write en, ar, he or zh-Hant.")
    return text


def _of_parts(fields: Mapping[str, str], prop: Property, vocabulary: Vocabulary) -> Value:
    if "value" not in fields:
        raise BadValue("There is no value. If the source calls it unknown, write marker: unknown.")
    if prop.kind in ("number", "integer", "amount"):
        return _number_of_parts(fields, prop, vocabulary)
    if given := [key for key in ("upper", "unit") if key in fields]:
        raise BadValue(f"'{prop.name}' has no {given[0]}.")
    return _text(fields["value"], prop) if prop.kind == "text" else parse_value(fields["value"], prop, vocabulary)


def _number_of_parts(fields: Mapping[str, str], prop: Property, vocabulary: Vocabulary) -> Value:
    """A number whose unit and upper end may be given apart. A range without a text gets none."""
    unit = f" {fields['unit']}" if "unit" in fields else ""
    low = parse_quantity(f"{fields['value']}{unit}", prop, vocabulary)
    if "upper" not in fields:
        return low
    both = parse_quantity(f"{fields['value']}..{fields['upper']}{unit}", prop, vocabulary)
    return replace(both, text=low.text and both.text)


def _marker(text: str) -> Marker:
    names = tuple(marker.value for marker in Marker)
    if text not in names:
        raise BadValue(f"{shown(text)} is no marker.", names, nearest(text, names))
    return Marker(text)


def _text(text: str, prop: Property) -> Value:
    if not text.strip():
        raise BadValue("The text is empty. If the source calls it unknown, write unknown.")
    if prop.pattern and not re.fullmatch(prop.pattern, text):
        raise BadValue(f"{shown(text)} is no {prop.label}: it has to match {prop.pattern}.")
    return Value(prop.name, text, lang="en" if prop.language_tagged else None)


def _date(text: str, prop: Property) -> Value:
    try:
        parse_edtf(text)
    except BadDate as error:
        raise BadValue(str(error)) from None
    return Value(prop.name, text)


def _name(text: str, prop: Property, vocabulary: Vocabulary) -> Value:
    name = text.removesuffix("?")
    marker = Marker.EXACT if name == text else Marker.UNCERTAIN
    names = tuple(_BOOLEANS) if prop.kind == "boolean" else tuple(vocabulary.schemes[prop.scheme or ""].concepts)
    if name not in names:
        raise BadValue(f"{shown(text)} is no {prop.label}.", names, vocabulary.suggest(name, names))
    return Value(prop.name, _BOOLEANS[name] if prop.kind == "boolean" else name, marker)


__all__ = [
    "BadValue",
    "check_id",
    "check_language",
    "check_url",
    "parse_long_value",
    "parse_role",
    "parse_value",
]
