"""A snapshot as RDF: every triple once, in one graph, graph by graph.

| graph | holds |
|---|---|
| `graph/direct` | plain triples between entities that are safe to read on their own (`graph.rdf.direct`) |
| `graph/entities` | entities and relationships with what can be said of them outright (`graph.rdf.things`) |
| `graph/claims` | every claim with its values and evidence, retracted and disputed ones too (`graph.rdf.claims`) |
| `graph/sources` | sources and datasets (`graph.rdf.records`) |
| `graph/meta` | revisions, what this export is of, and the rule of the direct graph |

What is said of one subject in one graph stands together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import orjson

from graph.licence import remarks
from graph.rdf.claims import GENERATED_BY, Triple, claim_quads
from graph.rdf.direct import RULE, THRESHOLD
from graph.rdf.records import COMMENT, TITLE, dataset_quads, revision_quads, source_quads
from graph.rdf.selection import Selection
from graph.rdf.terms import TYPE, Quad, curie, iri, scalar_literal, text_literal
from graph.rdf.things import thing_quads
from graph.snapshot import Snapshot
from graph.view import View
from ontology.iri import Iris

SAME_AS, REPLACED_BY = curie("owl:sameAs"), curie("dct:isReplacedBy")


def to_quads(snapshot: Snapshot, view: View, iris: Iris, *, whole: bool = False) -> Iterator[Quad]:
    """Every quad of a view, streamed: subject, predicate, object and graph in N-Triples syntax.

    Claims of datasets whose licence doesn't let them be passed on are left out, and so is all that follows from them
    alone, unless `whole`; the graph `meta` says how many.
    """
    selection = Selection.of(snapshot, view, iris, whole=whole)
    yield from direct_quads(selection)
    yield from entity_quads(selection, selection.things)
    narrow = bool(view.types or view.relationships)
    yield from claims_quads(selection, selection.things if narrow else None)
    yield from sources_quads(selection, selection.speakers())
    yield from meta_quads(selection)


def direct_quads(selection: Selection, relationships: Collection[str] | None = None) -> Iterator[Quad]:
    """The direct triples, or those that follow from some relationships."""
    graph = selection.model.graphs["direct"]
    return ((*triple, graph) for triple in selection.direct(relationships))


def entity_quads(selection: Selection, things: Collection[str]) -> Iterator[Quad]:
    """Entities and relationships, and which other ids lead to them."""
    for name in things:
        told = False
        for quad in thing_quads(selection.model, selection.network, name):
            told = True
            yield quad
        if told:
            yield from _other_ids(selection, name)


def _other_ids(selection: Selection, name: str) -> Iterator[Quad]:
    """That other ids are of the same thing, and that this one takes their place."""
    model = selection.model
    node, graph = model.things[name], model.graphs["entities"]
    for other in selection.snapshot.identity.others.get(name, ()):
        yield model.things[other], SAME_AS, node, graph
        yield model.things[other], REPLACED_BY, node, graph


def claims_quads(selection: Selection, about: Collection[str] | None = None) -> Iterator[Quad]:
    """The claims that are heard, or those about some things."""
    sources, implied = selection.snapshot.sources, selection.implied(about)
    for claim, known in selection.heard(about):
        reliability = sources[claim.source].reliability
        yield from claim_quads(selection.model, claim, reliability, known, implied.get(claim.id, ()))


def sources_quads(selection: Selection, names: Collection[str]) -> Iterator[Quad]:
    """Some sources and their datasets; all datasets if the view leaves nothing out."""
    snapshot = selection.snapshot
    homes = {snapshot.sources[name].dataset for name in names}
    if selection.is_unfiltered:
        homes |= set(snapshot.datasets) - set(selection.withheld)
    for home in sorted(homes):
        yield from dataset_quads(selection.model, snapshot.datasets[home])
    for name in names:
        yield from source_quads(selection.model, snapshot.sources[name])


def meta_quads(selection: Selection) -> Iterator[Quad]:
    """The revisions, what this is an export of, and what its graph of direct triples holds."""
    graph = selection.model.graphs["meta"]
    for revision in selection.snapshot.revisions:
        if revision.number <= selection.known_at:
            yield from revision_quads(selection.model, revision)
    yield from ((*triple, graph) for triple in _about(selection))


def _about(selection: Selection) -> Iterator[Triple]:
    model = selection.model
    export, direct = iri(model.iris.base), model.graphs["direct"]
    yield export, TYPE, curie("void:Dataset")
    yield export, TITLE, text_literal("defgraph")
    yield export, GENERATED_BY, model.revision(selection.known_at)
    for remark in _remarks(selection):
        yield export, COMMENT, text_literal(remark)
    yield direct, COMMENT, text_literal(RULE)
    yield direct, model.own["confidence"], scalar_literal(THRESHOLD)


def _remarks(selection: Selection) -> Iterator[str]:
    """What is missing here: by the view, or by a licence."""
    if asked := selection.view.relaxed("projection").as_dict():
        yield f"View: {orjson.dumps(asked, option=orjson.OPT_SORT_KEYS).decode()}"
    yield from remarks(selection.left_out)


__all__ = ["to_quads"]
