"""What can only be checked with all files of a dataset at hand: ids, types, names, roles, sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from graph.checks import nearest
from graph.claim import Claim
from graph.source import Source
from loaders.problem import Problem, shown
from loaders.reading import Place, Reading, Reference, Thing

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

NAME = "name"
"""The property that every entity must have."""

T = TypeVar("T")


def cross_check(
    readings: Sequence[Reading], vocabulary: Vocabulary, known: Mapping[str, str] | None = None
) -> Iterator[Problem]:
    """The problems between files; `known` are entities outside of them, as ids with their classes."""
    things = [thing for reading in readings for thing in reading.things]
    sources = [entry for reading in readings for entry in reading.sources]
    claims = [entry for reading in readings for entry in reading.claims]
    references = [reference for reading in readings for reference in reading.references]
    types = {**(known or {}), **{thing.id: thing.type for thing in reversed(things)}}
    yield from _clashing_things(things, vocabulary)
    yield from _twice(((source.id, place) for source, place in sources), "source")
    yield from _said_twice(claims)
    yield from _unknown_sources(references, {source.id for source, _ in sources})
    yield from _unused_sources(sources, references)
    yield from _circular_sources(sources)
    yield from _wrong_players(references, types, vocabulary)
    yield from _missing_roles(things, claims, vocabulary)
    yield from _nameless(things, claims, known or {}, vocabulary)


def _problem(
    place: Place, field: str, message: str, value: str | None = None, suggestion: str | None = None
) -> Problem:
    return Problem(*place, field, value, message, (), suggestion)


def _at(place: Place) -> str:
    return f"{place.file}:{place.line}"


def _twice(entries: Iterable[tuple[str, Place]], what: str) -> Iterator[Problem]:
    """An id stands for one thing and is described in one place."""
    first: dict[str, Place] = {}
    for name, place in entries:
        if first.setdefault(name, place) != place:
            message = f"There is already a {what} of this id at {_at(first[name])}. Put them together, or rename one."
            yield _problem(place, name, message, name)


def _clashing_things(things: Sequence[Thing], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Files may add claims on an entity if they agree on its class; a relationship has all its claims in one place."""
    yield from _twice(((t.id, t.place) for t in things if t.type in vocabulary.relationships), "relationship")
    first: dict[str, Thing] = {}
    for thing in things:
        other = first.setdefault(thing.id, thing)
        if other.type != thing.type:
            message = f"{thing.id!r} is of class {thing.type} here but of class {other.type} at {_at(other.place)}."
            yield _problem(thing.place, "type", message, thing.type)


def _said_twice(claims: Sequence[tuple[Claim, Place]]) -> Iterator[Problem]:
    first: dict[str, Place] = {}
    for claim, place in claims:
        if first.setdefault(claim.id, place) != place:
            yield _problem(place, "claims", f"The same claim stands already at {_at(first[claim.id])}. Leave one out.")


def _unknown_sources(references: Sequence[Reference], known: set[str]) -> Iterator[Problem]:
    for reference in references:
        if reference.role is None and reference.name not in known:
            message = f"There is no source {shown(reference.name)}. Describe it under sources."
            yield _problem(reference.place, reference.field, message, reference.name, nearest(reference.name, known))


def _unused_sources(sources: Sequence[tuple[Source, Place]], references: Sequence[Reference]) -> Iterator[Problem]:
    used = {reference.name for reference in references if reference.role is None}
    for source, place in sources:
        if source.id not in used:
            yield _problem(place, source.id, "No claim is by this source, and no source derived from it.", source.id)


def _circular_sources(sources: Sequence[tuple[Source, Place]]) -> Iterator[Problem]:
    """No source repeats itself, by whatever detour."""
    parents = {source.id: source.derived_from for source, _ in sources}
    for source, place in sources:
        seen: set[str] = set()
        todo = list(source.derived_from)
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                todo.extend(parents.get(name, ()))
        if source.id in seen:
            yield _problem(place, "derived_from", f"The source {source.id!r} is derived from itself in the end.")


def _wrong_players(
    references: Sequence[Reference], types: Mapping[str, str], vocabulary: Vocabulary
) -> Iterator[Problem]:
    """Who plays a role is known, and of a class that can play it."""
    entities = {name for name, kind in types.items() if kind in vocabulary.entities}
    for reference in references:
        if reference.role is None or reference.relationship is None:
            continue
        kind, name = types.get(reference.name), reference.name
        allowed = vocabulary.roles_of(reference.relationship)[reference.role].range
        if kind is None:
            message = f"There is no entity {shown(name)}. Describe it under entities."
            yield _problem(reference.place, reference.field, message, name, nearest(name, entities))
        elif not any(kind == other or vocabulary.is_a(kind, other) for other in allowed):
            message = f"{name!r} is of class {kind}, which cannot be the {reference.role} of {reference.relationship}."
            yield Problem(*reference.place, reference.field, name, message, allowed)


def _missing_roles(
    things: Sequence[Thing], claims: Sequence[tuple[Claim, Place]], vocabulary: Vocabulary
) -> Iterator[Problem]:
    """Each role a relationship needs is given by one of its claims at least; that it is unknown is given too."""
    given = _properties_by_subject(claims)
    for thing in things:
        roles = vocabulary.roles_of(thing.type) if thing.type in vocabulary.relationships else {}
        for name, role in roles.items():
            if role.required and thing.id in given and name not in given[thing.id]:
                message = (
                    f"No claim says who or what is the {name} of this {thing.type}. Write unknown if nobody knows."
                )
                yield _problem(thing.place, name, message)


def _nameless(
    things: Sequence[Thing],
    claims: Sequence[tuple[Claim, Place]],
    known: Mapping[str, str],
    vocabulary: Vocabulary,
) -> Iterator[Problem]:
    given = _properties_by_subject(claims)
    told: set[str] = set(known)
    for thing in things:
        if thing.type in vocabulary.entities and thing.id in given and thing.id not in told:
            told.add(thing.id)
            if NAME not in given[thing.id]:
                yield _problem(thing.place, NAME, f"No claim gives the {NAME} of {thing.id!r}.")


def _properties_by_subject(claims: Sequence[tuple[Claim, Place]]) -> Mapping[str, set[str]]:
    given: dict[str, set[str]] = defaultdict(set)
    for claim, _ in claims:
        given[claim.subject].update(value.property for value in claim.values)
    return given


__all__ = ["cross_check"]
