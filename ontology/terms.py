"""What the ontology consists of: classes, roles, properties, projections and concepts, as plain immutable data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Alignment = tuple[str, str]
"""How a term relates to one of another vocabulary: the relation as a CURIE ("skos:closeMatch"), and the other's IRI."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Anything the ontology names.

    `name` is the IRI's local name, or a concept's notation; `definition` says what it means, `scope_note` when to use
    it and when not.
    """

    name: str
    iri: str
    label: str
    definition: str
    scope_note: str | None = None
    alignments: tuple[Alignment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityClass(Term):
    """A class of things, such as Firm.

    `parent` is its superclass, None just below Entity; `ancestors` are all superclasses, nearest first, without Entity.
    A class that is `abstract` only gathers its subclasses. `colour` is ``#rrggbb``.
    """

    parent: str | None
    ancestors: tuple[str, ...]
    colour: str
    abstract: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Term):
    """A part that entities play in relationships, such as owner.

    `relationships` are the classes that have it, `range` the classes of entities that may play it, `required_in` the
    relationship classes that cannot do without it. `required` says so for the class it was asked for (for all of them
    in `Vocabulary.roles`). `edge` is its relationship type in Neo4j. Who plays a role that is `across` may be described
    in another dataset.
    """

    relationships: tuple[str, ...]
    range: tuple[str, ...]
    required_in: tuple[str, ...]
    required: bool
    edge: str
    across: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Property(Term):
    """Something that can be said of an entity or relationship by a value, such as share.

    `domain` are classes, with all their subclasses. `kind` is text, integer, number, amount (of money), date (EDTF),
    boolean, concept (of `scheme`) or iri. `functional`: one value at a time, several are contested. `pattern` is an
    anchored regular expression for text. `units` are those a number may have; if there are none, it needs none.
    `iri_template` makes an identifier the IRI of the same thing elsewhere; ``{id}`` stands for the identifier.
    `identifies` are the classes of which no two members have the same value.
    """

    domain: tuple[str, ...]
    kind: str
    scheme: str | None = None
    functional: bool = False
    language_tagged: bool = False
    pattern: str | None = None
    units: tuple[str, ...] = ()
    iri_template: str | None = None
    identifies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection(Term):
    """A direct edge that follows from a relationship, from the player of role `source` to that of `target`.

    `edge` is its relationship type in Neo4j. `phrase` stands between the names of source and target, `inverse_phrase`
    between those of target and source. If the relationship has a value of the property `phrased_by`, `wordings` hold
    the closer words: concept, phrase, inverse phrase. If it is `symmetric`, either end may be the source; a concept may
    still tell who took the step.
    """

    relationship: str
    source: str
    target: str
    edge: str
    phrase: str
    inverse_phrase: str
    symmetric: bool = False
    phrased_by: str | None = None
    wordings: tuple[tuple[str, str, str], ...] = field(default=(), repr=False)

    def say(self, concept: str | None = None, *, inverse: bool = False) -> str:
        """The words between the two names, given the value of `phrased_by` and the direction of reading.

        A concept without words of its own takes those of the projection.
        """
        for name, phrase, inverse_phrase in self.wordings:
            if name == concept:
                return inverse_phrase if inverse else phrase
        return self.inverse_phrase if inverse else self.phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipClass(Term):
    """A class of dated links between entities, such as Ownership.

    `roles` begin with those that its projections lead between. `temporality` says how a date is read: "state" (a start
    and no end still holds) or "event" (a lone date is just that time). A class without `projections` never becomes an
    edge; one with three roles or more is `nary`. `ancestors` are superclasses, nearest first, without Relationship.
    """

    parent: str | None
    ancestors: tuple[str, ...]
    roles: tuple[Role, ...]
    temporality: str
    projections: tuple[Projection, ...]

    @property
    def nary(self) -> bool:
        """Whether it has three roles or more, so that it is a node rather than one edge."""
        return len(self.roles) > 2  # noqa: PLR2004 - two roles are the two ends of an edge


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept(Term):
    """A value of a controlled vocabulary. `name` is its notation, unique in its scheme.

    `phrase` and `inverse_phrase` are how it words an edge, `broader` the name of a wider concept of the scheme.
    A concept that is not `in_effect` tells of an offer, a plan, a refusal or an end, not of what is so.
    """

    scheme: str
    phrase: str | None = None
    inverse_phrase: str | None = None
    broader: str | None = None
    in_effect: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme(Term):
    """A controlled vocabulary: its concepts by name, in the order they are written down."""

    concepts: Mapping[str, Concept]


__all__ = [
    "Alignment",
    "Concept",
    "EntityClass",
    "Projection",
    "Property",
    "RelationshipClass",
    "Role",
    "Scheme",
    "Term",
]
