"""RDF terms as N-Triples text, and the names of other vocabularies that the graph is written with.

Terms are text because that is the fastest way to stream them (see docs/decisions/0008); a `Quad` is subject,
predicate, object and named graph. Blank nodes are never used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from pyoxigraph import NamedNode

from graph.claim import Scalar

Quad = tuple[str, str, str, str]
"""Subject, predicate, object, named graph, each in N-Triples syntax."""

NAMESPACES: Mapping[str, str] = MappingProxyType(
    {
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "prov": "http://www.w3.org/ns/prov#",
        "oa": "http://www.w3.org/ns/oa#",
        "dct": "http://purl.org/dc/terms/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "void": "http://rdfs.org/ns/void#",
        "schema": "https://schema.org/",
        "edtf": "http://id.loc.gov/datatypes/edtf/",
    }
)
"""The prefixes of vocabularies that are not our own."""


def curie(text: str) -> str:
    """The term that a short name of another vocabulary stands for.

    >>> curie("prov:Entity")
    '<http://www.w3.org/ns/prov#Entity>'
    """
    prefix, _, name = text.partition(":")
    return f"<{NAMESPACES[prefix]}{name}>"


TYPE = curie("rdf:type")
LABEL = curie("rdfs:label")
_INTEGER, _DECIMAL, _BOOLEAN, _DATE = (curie(f"xsd:{name}") for name in ("integer", "decimal", "boolean", "date"))
_EDTF = curie("edtf:EDTF")

_UNSAFE = re.compile(r'[\x00-\x1f\x7f"\\]')
_NAMED = {"\t": r"\t", "\b": r"\b", "\n": r"\n", "\r": r"\r", "\f": r"\f", '"': r"\"", "\\": r"\\"}
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def iri(text: str) -> str:
    """An IRI as a term. Raises ValueError if a character in it is not allowed in one.

    >>> iri("https://example.org/a")
    '<https://example.org/a>'
    """
    if _NOT_IN_IRI.search(text):
        raise ValueError(f"{text!r} is not an IRI.")
    return f"<{text}>"


def is_address(text: str) -> bool:
    """Whether a text is an IRI (RFC 3987) with an authority, as web addresses are.

    One without, such as ``skos:note``, could be taken for a short name in JSON-LD.

    >>> is_address("https://example.org/a?b=c"), is_address("https://example.org/a b"), is_address("skos:note")
    (True, False, False)
    """
    try:
        NamedNode(text)
    except ValueError:
        return False
    return "://" in text and "/" not in text.partition("://")[0]


def text_literal(text: str, lang: str | None = None) -> str:
    r"""A text as a term, with its language where that is a well-formed tag.

    >>> print(text_literal('the "big"\none', "en"))
    "the \"big\"\none"@en
    """
    escaped = _UNSAFE.sub(_escape, text) if _UNSAFE.search(text) else text
    return f'"{escaped}"@{lang}' if lang and is_language_tag(lang) else f'"{escaped}"'


def typed_literal(text: str, datatype: str) -> str:
    """A literal of a datatype given as a term.

    >>> typed_literal("2021-11-24", curie("xsd:date"))
    '"2021-11-24"^^<http://www.w3.org/2001/XMLSchema#date>'
    """
    return f"{text_literal(text)}^^{datatype}"


def date_literal(text: str) -> str:
    """A day, as ISO 8601 writes it."""
    return f'"{text}"^^{_DATE}'


def date_text_literal(text: str) -> str:
    """A date or interval in EDTF, in the Library of Congress's datatype for it.

    >>> date_text_literal("2021-11?")
    '"2021-11?"^^<http://id.loc.gov/datatypes/edtf/EDTF>'
    """
    return f"{text_literal(text)}^^{_EDTF}"


def scalar_literal(value: Scalar) -> str:
    """A Python value as the literal that `read_scalar` reads back: whole numbers xsd:integer, others xsd:decimal.

    >>> scalar_literal(2.5), scalar_literal(True)
    ('"2.5"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>')
    """
    if isinstance(value, str):
        return text_literal(value)
    if isinstance(value, bool):
        return f'"{str(value).lower()}"^^{_BOOLEAN}'
    return f'"{number_text(value)}"^^{_INTEGER if isinstance(value, int) else _DECIMAL}'


def number_text(value: int | float) -> str:
    """A number without exponent; a float always has a point.

    >>> number_text(500_000_000), number_text(50.0), number_text(1e-7)
    ('500000000', '50.0', '0.0000001')
    """
    if isinstance(value, int):
        return str(value)
    text = format(Decimal(repr(value)), "f")
    return text if "." in text else f"{text}.0"


def read_scalar(text: str, datatype: str) -> Scalar:
    """The Python value of a literal, given its lexical form and the IRI of its datatype; text for unknown datatypes.

    >>> read_scalar("50.0", "http://www.w3.org/2001/XMLSchema#decimal")
    50.0
    """
    match datatype.removeprefix(NAMESPACES["xsd"]):
        case "integer" | "int" | "long" | "nonNegativeInteger" | "positiveInteger":
            return int(text)
        case "decimal" | "double" | "float":
            return float(text)
        case "boolean":
            return text in {"true", "1"}
        case _:
            return text


def is_language_tag(text: str) -> bool:
    """Whether a text has the form of a BCP 47 tag, as RDF asks.

    >>> is_language_tag("zh-Hant"), is_language_tag("old English")
    (True, False)
    """
    return _TAG.fullmatch(text) is not None


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _NAMED.get(character) or f"\\u{ord(character):04X}"
