"""Finding entities of a snapshot by their names: exactly, to say what a question is about, or nearly, as a search.

What names a thing (names, aliases, former names, abbreviations, identifiers) and how names are compared is the same as
in the store's full-text index, so that a search gives much the same when Neo4j is away, and is possible in views of the
past.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from graph.cite import name_thing
from graph.claim import Status
from graph.errors import BadQuestion, UnknownEntity
from graph.folding import fold
from graph.live import live
from graph.store.search import LIKE, Hit
from graph.store.wording import naming_properties
from graph.view import View

if TYPE_CHECKING:
    from graph.snapshot import Snapshot

SUGGESTED = 5
"""How many entities an error suggests."""


class AmbiguousName(BadQuestion):
    """A name that several entities have; `candidates` are their records."""

    def __init__(self, parameter: str, text: str, candidates: Iterable[Mapping[str, Any]]) -> None:
        ids = tuple(candidate["id"] for candidate in candidates)
        super().__init__(
            f"{parameter}: several entities are called {text!r}.",
            hint=f"Use an id: {', '.join(ids)}.",
            parameter=parameter,
        )
        self.value = text
        self.candidates = tuple(candidates)


@dataclass(frozen=True, slots=True)
class Name:
    """A text an entity is found by, as given and as compared; `row` is the claim that gives it, None for an id."""

    entity: str
    text: str
    folded: str
    row: int | None


def resolve(snapshot: Snapshot, text: str, parameter: str) -> str:
    """The id of the entity that has this id, or, alone, this name, alias or identifier; a main name goes before others.

    Raises:
        UnknownEntity: nothing is called so; suggests what comes near.
        AmbiguousName: several are.
    """
    given = text.strip()
    if given in snapshot.entities or given in snapshot.identity.kept:
        return snapshot.canonical(given)
    found = _called(snapshot, fold(given))
    if not found:
        raise _unknown(snapshot, given, parameter)
    if len(found) > 1:
        raise AmbiguousName(parameter, given, tuple(name_thing(snapshot, name) for name in found))
    return found[0]


def names_of(snapshot: Snapshot) -> tuple[Name, ...]:
    """Every text that an entity of the snapshot is or was found by."""
    return snapshot.memory.recall("names", lambda: tuple(_names(snapshot)))


def search_names(snapshot: Snapshot, view: View, query: str, limit: int) -> tuple[Hit, ...]:
    """The entities of a view whose names come nearest to a question, the nearest first.

    A name counts if the view believes the claim that gives it; `types` of the view are classes to search in.
    """
    alive = live(snapshot, view).claims
    names = [n for n in names_of(snapshot) if (n.row is None or alive[n.row]) and is_of(snapshot, n.entity, view.types)]
    asked = fold(query)
    near = (
        process.extract(asked, [n.folded for n in names], scorer=fuzz.WRatio, score_cutoff=LIKE, limit=None)
        if asked
        else []
    )
    best: dict[str, Hit] = {}
    for _, score, place in sorted(near, key=lambda hit: (-hit[1], names[hit[2]].text)):
        name = names[place]
        entity = snapshot.entities[name.entity]
        best.setdefault(entity.id, Hit(entity.id, entity.name, entity.type, round(score / 100, 4), name.text))
    return tuple(sorted(best.values(), key=lambda hit: (-hit.score, hit.id))[:limit])


def is_of(snapshot: Snapshot, entity: str, types: Iterable[str]) -> bool:
    """Whether an entity is of one of some classes, or of one below; of any, if none is named."""
    wanted = tuple(types)
    kind = snapshot.entities[entity].type
    return not wanted or any(snapshot.vocabulary.is_a(kind, name) for name in wanted)


def _names(snapshot: Snapshot) -> Iterable[Name]:
    naming = naming_properties(snapshot.vocabulary)
    for entity in snapshot.entities.values():
        for name in (entity.id, *snapshot.identity.others.get(entity.id, ())):
            yield Name(entity.id, name, fold(name), None)
        for row in entity.rows:
            claim = snapshot.rows[row]
            for value in claim.values if claim.status is Status.ASSERTED else ():
                if value.property in naming and value.value is not None:
                    yield Name(entity.id, str(value.value), fold(str(value.value)), row)


def _called(snapshot: Snapshot, folded: str) -> list[str]:
    """The ids of the entities that are called so: by their main name, or, if there is none, by any they have now."""
    alive = live(snapshot, View()).claims
    named = {n.entity for n in names_of(snapshot) if n.folded == folded and folded and (n.row is None or alive[n.row])}
    mainly = {name for name in named if fold(snapshot.entities[name].name) == folded}
    return sorted(mainly or named)


def _unknown(snapshot: Snapshot, text: str, parameter: str) -> UnknownEntity:
    near = search_names(snapshot, View(), text, SUGGESTED)
    hint = f"Did you mean {near[0].name} ({near[0].id})?" if near else "Search for it by a part of its name."
    error = UnknownEntity(f"Nothing in the graph is called {text[:200]!r}.", hint=hint)
    error.parameter, error.suggestions = parameter, tuple(hit.id for hit in near)
    return error


__all__ = ["AmbiguousName", "Name", "is_of", "names_of", "resolve", "search_names"]
