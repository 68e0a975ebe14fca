"""Does SPARQL under a view tell of the same pairs as the NetworkX graph of that view?"""

from collections.abc import Iterator

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.network import build
from graph.rdf import Model, to_quads
from graph.snapshot import Snapshot
from graph.view import View
from ontology.iri import Iris
from tests.graph.worlds import worlds

PAIRS = """
    PREFIX dg: <https://w3id.org/defgraph/ns#>
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    SELECT DISTINCT ?from ?link ?to {
      ?claim dg:implies ?statement . ?statement rdf:subject ?from ; rdf:predicate ?link ; rdf:object ?to
    }
"""
DIRECT = "SELECT DISTINCT ?from ?link ?to { GRAPH <https://w3id.org/defgraph/graph/direct> { ?from ?link ?to } }"
VIEWS = st.builds(
    View,
    as_of=st.none() | st.integers(1999, 2026).map(str),
    certainty=st.sampled_from(["possible", "certain"]),
    min_confidence=st.sampled_from([0.0, 0.3, 0.7]),
    relationships=st.sampled_from([(), ("Transfer",), ("Ownership",)]),
)
"""Views in which any assertion will do: other policies weigh claims against one another, which no one claim tells."""


def store_of(snapshot: Snapshot, view: View) -> ox.Store:
    store = ox.Store()
    quads = "".join(" ".join(quad) + " .\n" for quad in to_quads(snapshot, view, Iris(), whole=True))
    store.bulk_load(quads.encode(), ox.RdfFormat.N_QUADS)
    return store


def told(store: ox.Store, query: str) -> set[tuple[str, ...]]:
    found = store.query(query, use_default_graph_as_union=True)
    return {tuple(str(term) for term in row) for row in found}  # type: ignore[union-attr]


def edges(snapshot: Snapshot, view: View) -> Iterator[tuple[str, ...]]:
    """The edges of the view's graph as NetworkX gives them, as triples."""
    model = Model(snapshot.vocabulary, Iris())
    for source, target, data in build(snapshot, view, directed=True).graph.edges(data=True):
        yield model.things[source], model.own[data["link"]], model.things[target]


@given(snapshot=worlds(), view=VIEWS)
@settings(max_examples=60)
def test_the_pairs_of_a_view_are_those_of_its_graph(snapshot: Snapshot, view: View) -> None:
    store = store_of(snapshot, view)
    assert told(store, PAIRS) == set(edges(snapshot, view))
    assert told(store, DIRECT) <= told(store, PAIRS)
