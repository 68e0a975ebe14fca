"""Which shapes would the graph violate with a document in it? Asked of the whole that both make, not of the document.

What is missing from a document may be in the graph, and what is right in it may clash with the graph. So the things
that it speaks of are written out as RDF with and without it, and the published shapes are asked of both.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat
from pyoxigraph import Store as Quads

from graph.dumps.conformance import violations
from graph.rdf.quads import claims_quads, entity_quads, sources_quads
from graph.rdf.selection import Selection
from graph.snapshot import Snapshot
from graph.snapshot.scan import scan
from graph.view import View
from ontology.iri import Iris

if TYPE_CHECKING:
    from graph.claim import Claim
    from graph.store.read import StoredClaims
    from loaders.rdf.intake import Received
    from ontology.vocabulary import Vocabulary

Violation = tuple[str, str]
"""A thing's IRI, and what is wrong with it."""


def new_violations(received: Received, stored: StoredClaims, vocabulary: Vocabulary) -> tuple[Violation, ...]:
    """What would violate a shape with a document, and doesn't without it."""
    known = {claim.id for claim, _, retracted in stored.claims if retracted is None}
    fresh = [claim for claim in received.claims if claim.id not in known]
    things = _spoken_of(fresh, vocabulary)
    before, after = (_violating(_snapshot(received, stored, vocabulary, some), things) for some in ((), fresh))
    return tuple(sorted(after - before))


def _spoken_of(claims: Iterable[Claim], vocabulary: Vocabulary) -> set[str]:
    """What claims are about, and who plays a role in it."""
    players = {str(v.value) for claim in claims for v in claim.values if v.property in vocabulary.roles}
    return players | {claim.subject for claim in claims}


def _snapshot(received: Received, stored: StoredClaims, vocabulary: Vocabulary, claims: Iterable[Claim]) -> Snapshot:
    datasets = {dataset.id: dataset for dataset in (*received.datasets, *stored.datasets)}
    sources = {source.id: source for source in (*received.sources, *stored.sources)}
    said = scan([(claim, stored.revision, None) for claim in claims], stored.said)
    return Snapshot.of(vocabulary, stored.revision, datasets.values(), sources.values(), said, ())


def _violating(snapshot: Snapshot, things: set[str]) -> set[Violation]:
    selection = Selection.of(snapshot, View(), Iris(), whole=True)
    about = sorted(things.intersection(snapshot.position))
    cited = selection.with_origins(claim.source for claim, _ in selection.heard(about))
    quads = (
        *entity_quads(selection, about),
        *claims_quads(selection, about),
        *sources_quads(selection, cited),
    )
    store = Quads()
    store.bulk_load("".join(f"{' '.join(quad)} .\n" for quad in quads).encode(), RdfFormat.N_QUADS)
    return {(thing, found.check.message) for found in violations(store, snapshot.vocabulary) for thing in found.things}


__all__ = ["Violation", "new_violations"]
