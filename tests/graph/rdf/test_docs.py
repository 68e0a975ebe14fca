"""Do the examples of docs/rdf.md run, and is what it shows what we write?"""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

import ontology
from graph.rdf.direct import THRESHOLD
from graph.snapshot import Snapshot
from ontology.iri import NAMESPACE
from tests.graph.rdf.world import VOCABULARY, quads_of, rows, store_of

PAGE = (Path(ontology.__file__).parents[1] / "docs" / "rdf.md").read_text(encoding="utf-8")


def examples(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.fixture(scope="module")
def store(curated: Snapshot) -> ox.Store:
    return store_of(quads_of(curated))


@pytest.mark.parametrize("query", examples("sparql"))
def test_every_query_finds_something_in_the_curated_data(query: str, store: ox.Store):
    assert rows(store, query)


def test_the_example_of_a_claim_uses_the_ontology_as_it_is():
    [example] = examples("trig")
    quads = list(ox.parse(example, ox.RdfFormat.TRIG))
    terms = {term.value for quad in quads for term in (quad.predicate, quad.object) if isinstance(term, ox.NamedNode)}
    known = {term.iri for term in VOCABULARY.terms()}
    assert {term for term in terms if term.startswith(NAMESPACE)} <= known


def test_the_page_names_the_threshold_that_is_used():
    assert f"at least {THRESHOLD}" in PAGE
