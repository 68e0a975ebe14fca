"""What every writer of RDF here needs: the ontology, and the IRIs of everything, each made once.

Names of classes and properties of the domain come from the vocabulary. The terms that the claim model itself is made
of stand in `ontology/provenance.ttl` and are named where they are written: ``model.own["says"]``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote

from graph.claim import Scalar, Value
from graph.rdf.terms import NAMESPACES, date_text_literal, iri, is_address, scalar_literal, text_literal
from ontology.iri import NAMESPACE

if TYPE_CHECKING:
    from ontology.iri import Iris
    from ontology.vocabulary import Vocabulary

GRAPHS = ("direct", "entities", "claims", "sources", "meta")
"""The named graphs, each with one role."""


class Minted(dict[str, str]):
    """IRIs by name, as terms: each is made when it is first asked for.

    >>> Minted("https://example.org/{}".format)["a"]
    '<https://example.org/a>'
    """

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> str:
        self[name] = term = iri(self._make(name))
        return term


@dataclass(frozen=True)
class Model:
    """An ontology and a base of IRIs: together they settle how a claim reads in RDF."""

    vocabulary: Vocabulary
    iris: Iris

    @cached_property
    def own(self) -> Minted:
        """Terms of our ontology: classes, properties, roles, projections."""
        return Minted(lambda name: NAMESPACE + quote(name))

    @cached_property
    def things(self) -> Minted:
        """Entities and relationships."""
        return Minted(self.iris.entity)

    @cached_property
    def sources(self) -> Minted:
        """Sources."""
        return Minted(self.iris.source)

    @cached_property
    def datasets(self) -> Minted:
        """Datasets."""
        return Minted(self.iris.dataset)

    @cached_property
    def graphs(self) -> Minted:
        """Named graphs, by role."""
        return Minted(self.iris.graph)

    @cached_property
    def concepts(self) -> Mapping[tuple[str, str], str]:
        """Concepts by scheme and name."""
        schemes = self.vocabulary.schemes
        return {(name, c.name): iri(c.iri) for name, scheme in schemes.items() for c in scheme.concepts.values()}

    @cached_property
    def concept_names(self) -> Mapping[str, tuple[str, str]]:
        """Scheme and name of each concept."""
        return {term: names for names, term in self.concepts.items()}

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """The short names that serialisations use."""
        folders = {
            name: f"{self.iris.base}{name}/" for name in ("id", "claim", "source", "dataset", "revision", "graph")
        }
        return {"dg": NAMESPACE, **folders, **NAMESPACES}

    def revision(self, number: int) -> str:
        """A revision."""
        return iri(self.iris.revision(number))

    def kind(self, name: str) -> str | None:
        """What a property takes: "role", the kind of a property, or None if the vocabulary doesn't know it."""
        if name in self.vocabulary.roles:
            return "role"
        found = self.vocabulary.properties.get(name)
        return found.kind if found else None

    def object(self, value: Value) -> str | None:
        """A value as the object of a triple; None if the source says that it is unknown.

        Players of roles and concepts are IRIs, links too where they are well-formed; dates are EDTF; all else is a
        literal that keeps the Python type.
        """
        if value.value is None:
            return None
        return self._special(value.property, value.value) or _literal(value.value, value.lang)

    def _special(self, name: str, value: Scalar) -> str | None:
        match self.kind(name), value:
            case "role", str():
                return self.things[value]
            case "concept", str():
                return self.concepts.get((str(self.vocabulary.properties[name].scheme), value))
            case "date", str():
                return date_text_literal(value)
            case "iri", str() if is_address(value):
                return iri(value)
            case _:
                return None


def _literal(value: Scalar, lang: str | None) -> str:
    return text_literal(value, lang) if isinstance(value, str) else scalar_literal(value)
