"""Claims as RDF: who says what of what, how surely, and since when it is known.

A claim is a `prov:Entity`. Each value it gives is an `rdf:Statement` of its own, so that a marker, a unit and the
source's wording have a place. Each direct triple that a live claim supports is one more statement (`dg:implies`), one
step from its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import orjson

from graph.claim import Claim, Marker, Value
from graph.dates import BadDate, xsd_bounds
from graph.rdf.model import Model
from graph.rdf.terms import TYPE, Quad, curie, date_literal, scalar_literal, text_literal
from graph.source import claim_weight

Triple = tuple[str, str, str]
Fact = tuple[str, str]
"""Predicate and object of a triple whose subject is known."""
Known = Sequence[tuple[int, int | None]]
"""The revisions that recorded and retracted a claim, once for each time it was there."""

RDF_STATEMENT = curie("rdf:Statement")
SUBJECT, PREDICATE, OBJECT = curie("rdf:subject"), curie("rdf:predicate"), curie("rdf:object")
PROV_ENTITY, DERIVED_FROM = curie("prov:Entity"), curie("prov:wasDerivedFrom")
GENERATED_BY, INVALIDATED_BY = curie("prov:wasGeneratedBy"), curie("prov:wasInvalidatedBy")
EXACT, LANGUAGE = curie("oa:exact"), curie("dct:language")


def claim_quads(
    model: Model, claim: Claim, reliability: str, known: Known, implied: Sequence[tuple[str, Triple]] = ()
) -> Iterator[Quad]:
    """A claim and everything it says.

    `implied` are the direct triples it supports, each with the name of its projection; the statements made of them
    are named after the claim and the projection.
    """
    graph, base = model.graphs["claims"], model.iris.claim(claim.id)
    values = tuple(zip(_names(base, len(claim.values)), in_order(claim), strict=True))
    supported = tuple(_number(base, implied))
    node = f"<{base}>"
    for predicate, thing in _facts(model, claim, reliability, known):
        yield node, predicate, thing, graph
    for predicate, names in ((model.own["says"], values), (model.own["implies"], supported)):
        for name, _ in names:
            yield node, predicate, name, graph
    for name, value in values:
        yield from ((name, p, o, graph) for p, o in _value(model, claim, value))
    for name, triple in supported:
        yield from ((name, p, o, graph) for p, o in _support(model, claim, triple))


def in_order(claim: Claim) -> tuple[Value, ...]:
    """The values of a claim in their canonical order, which number the statements made of them."""
    return tuple(sorted(claim.values, key=lambda value: orjson.dumps(value.as_dict(), option=orjson.OPT_SORT_KEYS)))


def time_facts(model: Model, text: str, temporality: str) -> Iterator[Fact]:
    """When something held: the EDTF text, and the first and last possible day as `xsd:date` where there is one."""
    own = model.own
    yield own["validText"], text_literal(text)
    yield from day_facts(text, temporality, own["validFrom"], own["validTo"])


def day_facts(text: str, reading: str, first: str, last: str) -> Iterator[Fact]:
    """The first and the last day that EDTF text may mean, under the predicates `first` and `last`."""
    try:
        days = xsd_bounds(text, reading)
    except BadDate:
        return  # the text itself is kept; a day made up for it would be worse than none
    for predicate, day in zip((first, last), days, strict=True):
        if day is not None:
            yield predicate, date_literal(day)


def temporality(model: Model, class_name: str) -> str:
    """How a lone date is read for a class: what the ontology says of relationships; entities go on, as states do."""
    found = model.vocabulary.relationships.get(class_name)
    return found.temporality if found else "state"


def _facts(model: Model, claim: Claim, reliability: str, known: Known) -> Iterator[Fact]:
    own = model.own
    yield TYPE, own["Claim"]
    yield TYPE, PROV_ENTITY
    yield own["concerns"], model.things[claim.subject]
    yield own["claimedClass"], own[claim.type]
    yield DERIVED_FROM, model.sources[claim.source]
    yield own["claimStatus"], model.concepts["ClaimStatus", claim.status.value]
    yield own["credibility"], model.concepts["Credibility", str(claim.credibility)]
    yield own["weight"], scalar_literal(round(claim_weight(reliability, claim.credibility), 6))
    if claim.valid is not None:
        yield from time_facts(model, claim.valid, temporality(model, claim.type))
    for predicate, text in ((EXACT, claim.quote), (own["locator"], claim.locator), (own["claimNote"], claim.note)):
        if text is not None:
            yield predicate, text_literal(text)
    for recorded, retracted in known:
        yield GENERATED_BY, model.revision(recorded)
        if retracted is not None:
            yield INVALIDATED_BY, model.revision(retracted)


def _value(model: Model, claim: Claim, value: Value) -> Iterator[Fact]:
    own = model.own
    yield TYPE, RDF_STATEMENT
    yield TYPE, own["ClaimValue"]
    yield SUBJECT, model.things[claim.subject]
    yield PREDICATE, own[value.property]
    said = model.object(value)
    if said is not None:
        yield OBJECT, said
    if value.marker is not Marker.EXACT:
        yield own["marker"], model.concepts["Marker", value.marker.value]
    if value.upper is not None:
        yield own["upper"], scalar_literal(value.upper)
    for predicate, text in ((own["unit"], value.unit), (own["originalText"], value.text)):
        if text is not None:
            yield predicate, text_literal(text)
    if value.lang is not None and not (said and said.endswith(f'"@{value.lang}') and value.lang.islower()):
        yield LANGUAGE, text_literal(value.lang)  # a tag's case is lost in RDF, and a malformed tag is not allowed
    if isinstance(value.value, str) and model.kind(value.property) == "date":
        yield from day_facts(value.value, "event", own["earliest"], own["latest"])


def _support(model: Model, claim: Claim, triple: Triple) -> Iterator[Fact]:
    yield TYPE, RDF_STATEMENT
    yield from zip((SUBJECT, PREDICATE, OBJECT), triple, strict=True)
    yield DERIVED_FROM, model.sources[claim.source]


def _names(base: str, count: int) -> Iterator[str]:
    return (f"<{base}-{i}>" for i in range(1, count + 1))


def _number(base: str, implied: Iterable[tuple[str, Triple]]) -> Iterator[tuple[str, Triple]]:
    """Name each implied statement by its projection, and by a number from the second on."""
    seen: dict[str, int] = {}
    for projection, triple in implied:
        seen[projection] = count = seen.get(projection, 0) + 1
        yield f"<{base}-{projection}{'' if count == 1 else f'-{count}'}>", triple
