"""JSON-LD with a context made from the ontology, so that a reader who knows only JSON finds `"owner"`, not an IRI.

A short name stands for a term of the ontology (`@vocab`); what a property takes is said once, in the context. Values
that don't fit that are written out, so that nothing depends on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

import orjson
import pyoxigraph as ox

from graph.rdf.model import Model
from graph.rdf.terms import NAMESPACES
from ontology.iri import NAMESPACE

if TYPE_CHECKING:
    from ontology.iri import Iris
    from ontology.vocabulary import Vocabulary

LINKS = (
    *("concerns", "says", "implies", "claimedClass", "claimStatus", "credibility", "marker", "reliability"),
    *(
        "prov:wasDerivedFrom",
        "prov:wasGeneratedBy",
        "prov:wasInvalidatedBy",
        "prov:used",
        "dct:isPartOf",
        "dct:license",
    ),
    *("rdf:subject", "rdf:predicate", "skos:exactMatch", "schema:url"),
)
"""Terms of the claim model that lead to something with an IRI."""
DAYS = ("validFrom", "validTo", "earliest", "latest")
"""Terms of the claim model that take an `xsd:date`."""

_XSD = NAMESPACES["xsd"]
_TYPE = NAMESPACES["rdf"] + "type"
_EXACT_INTEGERS = 2**53

Thing = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Node = dict[str, Any]


def context(vocabulary: Vocabulary, iris: Iris) -> dict[str, Any]:
    """The JSON-LD context: prefixes, and for each property what kind of value it takes.

    >>> from ontology.iri import Iris
    >>> from ontology.vocabulary import load_vocabulary
    >>> made = context(load_vocabulary(), Iris())["@context"]
    >>> made["owner"], made["established"]
    ({'@type': '@id'}, {'@type': 'edtf:EDTF'})
    """
    return {"@context": _definitions(Model(vocabulary, iris))}


def _definitions(model: Model) -> dict[str, Any]:
    vocabulary = model.vocabulary
    kinds = {"concept": "@vocab", "iri": "@id", "date": "edtf:EDTF"}
    taken = {name: kinds[p.kind] for name, p in vocabulary.properties.items() if p.kind in kinds}
    taken |= dict.fromkeys((*vocabulary.roles, *vocabulary.projections, *LINKS), "@id")
    taken |= dict.fromkeys(DAYS, "xsd:date")
    terms = {name if name not in model.prefixes else f"dg:{name}": {"@type": kind} for name, kind in taken.items()}
    return {"@version": 1.1, "@vocab": NAMESPACE, **model.prefixes, **terms}


@dataclass(frozen=True)
class Compactor:
    """Writes RDF terms as short as a context allows."""

    model: Model

    @cached_property
    def definitions(self) -> Mapping[str, Any]:
        """The context."""
        return _definitions(self.model)

    def node(self, subject: str, quads: Iterable[ox.Quad]) -> Node:
        """One subject with all that is said of it."""
        node: Node = {"@id": self.name(subject)}
        for quad in quads:
            key, value = self._pair(quad)
            node.setdefault(key, []).append(value)
        return {k: v[0] if k != "@id" and len(v) == 1 else v for k, v in node.items()}

    def name(self, iri: str) -> str:
        """An IRI as a compact one, if a prefix fits."""
        for prefix, start in self.model.prefixes.items():
            if iri.startswith(start):
                return f"{prefix}:{iri[len(start) :]}"
        return iri

    def _pair(self, quad: ox.Quad) -> tuple[str, object]:
        predicate, thing = quad.predicate.value, quad.object
        if predicate == _TYPE:
            return "@type", self._word(_iri(thing))
        key = self._word(predicate)
        return key, self._value(thing, self.definitions.get(key, {}).get("@type"))

    def _word(self, iri: str) -> str:
        """A term of the ontology by its own name alone."""
        name = iri.removeprefix(NAMESPACE)
        return name if name != iri and name not in self.model.prefixes else self.name(iri)

    def _value(self, thing: Thing, taken: str | None) -> object:
        if not isinstance(thing, ox.Literal):
            iri = _iri(thing)
            names = {"@id": self.name, "@vocab": self._word}
            return names[taken](iri) if taken in names else {"@id": self.name(iri)}
        if thing.language:
            return {"@value": thing.value, "@language": thing.language}
        return self._literal(thing.value, self.name(thing.datatype.value), taken)

    @staticmethod
    def _literal(text: str, datatype: str, taken: str | None) -> object:
        if datatype == taken:
            return text
        if datatype == "xsd:string":
            return {"@value": text} if taken else text
        if taken is None and datatype == "xsd:boolean" and text in {"true", "false"}:
            return text == "true"
        if taken is None and datatype == "xsd:integer" and _is_plain(text):
            return int(text)
        return {"@value": text, "@type": datatype}


def _iri(thing: Thing) -> str:
    """The IRI of what is named; nothing else is written here."""
    if isinstance(thing, ox.NamedNode):
        return thing.value
    raise ValueError(f"{thing} has no IRI.")


def _is_plain(text: str) -> bool:
    return abs(int(text)) < _EXACT_INTEGERS and str(int(text)) == text


def jsonld_chunks(model: Model, quads: Iterable[ox.Quad]) -> Iterator[bytes]:
    """A JSON-LD document in pieces; quads of one graph, and in it of one subject, must follow one another."""
    compactor = Compactor(model)
    yield b'{"@context":' + orjson.dumps(compactor.definitions) + b',"@graph":[\n'
    graphs = groupby(quads, key=lambda quad: quad.graph_name)
    yield from _commas(_graph(compactor, graph, members) for graph, members in graphs)
    yield b"\n]}\n"


def _graph(compactor: Compactor, graph: object, quads: Iterable[ox.Quad]) -> Iterator[bytes]:
    """The nodes of one graph; those of the default graph stand by themselves."""
    if isinstance(graph, ox.NamedNode):
        yield b'{"@id":' + orjson.dumps(compactor.name(graph.value)) + b',"@graph":[\n'
    subjects = groupby(quads, key=lambda quad: _iri(quad.subject))
    yield from _commas(iter([orjson.dumps(compactor.node(name, said))]) for name, said in subjects)
    if isinstance(graph, ox.NamedNode):
        yield b"]}"


def _commas(items: Iterable[Iterator[bytes]]) -> Iterator[bytes]:
    for number, item in enumerate(items):
        if number:
            yield b",\n"
        yield from item


__all__ = ["Compactor", "context", "jsonld_chunks"]
