"""Columns for somebody's table: what of an entity can be read without its claims, as in the RDF for simple readers.

A column is a property (`country`), or a link: `owns` has what the entity owns, `^owns` who owns it, as SPARQL writes a
path backwards. Values are those of `graph/entities`, links those of `graph/direct`; what is disputed is in neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from graph.errors import BadQuestion
from graph.questions.assemble import relationships_of
from graph.rdf.quads import direct_quads, entity_quads
from graph.rdf.selection import Selection
from graph.rdf.terms import NAMESPACES, Quad
from graph.snapshot import Snapshot
from graph.view import View
from ontology.iri import Iris
from ontology.terms import Projection, Term
from ontology.vocabulary import Vocabulary

BACK = "^"
NUMBERS: Mapping[str, tuple[str, type]] = {
    NAMESPACES["xsd"] + "integer": ("int", int),
    NAMESPACES["xsd"] + "decimal": ("float", float),
}
Cell = dict[str, Any]


def columns_of(vocabulary: Vocabulary, kind: str) -> list[dict[str, str]]:
    """The columns that entities of a class may have, each {"id", "name", "description"}.

    >>> from ontology.vocabulary import load_vocabulary
    >>> [column["id"] for column in columns_of(load_vocabulary(), "Firm") if "owns" in column["id"]]
    ['owns', '^owns']
    """
    linked = [
        (name, term, back)
        for name, term in vocabulary.projections.items()
        for back in (False, True)
        if _may_play(vocabulary, kind, term.target if back else term.source) and not (back and term.symmetric)
    ]
    said = [_column(name, term, term.label) for name, term in vocabulary.properties_of(kind).items()]
    return said + [_column(BACK * back + name, term, term.say(inverse=back)) for name, term, back in linked]


def _may_play(vocabulary: Vocabulary, kind: str, role: str) -> bool:
    return any(name in vocabulary.labels(kind) for name in vocabulary.roles[role].range)


def _column(name: str, term: Term, label: str) -> dict[str, str]:
    return {"id": name, "name": label, "description": term.definition}


def extend(
    snapshot: Snapshot, view: View, iris: Iris, names: Iterable[str], columns: Sequence[str]
) -> Mapping[str, Mapping[str, list[Cell]]]:
    """For each entity, the cells of each column: {"id", "name"} of an entity, or {"str"}, {"int"}, {"float"}.

    An id that nothing has, or no entity, has empty columns.

    Raises:
        BadQuestion: there is no such column.
    """
    for column in columns:
        label_of(snapshot.vocabulary, column)
    selection = Selection.of(snapshot, view, iris)
    return {name: _row(selection, name, columns) for name in names}


def label_of(vocabulary: Vocabulary, column: str) -> str:
    """What a column is called; raises `BadQuestion` if there is none of that name."""
    name = column.removeprefix(BACK)
    if name in vocabulary.projections:
        return vocabulary.projections[name].say(inverse=column != name)
    if column not in vocabulary.properties:
        near = vocabulary.suggest(column, (*vocabulary.properties, *vocabulary.projections))
        hint = f"Did you mean {near}?" if near else "/reconcile/extend names those of a class."
        raise BadQuestion(f"There is no property {column[:100]!r}.", parameter="properties", hint=hint)
    return vocabulary.properties[column].label


def _row(selection: Selection, name: str, columns: Sequence[str]) -> Mapping[str, list[Cell]]:
    snapshot = selection.snapshot
    centre = snapshot.identity.kept.get(name, name)
    if centre not in snapshot.entities:
        return {column: [] for column in columns}
    links = [term for n, term in selection.model.vocabulary.projections.items() if {n, BACK + n} & set(columns)]
    facts = list(_parsed((*entity_quads(selection, [centre]), *_links(selection, centre, links))))
    return {column: list(_cells(selection, centre, column, facts)) for column in columns}


def _links(selection: Selection, centre: str, links: Sequence[Projection]) -> Iterator[Quad]:
    """The direct triples that follow from the relationships of an entity which some links are made of."""
    snapshot, wanted = selection.snapshot, {link.relationship for link in links}
    around = relationships_of(snapshot, selection.network.view, centre) if wanted else ()
    labels = snapshot.vocabulary.labels
    return direct_quads(selection, [n for n in around if wanted & set(labels(snapshot.relationships[n].type))])


def _parsed(quads: Iterable[Quad]) -> Iterator[Any]:
    return parse("".join(f"{' '.join(quad)} .\n" for quad in quads).encode(), RdfFormat.N_QUADS)


def _cells(selection: Selection, centre: str, column: str, facts: Iterable[Any]) -> Iterator[Cell]:
    model, name = selection.model, column.removeprefix(BACK)
    back, node, predicate = name != column, model.things[centre], model.own[name]
    for fact in facts:
        here, there = (fact.object, fact.subject) if back else (fact.subject, fact.object)
        if str(fact.predicate) == predicate and str(here) == node:
            yield _cell(selection, name, there)


def _cell(selection: Selection, name: str, term: NamedNode | Literal) -> Cell:
    """A term as a cell; concepts by their labels."""
    model = selection.model
    if isinstance(term, Literal):
        kind, number = NUMBERS.get(term.datatype.value, ("str", str))
        return {kind: number(term.value)}
    if name in model.vocabulary.projections:
        _, entity = model.iris.parse(term.value)
        return {"id": entity, "name": selection.snapshot.entities[entity].name}
    concept = model.concept_names.get(str(term))
    return {"str": model.vocabulary.concept(*concept).label if concept else term.value}


__all__ = ["columns_of", "extend", "label_of"]
