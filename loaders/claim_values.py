"""What a claim says: the values it gives for the roles and properties of its class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from graph.claim import Value
from loaders.problem import BadValue, shown
from loaders.reading import Reading, Reference
from loaders.values import LONG_KEYS, check_language, parse_long_value, parse_role, parse_value
from loaders.yaml_tree import Map, Node, Seq, Text
from ontology.terms import Property, Role

ABOUT_CLAIM = ("source", "credibility", "valid", "status", "quote", "locator", "note")
"""The keys of a claim that are no property or role."""


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


def read_values(record: Map, form: Form, reading: Reading) -> Iterator[Value]:
    """The values that a claim gives for roles and properties, in the order they are written."""
    for name, node in record.items.items():
        if name in ABOUT_CLAIM:
            continue
        if name in form.roles:
            yield from read_role_values(name, node, form, reading)
        elif name in form.properties:
            prop = form.properties[name]
            values = [value for item, value in _property_values(prop, node, reading)]
            _check_number(prop, values, record.keys[name], reading)
            yield from values
        else:
            reading.unknown_key(record.keys[name], f"role or property of {form.type}", form.names)


def read_role_values(role: str, node: Node, form: Form, reading: Reading) -> Iterator[Value]:
    """Who plays a role: one id or several; each is noted as a reference to be found in some file."""
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


__all__ = ["ABOUT_CLAIM", "Form", "read_role_values", "read_values"]
