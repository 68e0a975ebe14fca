"""Claims as the text of a claims file: what a program found, for people to read, correct and review.

Reading the text gives the same sources and claims again, in the order of their subjects.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from graph.claim import Claim, Marker, Status, Value
from graph.source import Source
from loaders.problem import BadValue
from loaders.quantity import plain
from loaders.reading import NULLS
from loaders.values import UNKNOWN, parse_value

if TYPE_CHECKING:
    from ontology.terms import Property
    from ontology.vocabulary import Vocabulary

Tree = str | Sequence["Tree"] | Mapping[str, "Tree"]

_BARE = re.compile(r"(?:[^\W_]|~(?=\d))(?:[^\s:#\ufeff]|:(?=\S)|(?<=\S)#| (?=\S))*")
_BREAKS = re.compile("[\x85\u2028\u2029\ufeff]")


def write_claims(sources: Iterable[Source], claims: Iterable[Claim], vocabulary: Vocabulary) -> str:
    """The YAML text of a claims file with these sources and claims.

    >>> from ontology.vocabulary import load_vocabulary
    >>> value = Value("share", 50, Marker.APPROXIMATE, unit="percent", text="~50 %")
    >>> claim = Claim("iai-bluebird", "Ownership", "globes", (Value("owner", "iai"), value), credibility=2)
    >>> print(write_claims([], [claim], load_vocabulary()), end="")
    relationships:
      iai-bluebird:
        type: Ownership
        owner: iai
        claims:
          - source: globes
            credibility: 2
            share: ~50 %
    """
    about: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        about[claim.subject].append(claim)
    entities = {name: _thing(of, vocabulary) for name, of in about.items() if of[0].type in vocabulary.entities}
    relationships = {name: _thing(of, vocabulary) for name, of in about.items() if name not in entities}
    parts: dict[str, Tree] = {
        "sources": {source.id: _source(source) for source in sources},
        "entities": entities,
        "relationships": relationships,
    }
    return "".join(f"{line}\n" for line in _lines({name: part for name, part in parts.items() if part}))


def _source(source: Source) -> Tree:
    names = ("title", "publisher", "date", "url", "language", "reliability", "reason", "accessed", "note")
    given: dict[str, Tree] = {name: str(value) for name in names if (value := getattr(source, name)) is not None}
    return given | ({"derived_from": source.derived_from} if source.derived_from else {})


def _thing(claims: Sequence[Claim], vocabulary: Vocabulary) -> Tree:
    """An entity or relationship; roles that all its claims give alike stand before them."""
    played = [
        {v.property: claim.get(v.property) for v in claim.values if v.property in vocabulary.roles} for claim in claims
    ]
    shared = {role: values for role, values in played[0].items() if all(other.get(role) == values for other in played)}
    roles = {role: _one_or_all([_player(value) for value in values]) for role, values in shared.items()}
    return {"type": claims[0].type, **roles, "claims": [_claim(claim, set(shared), vocabulary) for claim in claims]}


def _claim(claim: Claim, shared: set[str], vocabulary: Vocabulary) -> Tree:
    about = {"source": claim.source, "credibility": str(claim.credibility), "valid": claim.valid}
    about["status"] = None if claim.status is Status.ASSERTED else claim.status.value
    names = dict.fromkeys(value.property for value in claim.values if value.property not in shared)
    said = {name: _values(claim.get(name), vocabulary) for name in names}
    words = {"quote": claim.quote, "locator": claim.locator, "note": claim.note}
    return {**_given(about), **said, **_given(words)}


def _given(fields: Mapping[str, str | None]) -> dict[str, Tree]:
    return {name: text for name, text in fields.items() if text is not None}


def _values(values: Sequence[Value], vocabulary: Vocabulary) -> Tree:
    name = values[0].property
    if name in vocabulary.roles:
        return _one_or_all([_player(value) for value in values])
    prop = vocabulary.properties[name]
    forms = [_form(value, prop, vocabulary) for value in values]
    if any(isinstance(form, Mapping) for form in forms) and all(_is_wording(value) for value in values):
        languages = dict.fromkeys(value.lang or "" for value in values)
        return {lang: _one_or_all([str(v.value) for v in values if v.lang == lang]) for lang in languages}
    return _one_or_all(forms)


def _one_or_all(forms: Sequence[Tree]) -> Tree:
    return forms[0] if len(forms) == 1 else forms


def _is_wording(value: Value) -> bool:
    """Whether a value is nothing but words of a language."""
    return bool(value.lang) and value.text is None and value.marker is Marker.EXACT and value.value != UNKNOWN


def _player(value: Value) -> str:
    return UNKNOWN if value.value is None else f"{value.value}{'?' if value.marker is Marker.UNCERTAIN else ''}"


def _form(value: Value, prop: Property, vocabulary: Vocabulary) -> Tree:
    """The short form if it means the same, else the long one."""
    for text in filter(None, (value.text, _short(value))):
        try:
            if parse_value(text, prop, vocabulary) == value:
                return text
        except BadValue:
            continue
    return _long(value)


def _short(value: Value) -> str:
    doubt = "?" if value.marker is Marker.UNCERTAIN else ""
    match value.value:
        case None:
            return UNKNOWN
        case bool():
            return ("yes" if value.value else "no") + doubt
        case int() | float():
            return plain(value)
    return f"{value.value}{doubt}"


def _long(value: Value) -> Tree:
    bare = Value(value.property, value.value)
    unit = plain(Value(value.property, 1, unit=value.unit)).removeprefix("1 ") if value.unit else None
    return _given(
        {
            "value": None if value.value is None else _short(bare),
            "upper": None if value.upper is None else plain(Value(value.property, value.upper)),
            "unit": unit,
            "marker": None if value.marker is Marker.EXACT else value.marker.value,
            "lang": value.lang,
            "text": value.text,
        }
    )


def _lines(tree: Mapping[str, Tree], indent: str = "") -> Iterator[str]:
    for key, node in tree.items():
        if isinstance(node, str):
            yield f"{indent}{scalar(key)}: {scalar(node)}"
        else:
            yield f"{indent}{scalar(key)}:"
            yield from _lines(node, indent + "  ") if isinstance(node, Mapping) else _items(node, indent + "  ")


def _items(nodes: Sequence[Tree], indent: str) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield f"{indent}- {scalar(node)}"
        elif isinstance(node, Mapping):
            first, *rest = _lines(node, indent + "  ")
            yield f"{indent}- {first.lstrip()}"
            yield from rest


def scalar(text: str) -> str:
    """A text in YAML: bare where that is safe, else in the double quotes of JSON, which YAML shares."""
    if _BARE.fullmatch(text) and text not in NULLS:
        return text
    return _BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


__all__ = ["scalar", "write_claims"]
