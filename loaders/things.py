"""Entities and relationships of a claims file, with their claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from graph.claim import Claim, Status, Value
from graph.dates import BadDate, bounds
from loaders.fields import is_id
from loaders.problem import BadValue, shown
from loaders.reading import Reading, Reference, Thing
from loaders.values import LONG_KEYS, check_language, parse_long_value, parse_role, parse_value
from loaders.yaml_tree import Map, Node, Seq, Text
from ontology.terms import Property, Role

EDITORS = "editors"
"""The source by which a dataset's editors settle names and types."""
TYPE, CLAIMS = "type", "claims"
ABOUT_CLAIM = ("source", "credibility", "valid", "status", "quote", "locator", "note")
"""The keys of a claim that are no property or role."""
CREDIBILITIES = tuple("123456")


@dataclass(frozen=True, slots=True)
class Form:
    """What the ontology lets be said of a class."""

    type: str
    temporality: str
    roles: Mapping[str, Role]
    properties: Mapping[str, Property]

    @property
    def names(self) -> tuple[str, ...]:
        """The keys that a claim on it may have."""
        own = (*self.roles, *self.properties)
        return (*own, *(name for name in ABOUT_CLAIM if name not in own))


def read_entity(key: Text, node: Node, reading: Reading) -> None:
    """Take the entity under a key, and its claims, into the reading."""
    _read_thing(key, node, reading, relationship=False)


def read_relationship(key: Text, node: Node, reading: Reading) -> None:
    """Take the relationship under a key, and its claims, into the reading."""
    _read_thing(key, node, reading, relationship=True)


def _read_thing(key: Text, node: Node, reading: Reading, *, relationship: bool) -> None:
    record = reading.mapping(node, key.value)
    if record is None or not is_id(key, reading):
        return
    form = _form(record, reading, relationship=relationship)
    if form is None:
        return
    reading.things.append(Thing(key.value, form.type, reading.place(key)))
    shared = _shared_roles(record, form, reading)
    claims = record.items.get(CLAIMS)
    if not (isinstance(claims, Seq) and claims.items):
        reading.problem(claims or key, CLAIMS, "There are no claims here: give a list of at least one.")
        return
    for item in claims.items:
        _read_claim(item, key.value, form, shared, reading)


def _form(record: Map, reading: Reading, *, relationship: bool) -> Form | None:
    """The class of a thing; None, and a problem, if it has none of the right sort."""
    if TYPE not in record.items:
        reading.problem(record, TYPE, "'type' is missing: which class of the ontology is it?")
        return None
    node = record.items[TYPE]
    name = reading.text(node, TYPE)
    vocabulary = reading.vocabulary
    concrete = tuple(c.name for c in vocabulary.entities.values() if not c.abstract)
    allowed, other = (
        (tuple(vocabulary.relationships), concrete) if relationship else (concrete, vocabulary.relationships)
    )
    if name is None:
        return None
    if name not in allowed:
        sort, section = ("relationship", "entities") if relationship else ("entity", "relationships")
        where = f" It belongs under {section}." if name in other else ""
        message = f"{shown(name)} is no class of {sort}.{where}"
        reading.problem(node, TYPE, message, allowed, vocabulary.suggest(name, allowed) if not where else None)
        return None
    if relationship:
        kind = vocabulary.relationships[name]
        return Form(name, kind.temporality, vocabulary.roles_of(name), vocabulary.properties_of(name))
    return Form(name, "state", {}, vocabulary.properties_of(name))


def _shared_roles(record: Map, form: Form, reading: Reading) -> dict[str, tuple[Value, ...]]:
    """The roles given once for all claims of a relationship."""
    shared = {}
    for name, node in record.items.items():
        if name in form.roles:
            shared[name] = tuple(_role_values(name, node, form, reading))
        elif name not in (TYPE, CLAIMS):
            hint = " It belongs into a claim." if name in (*form.properties, *ABOUT_CLAIM) else ""
            known = (TYPE, CLAIMS, *form.roles)
            message = f"{shown(name)} cannot stand here.{hint}"
            reading.problem(
                record.keys[name], name, message, known, None if hint else reading.vocabulary.suggest(name, known)
            )
    return shared


def _read_claim(
    node: Node, subject: str, form: Form, shared: Mapping[str, tuple[Value, ...]], reading: Reading
) -> None:
    before = len(reading.problems)
    record = reading.mapping(node, CLAIMS)
    if record is None:
        return
    about: dict[str, Any] = {
        name: _about(name, record.items[name], form, reading) for name in ABOUT_CLAIM if name in record.items
    }
    _check_grades(record, reading)
    inherited = [value for role, values in shared.items() if role not in record.items for value in values]
    values = (*inherited, *_values(record, form, reading))
    if not values and len(reading.problems) == before:
        reading.problem(record, CLAIMS, "This claim says nothing of it: give a property.")
    if len(reading.problems) > before:
        return
    if about["source"] == EDITORS:
        about.setdefault("credibility", 1)
    reading.claims.append((Claim(subject, form.type, values=values, **about), reading.place(record)))


