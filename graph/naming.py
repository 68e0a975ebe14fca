"""Which properties name a thing and which identify it elsewhere, as the ontology says by what they are subproperties
of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ontology.terms import Property
    from ontology.vocabulary import Vocabulary

LABEL = ("rdfs:subPropertyOf", "http://www.w3.org/2000/01/rdf-schema#label")
IDENTIFIER = ("rdfs:subPropertyOf", "http://purl.org/dc/terms/identifier")


def is_name(term: Property) -> bool:
    """Whether it gives what a thing is usually called (a subproperty of `rdfs:label`)."""
    return LABEL in term.alignments


def is_alias(term: Property) -> bool:
    """Whether it gives another name: text in a language that is not the usual name."""
    return term.language_tagged and not is_name(term)


def is_identifier(term: Property) -> bool:
    """Whether it gives an identifier in another collection (a subproperty of `dct:identifier`)."""
    return IDENTIFIER in term.alignments


def name_properties(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The properties that give names.

    >>> from ontology.vocabulary import load_vocabulary
    >>> name_properties(load_vocabulary())
    ('name',)
    """
    return tuple(name for name, term in vocabulary.properties.items() if is_name(term))


__all__ = ["is_alias", "is_identifier", "is_name", "name_properties"]
