"""What is known of one entity or relationship, as RDF: the document behind ``/id/{id}``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.questions.assemble import relationships_of
from graph.rdf.quads import claims_quads, direct_quads, entity_quads, meta_quads, sources_quads
from graph.rdf.selection import Selection
from graph.rdf.terms import LABEL, TYPE, Quad
from graph.snapshot import Snapshot
from graph.view import View
from ontology.iri import Iris

MOST = 500
"""Relationships of an entity that are told with their claims, unless a caller wants more or fewer."""


def describe(snapshot: Snapshot, view: View, name: str, iris: Iris, *, most: int = MOST) -> Iterator[Quad]:
    """An entity with its relationships, or one relationship: direct triples, roles, claims, sources.

    The entities at the other ends are named, with their class. Of an entity in more than `most` relationships, those
    after the first `most` come without their claims, which stand at each relationship's own address.

    Raises:
        UnknownEntity: nothing in the graph has this id.
    """
    selection = Selection.of(snapshot, view, iris)
    centre, linked = _around(snapshot, selection.network.view, name)
    told = tuple(dict.fromkeys((centre, *linked[:most])))
    things = tuple(dict.fromkeys((*told, *linked)))
    yield from direct_quads(selection, linked)
    yield from entity_quads(selection, things)
    yield from _names(selection, _players(snapshot, linked).difference(things))
    yield from claims_quads(selection, told)
    yield from sources_quads(selection, selection.with_origins(claim.source for claim, _ in selection.heard(told)))
    yield from meta_quads(selection)


def _around(snapshot: Snapshot, view: View, name: str) -> tuple[str, tuple[str, ...]]:
    """What is described, and the relationships that belong to it."""
    if name in snapshot.relationships:
        return name, (name,)
    centre = snapshot.canonical(name)
    return centre, tuple(relationships_of(snapshot, view, centre))


def _players(snapshot: Snapshot, relationships: Iterable[str]) -> set[str]:
    """The entities in some relationships."""
    found = (snapshot.relationships[name] for name in relationships)
    claims = (snapshot.rows[row] for thing in found for row in thing.rows)
    roles = snapshot.vocabulary.roles
    return {str(v.value) for claim in claims for v in claim.values if v.property in roles and v.value is not None}


def _names(selection: Selection, things: Iterable[str]) -> Iterator[Quad]:
    """Class and label of some things."""
    return (quad for quad in entity_quads(selection, sorted(things)) if quad[1] in (TYPE, LABEL))


__all__ = ["describe"]