def _about(name: str, node: Node, form: Form, reading: Reading) -> object:
    """One of the fields that are about a claim itself."""
    text = reading.text(node, name)
    if text is None:
        return None
    match name:
        case "source":
            reading.references.append(Reference(text, reading.place(node), name))
        case "credibility":
            if text in CREDIBILITIES:
                return int(text)
            message = f"{shown(text)} is no credibility: 1 is confirmed by others, 6 cannot be judged."
            reading.problem(node, name, message, CREDIBILITIES)
        case "status":
            if text in tuple(Status):
                return Status(text)
            reading.problem(
                node,
                name,
                f"{shown(text)} is no status.",
                tuple(Status),
                reading.vocabulary.suggest(text, tuple(Status)),
            )
        case "valid":
            _check_valid(node, text, form, reading)
    return text


def _check_valid(node: Node, text: str, form: Form, reading: Reading) -> None:
    try:
        bounds(text, form.temporality)
    except BadDate as error:
        unknown = " If the source gives no date, leave valid out." if text == "unknown" else ""
        reading.problem(node, "valid", f"{error}{unknown}")


def _check_grades(record: Map, reading: Reading) -> None:
    """Each claim names its source, and says how credible it is; what the editors settle is so because they say it."""
    source = record.items.get("source")
    if source is None:
        reading.problem(record, "source", "'source' is missing: who says it?")
    elif "credibility" not in record.items and not (isinstance(source, Text) and source.value == EDITORS):
        message = (
            "'credibility' is missing: 1 is confirmed by others, 2 probably true, 3 possibly true, 6 cannot be judged."
        )
        reading.problem(record, "credibility", message, CREDIBILITIES)


def _values(record: Map, form: Form, reading: Reading) -> Iterator[Value]:
    """The values that a claim gives for roles and properties, in the order they are written."""
    for name, node in record.items.items():
        if name in ABOUT_CLAIM:
            continue
        if name in form.roles:
            yield from _role_values(name, node, form, reading)
        elif name in form.properties:
            prop = form.properties[name]
            values = [value for item, value in _property_values(prop, node, reading)]
            _check_number(prop, values, record.keys[name], reading)
            yield from values
        else:
            reading.unknown_key(record.keys[name], f"role or property of {form.type}", form.names)


def _role_values(role: str, node: Node, form: Form, reading: Reading) -> Iterator[Value]:
    for item in reading.items(node, role):
        text = reading.text(item, role)
        if text is None:
            continue
        try:
            value = parse_role(text, role)
        except BadValue as error:
            reading.bad_value(item, role, error)
            continue
        if isinstance(value.value, str):
            reading.references.append(Reference(value.value, reading.place(item), role, role, form.type))
        yield value


def _property_values(prop: Property, node: Node, reading: Reading) -> Iterator[tuple[Node, Value]]:
    """The values under a property's key: a text, a mapping, or a list of these."""
    for item in node.items if isinstance(node, Seq) else (node,):
        try:
            yield from _one(prop, item, reading)
        except BadValue as error:
            reading.bad_value(item, prop.name, error)


def _one(prop: Property, node: Node, reading: Reading) -> Iterator[tuple[Node, Value]]:
    if not isinstance(node, Map):
        text = reading.text(node, prop.name)
        if text is not None:
            yield node, parse_value(text, prop, reading.vocabulary)
    elif any(key in LONG_KEYS for key in node.items):
        yield node, _long(prop, node, reading)
    elif prop.language_tagged:
        yield from _by_language(prop, node, reading)
    else:
        raise BadValue("This must be one text, or a mapping with the key value.", LONG_KEYS)


def _long(prop: Property, node: Map, reading: Reading) -> Value:
    for key in node.items:
        if key not in LONG_KEYS:
            raise BadValue(
                f"{shown(key)} is no part of a value.", LONG_KEYS, reading.vocabulary.suggest(key, LONG_KEYS)
            )
    texts = {key: item.value for key, item in node.items.items() if isinstance(item, Text)}
    if empty := [key for key in node.items if not texts.get(key, "").strip()]:
        raise BadValue(f"There is no text under {empty[0]}.")
    return parse_long_value(texts, prop, reading.vocabulary)


def _by_language(prop: Property, node: Map, reading: Reading) -> Iterator[tuple[Node, Value]]:
    for lang, entry in node.items.items():
        check_language(lang, prop)
        for item in reading.items(entry, prop.name):
            text = reading.text(item, prop.name)
            if text is not None:
                yield item, replace(parse_value(text, prop, reading.vocabulary), lang=lang)


def _check_number(prop: Property, values: list[Value], key: Text, reading: Reading) -> None:
    """No value twice, and but one of a property that can have only one at a time."""
    if len(set(values)) < len(values):
        reading.problem(key, prop.name, "The same value stands here twice.")
    ordered = sorted(values, key=lambda value: value.lang or "")
    if prop.functional and any(len(tuple(group)) > 1 for _, group in groupby(ordered, key=lambda value: value.lang)):
        message = f"'{prop.name}' can have but one value at a time. Give rival values in a claim each."
        reading.problem(key, prop.name, message)


__all__ = ["ABOUT_CLAIM", "EDITORS", "read_entity", "read_relationship"]
