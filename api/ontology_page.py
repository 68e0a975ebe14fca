"""The ontology as a document for people: a diagram, classes, relationships, properties, vocabularies.

Every term has its local name as anchor, so that its IRI, which ends in that after a hash, leads to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fastapi.responses import HTMLResponse

from api.html import Html, element, joined, link, page, table
from ontology.document import WRITTEN, ontology_version
from ontology.iri import NAMESPACE
from ontology.terms import EntityClass, Property, RelationshipClass, Scheme, Term
from ontology.vocabulary import Vocabulary

ROW, STEP, WIDTH = 26, 28, 640
"""Pixels of the diagram: height of a row, indentation of a subclass, width of the whole."""
SUFFIXES = {"text/turtle": ".ttl", "application/ld+json": ".jsonld", "application/n-triples": ".nt"}
SUFFIXES |= {"application/rdf+xml": ".rdf"}


def ontology_page(vocabulary: Vocabulary) -> HTMLResponse:
    """The whole document."""
    entities, relationships = vocabulary.entities.values(), vocabulary.relationships.values()
    return page(
        "Ontology of defence relationships",
        _head(),
        element("h2", "Entities"),
        diagram(tuple(entities)),
        *(_entity(vocabulary, kind) for kind in entities),
        element("h2", "Relationships"),
        *(_relationship(vocabulary, kind) for kind in relationships),
        element("h2", "Direct edges"),
        table(("edge", "from", "to", "of"), (_projection(p, kind) for kind in relationships for p in kind.projections)),
        element("h2", "Properties"),
        table(("property", "what it means", "of"), map(_property, vocabulary.properties.values())),
        element("h2", "Claims, sources, and what the ontology is written with"),
        table(("term", "what it means"), ((_named(term), term.definition) for term in _others(vocabulary))),
        element("h2", "Vocabularies"),
        *(_scheme(scheme) for scheme in vocabulary.schemes.values()),
    )


def _head() -> Html:
    formats = joined((link(f"/ontology{SUFFIXES[media]}", media) for media in WRITTEN), ", ")
    told = f"Version {ontology_version()}. Namespace "
    more = joined((link("/ontology/shapes", "SHACL shapes"), ", ", link("/ontology/context.jsonld", "JSON-LD context")))
    return element("p", told, element("code", NAMESPACE), ". As ", formats, ". ", more, ".")


def diagram(kinds: Sequence[EntityClass]) -> Html:
    """The tree of classes, each in its colour; every box leads to its class."""
    rows = tuple(_tree(kinds, None))
    boxes = (_box(number, kind) for number, kind in enumerate(rows))
    size = {"viewBox": f"0 0 {WIDTH} {ROW * len(rows)}", "width": str(WIDTH), "height": str(ROW * len(rows))}
    return element("svg", *boxes, role="img", aria_label="The tree of classes", **size)


def _tree(kinds: Sequence[EntityClass], parent: str | None) -> Iterator[EntityClass]:
    for kind in (k for k in kinds if k.parent == parent):
        yield kind
        yield from _tree(kinds, kind.name)


def _box(number: int, kind: EntityClass) -> Html:
    x, y = STEP * len(kind.ancestors), ROW * number
    square = element("rect", x=str(x), y=str(y + 5), width="16", height="16", fill=kind.colour)
    text = element("text", kind.name, x=str(x + 24), y=str(y + 18), fill="currentColor")
    lead = element("path", d=f"M{x - 20} {y - 4}V{y + 13}H{x}", stroke="currentColor", fill="none") if x else None
    return element("a", square, text, lead, href=f"#{kind.name}")


def _entity(vocabulary: Vocabulary, kind: EntityClass) -> Html:
    below = [name for name in vocabulary.subclasses(kind.name) if name != kind.name]
    own = [name for name, term in vocabulary.properties.items() if kind.name in term.domain]
    above = joined(("Is a kind of ", _to(kind.parent), ". ")) if kind.parent else None
    return _section(kind, above, _list("Kinds: ", below), _list("Properties: ", own), *_aligned(kind))


def _relationship(vocabulary: Vocabulary, kind: RelationshipClass) -> Html:
    rows = (
        (_named(role, anchor=kind.name in role.relationships[:1]), _terms(role.range), _needed(role.required))
        for role in kind.roles
    )
    own = [name for name, term in vocabulary.properties.items() if kind.name in term.domain]
    times = {"state": "It holds until it is said to end.", "event": "It is over with its date."}[kind.temporality]
    roles = table(("role", "who", ""), rows)
    return _section(kind, element("p", times), roles, _list("Properties: ", own), *_aligned(kind))


def _section(term: Term, *more: Html | None) -> Html:
    head = element("h3", term.name, " ", element("small", term.label))
    note = element("p", term.scope_note, class_="muted") if term.scope_note else None
    return element("section", head, element("p", term.definition), note, *more, id=term.name)


def _aligned(term: Term) -> Iterator[Html]:
    if term.alignments:
        links = (joined((f"{relation} ", link(iri, iri))) for relation, iri in term.alignments)
        yield element("p", "Elsewhere: ", joined(links, "; "), class_="muted")


def _projection(projection: Term, kind: RelationshipClass) -> tuple[Html, str, str, Html]:
    source, target = (str(getattr(projection, end)) for end in ("source", "target"))
    return _named(projection), source, target, _to(kind.name)


def _property(term: Property) -> tuple[Html, Html, Html]:
    units = f" In {', '.join(term.units)}." if term.units else ""
    scheme = joined((" One of ", _to(term.scheme), ".")) if term.scheme else None
    return _named(term), joined((term.definition, units, scheme)), _terms(term.domain)


def _others(vocabulary: Vocabulary) -> Iterator[Term]:
    """The terms of the claim model, and those that describe terms."""
    parts = (vocabulary.entities, vocabulary.relationships, vocabulary.roles, vocabulary.properties)
    shown = {*(name for part in (*parts, vocabulary.projections, vocabulary.schemes) for name in part)}
    concepts = {concept.iri for scheme in vocabulary.schemes.values() for concept in scheme.concepts.values()}
    return (t for t in vocabulary.terms() if t.name not in shown and t.iri not in concepts)


def _scheme(scheme: Scheme) -> Html:
    rows = (
        (
            element("span", concept.name, id=concept.iri.removeprefix(NAMESPACE)),
            concept.label,
            concept.definition,
            _to(f"{scheme.name}-{concept.broader}", concept.broader) if concept.broader else "",
        )
        for concept in scheme.concepts.values()
    )
    return _section(scheme, table(("concept", "", "what it means", "narrower than"), rows))


def _named(term: Term, *, anchor: bool = True) -> Html:
    label = element("small", term.label)
    return element("span", element("b", term.name), " ", label, id=term.name if anchor else None, title=term.definition)


def _to(name: str | None, shown: str | None = None) -> Html:
    return element("a", shown or str(name), href=f"#{name}")


def _terms(names: Sequence[str]) -> Html:
    return joined((_to(name) for name in names), ", ")


def _list(told: str, names: Sequence[str]) -> Html | None:
    return element("p", told, _terms(names)) if names else None


def _needed(required: bool) -> str:
    return "needed" if required else ""


__all__ = ["SUFFIXES", "diagram", "ontology_page"]
