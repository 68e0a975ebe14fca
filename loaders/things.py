"""Entities and relationships of a claims file, with their claims."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.claim import Claim, Status, Value
from graph.dates import BadDate, bounds
from loaders.claim_values import ABOUT_CLAIM, Form, read_role_values, read_values
from loaders.fields import is_id
from loaders.problem import shown
from loaders.reading import Reading, Reference, Thing
from loaders.yaml_tree import Map, Node, Seq, Text

EDITORS = "editors"
"""The source by which a dataset's editors settle names and types."""
TYPE, CLAIMS = "type", "claims"
CREDIBILITIES = tuple("123456")


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
    """What the class of a thing lets be said; None, and a problem, if it has none of the right sort."""
    if TYPE not in record.items:
        reading.problem(record, TYPE, "'type' is missing: which class of the ontology is it?")
        return None
    node, vocabulary = record.items[TYPE], reading.vocabulary
    name = reading.text(node, TYPE)
    entities = tuple(c.name for c in vocabulary.entities.values() if not c.abstract)
    relationships = tuple(vocabulary.relationships)
    if name is None or name not in (relationships if relationship else entities):
        if name is not None:
            _refuse_type(node, name, (relationships, entities) if relationship else (entities, relationships), reading)
        return None
    if relationship:
        kind = vocabulary.relationships[name]
        return Form(name, kind.temporality, vocabulary.roles_of(name), vocabulary.properties_of(name))
    return Form(name, "state", {}, vocabulary.properties_of(name))


def _refuse_type(node: Node, name: str, names: tuple[tuple[str, ...], tuple[str, ...]], reading: Reading) -> None:
    """Say that a class is not one of those that are allowed here, the first of `names`."""
    allowed, other = names
    if name in other:
        section = "relationships" if name in reading.vocabulary.relationships else "entities"
        reading.problem(node, TYPE, f"{shown(name)} belongs under {section}.", allowed)
    else:
        message = f"{shown(name)} is no class that can stand here."
        reading.problem(node, TYPE, message, allowed, reading.vocabulary.suggest(name, allowed))


def _shared_roles(record: Map, form: Form, reading: Reading) -> dict[str, tuple[Value, ...]]:
    """The roles given once for all claims of a relationship."""
    shared = {}
    for name, node in record.items.items():
        if name in form.roles:
            shared[name] = tuple(read_role_values(name, node, form, reading))
        elif name in (*form.properties, *ABOUT_CLAIM):
            reading.problem(record.keys[name], name, f"{shown(name)} belongs into a claim.")
        elif name not in (TYPE, CLAIMS):
            reading.unknown_key(record.keys[name], f"role of {form.type}", (TYPE, CLAIMS, *form.roles))
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
    values = (*inherited, *read_values(record, form, reading))
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
            near = reading.vocabulary.suggest(text, tuple(Status))
            reading.problem(node, name, f"{shown(text)} is no status.", tuple(Status), near)
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


__all__ = ["EDITORS", "read_entity", "read_relationship"]
