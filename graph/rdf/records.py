"""Sources, datasets and revisions as RDF: who published what, under which licence, how far trusted, when it came in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from graph.dates import BadDate, xsd_bounds
from graph.rdf.claims import DERIVED_FROM, LANGUAGE, PROV_ENTITY, Fact, day_facts
from graph.rdf.model import Model
from graph.rdf.terms import (
    TYPE,
    Quad,
    curie,
    date_literal,
    date_text_literal,
    iri,
    is_address,
    scalar_literal,
    text_literal,
    typed_literal,
)
from graph.source import Dataset, Revision, Source

TITLE, PUBLISHER, ISSUED, PART_OF = (curie(f"dct:{name}") for name in ("title", "publisher", "issued", "isPartOf"))
RIGHTS, LICENCE = curie("dct:rights"), curie("dct:license")
URL, NOTE, COMMENT = curie("schema:url"), curie("skos:note"), curie("rdfs:comment")
ENDED, USED, ACTIVITY, DCAT_DATASET = (
    curie(n) for n in ("prov:endedAtTime", "prov:used", "prov:Activity", "dcat:Dataset")
)
_DATE_TIME = curie("xsd:dateTime")


def source_quads(model: Model, source: Source) -> Iterator[Quad]:
    """A source: title, publisher, date, address, grade with its reason, dataset, and the sources it repeats."""
    return _quads(model, model.sources[source.id], "sources", _source(model, source))


def dataset_quads(model: Model, dataset: Dataset) -> Iterator[Quad]:
    """A dataset: title, publisher, licence, coverage, and whether its claims may be passed on."""
    return _quads(model, model.datasets[dataset.id], "sources", _dataset(model, dataset))


def revision_quads(model: Model, revision: Revision) -> Iterator[Quad]:
    """A revision: the activity that recorded and retracted claims."""
    return _quads(model, model.revision(revision.number), "meta", _revision(model, revision))


def _quads(model: Model, node: str, role: str, facts: Iterator[Fact]) -> Iterator[Quad]:
    graph = model.graphs[role]
    return ((node, predicate, thing, graph) for predicate, thing in facts)


def _source(model: Model, source: Source) -> Iterator[Fact]:
    own = model.own
    yield TYPE, own["Source"]
    yield TYPE, PROV_ENTITY
    yield TITLE, text_literal(source.title)
    yield PART_OF, model.datasets[source.dataset]
    yield own["reliability"], model.concepts["Reliability", source.reliability.value]
    yield from _texts((PUBLISHER, source.publisher), (own["reliabilityReason"], source.reason), (NOTE, source.note))
    yield from _texts((LANGUAGE, source.language), (own["accessed"], source.accessed))
    if source.date is not None:
        yield ISSUED, _date(source.date)
        yield from day_facts(source.date, "event", own["earliest"], own["latest"])
    if source.url is not None:
        yield URL, _link(source.url)
    for origin in source.derived_from:
        yield DERIVED_FROM, model.sources[origin]


def _dataset(model: Model, dataset: Dataset) -> Iterator[Fact]:
    own = model.own
    yield TYPE, own["Dataset"]
    yield TYPE, DCAT_DATASET
    yield from _texts((TITLE, dataset.title), (PUBLISHER, dataset.publisher), (RIGHTS, dataset.licence))
    yield own["coverage"], text_literal(dataset.coverage)
    yield own["redistributable"], scalar_literal(dataset.redistribute)
    if dataset.aggregates:
        yield own["aggregable"], scalar_literal(True)
    for predicate, address in ((LICENCE, dataset.licence_url), (URL, dataset.url)):
        if address is not None:
            yield predicate, _link(address)


def _revision(model: Model, revision: Revision) -> Iterator[Fact]:
    own = model.own
    yield TYPE, own["Revision"]
    yield TYPE, ACTIVITY
    yield own["revisionNumber"], scalar_literal(revision.number)
    yield USED, model.datasets[revision.dataset]
    yield ENDED, _moment(revision.committed)
    yield COMMENT, text_literal(revision.message)
    yield own["added"], scalar_literal(revision.added)
    yield own["removed"], scalar_literal(revision.retracted)
    yield own["digest"], text_literal(revision.digest)


def _texts(*facts: tuple[str, str | None]) -> Iterator[Fact]:
    return ((predicate, text_literal(text)) for predicate, text in facts if text is not None)


def _link(address: str) -> str:
    """An address as an IRI, or as text if it is not one."""
    return iri(address) if is_address(address) else text_literal(address)


def _date(text: str) -> str:
    """A day as `xsd:date`, anything looser as EDTF."""
    try:
        exact = xsd_bounds(text, "event") == (text, text)
    except BadDate:
        return text_literal(text)
    return date_literal(text) if exact else date_text_literal(text)


def _moment(text: str) -> str:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return text_literal(text)
    return typed_literal(text, _DATE_TIME)
