"""The ontology as the rest of the program asks it: typed, immutable, read from Turtle files.

>>> known = load_vocabulary()
>>> known.is_a("Firm", "Actor"), known.labels("Firm")
(True, ('Firm', 'Actor', 'Entity'))
>>> [role.name for role in known.relationships["Ownership"].roles]
['owner', 'asset']
>>> known.projections["owns"].say("subsidiary", inverse=True)
'is a subsidiary of'
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from ontology.errors import OntologyError
from ontology.reading.classes import below, read_entities, read_lineages
from ontology.reading.common import check_kinds
from ontology.reading.concepts import read_schemes
from ontology.reading.model import check_edges, read_model
from ontology.reading.projections import Around, read_owners, read_projections
from ontology.reading.properties import read_properties, read_roles
from ontology.reading.relationships import read_relationships
from ontology.statements import Statements, read_statements
from ontology.terms import Concept, EntityClass, Projection, Property, RelationshipClass, Role, Scheme, Term

PACKAGED = Path(__file__).parent
"""The folder of the ontology that comes with the program."""
ALIKE = 0.6
"""How like two names must be, from 0 to 1, for one to be suggested instead of the other."""


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Everything that can be said. Each mapping is by name and keeps the order in which the files have the terms.

    `model` holds the terms that claims, sources and the ontology itself are described with. `folder` is where the files
    are.
    """

    version: str
    entities: Mapping[str, EntityClass]
    relationships: Mapping[str, RelationshipClass]
    properties: Mapping[str, Property]
    roles: Mapping[str, Role]
    projections: Mapping[str, Projection]
    schemes: Mapping[str, Scheme]
    model: Mapping[str, Term]
    folder: Path

    def is_a(self, name: str, ancestor: str) -> bool:
        """Whether a class is another one or a subclass of it; every class is an Entity or a Relationship."""
        return ancestor in self.labels(name)

    def labels(self, name: str) -> tuple[str, ...]:
        """The labels of a class's nodes in Neo4j: its own name, its superclasses, and Entity or Relationship last."""
        found = self.entities.get(name) or self.relationships.get(name)
        if found is None:
            raise self._unknown("class", name, (*self.entities, *self.relationships))
        return (name, *found.ancestors, "Entity" if name in self.entities else "Relationship")

    def subclasses(self, name: str) -> tuple[str, ...]:
        """A class and all classes under it.

        >>> load_vocabulary().subclasses("Event")
        ('Event', 'Exercise', 'Meeting', 'Protest')
        """
        return tuple(n for n in (*self.entities, *self.relationships) if self.is_a(n, name))

    @functools.cached_property
    def _properties_of(self) -> Mapping[str, Mapping[str, Property]]:
        names = (*self.entities, *self.relationships)
        return {n: MappingProxyType(dict(_within(self.properties, self.labels(n)))) for n in names}

    def properties_of(self, name: str) -> Mapping[str, Property]:
        """The properties that things of a class may have, its superclasses' included."""
        self.labels(name)
        return self._properties_of[name]

    def roles_of(self, relationship: str) -> Mapping[str, Role]:
        """The roles of a relationship class, each saying whether that class requires it."""
        found = self.relationships.get(relationship)
        if found is None:
            raise self._unknown("relationship class", relationship, self.relationships)
        return MappingProxyType({role.name: role for role in found.roles})

    def concept(self, scheme: str, name: str) -> Concept:
        """A concept by its scheme and notation. Raises OntologyError with the nearest known name if there is none."""
        found = self.schemes.get(scheme)
        if found is None:
            raise self._unknown("concept scheme", scheme, self.schemes)
        if name not in found.concepts:
            raise self._unknown(found.label, name, found.concepts)
        return found.concepts[name]

    def suggest(self, name: str, among: Iterable[str]) -> str | None:
        """The nearest of the known names, if one is near: by letters mistyped, left out, added or swapped.

        >>> load_vocabulary().suggest("Frim", ["Firm", "Facility"])
        'Firm'
        """
        choices = {choice: choice.casefold() for choice in among}
        alike = DamerauLevenshtein.normalized_similarity
        found = process.extractOne(name.casefold(), choices, scorer=alike, score_cutoff=ALIKE)
        return found[2] if found else None

    def terms(self) -> tuple[Term, ...]:
        """Every term, of the domain and of the model, with each scheme followed by its concepts."""
        parts = (self.entities, self.relationships, self.roles, self.projections, self.properties, self.model)
        schemes = (term for scheme in self.schemes.values() for term in (scheme, *scheme.concepts.values()))
        return (*(term for part in parts for term in part.values()), *schemes)

    def _unknown(self, what: str, name: str, among: Iterable[str]) -> OntologyError:
        near = self.suggest(name, among)
        hint = f"Did you mean {near}?" if near else f"Known are: {', '.join(among)}."
        return OntologyError(f"{name!r} is no {what}.", hint=hint)


def _within(properties: Mapping[str, Property], labels: Iterable[str]) -> Iterable[tuple[str, Property]]:
    wanted = set(labels)
    return ((name, term) for name, term in properties.items() if wanted & set(term.domain))


def load_vocabulary(directory: Path | None = None) -> Vocabulary:
    """Read the ontology from all ``*.ttl`` files of a folder; the packaged one, read once, if none is given.

    Raises:
        OntologyError: a file is broken or a term contradicts itself; the message names both.
    """
    return _packaged() if directory is None else build(read_statements(directory))


@functools.cache
def _packaged() -> Vocabulary:
    return build(read_statements(PACKAGED))


def build(statements: Statements) -> Vocabulary:
    """A vocabulary from the statements of its files. Raises OntologyError if they contradict themselves."""
    check_kinds(statements)
    lineages = read_lineages(statements)
    links = below(lineages, "Relationship")
    schemes = read_schemes(statements)
    entities = read_entities(statements, lineages)
    properties = read_properties(statements, lineages, schemes)
    roles = read_roles(statements, links, entities)
    around = Around(read_owners(statements, links), roles, properties, schemes)
    projections = read_projections(statements, around)
    check_edges((*roles.values(), *projections.values()))
    domain = {*entities, *links, *properties, *roles, *projections}
    return Vocabulary(
        version=statements.version(),
        entities=MappingProxyType(dict(entities)),
        relationships=MappingProxyType(dict(read_relationships(statements, lineages, roles, projections, properties))),
        properties=MappingProxyType(dict(properties)),
        roles=MappingProxyType(dict(roles)),
        projections=MappingProxyType(dict(projections)),
        schemes=MappingProxyType(dict(schemes)),
        model=MappingProxyType(dict(read_model(statements, domain))),
        folder=statements.folder,
    )


__all__ = ["ALIKE", "PACKAGED", "Vocabulary", "build", "load_vocabulary"]
