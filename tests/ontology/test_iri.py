"""Ids to IRIs and back."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.errors import OntologyError
from ontology.iri import NAMESPACE, Iris
from ontology.vocabulary import load_vocabulary

IRIS = Iris()
OTHER = Iris("http://localhost:8000/graph/")
IDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
KINDS = ["entity", "claim", "source", "dataset", "graph", "term"]


@given(IDS, st.sampled_from(KINDS), st.sampled_from([IRIS, OTHER]))
def test_there_and_back(name: str, kind: str, iris: Iris) -> None:
    iri = getattr(iris, kind)(name)
    assert iris.parse(iri) == (kind, name)
    assert (
        ox.parse(f"<{iri}> <urn:p> <urn:o> .".encode(), format=ox.RdfFormat.N_TRIPLES).__next__().subject.value == iri
    )


@given(st.integers(min_value=0))
def test_revisions_too(number: int) -> None:
    assert IRIS.parse(IRIS.revision(number)) == ("revision", str(number))


@given(IDS, IDS, st.sampled_from(KINDS), st.sampled_from(KINDS))
def test_different_things_have_different_iris(one: str, other: str, kind: str, other_kind: str) -> None:
    same = (one, kind) == (other, other_kind)
    assert (getattr(IRIS, kind)(one) == getattr(IRIS, other_kind)(other)) == same


def test_a_readable_id_stays_readable() -> None:
    assert IRIS.entity("f-16.block-72") == "https://w3id.org/defgraph/id/f-16.block-72"


def test_terms_are_in_the_namespace_of_the_ontology() -> None:
    known = load_vocabulary()
    assert IRIS.term("Firm") == known.entities["Firm"].iri == f"{NAMESPACE}Firm"
    assert IRIS.parse(known.concept("TransferStatus", "ordered").iri) == ("term", "TransferStatus-ordered")


@pytest.mark.parametrize(
    "iri",
    [
        "https://example.org/id/morocco",
        "https://w3id.org/defgraph/",
        "https://w3id.org/defgraph/id/",
        "https://w3id.org/defgraph/id/morocco/relationships",
        "https://w3id.org/defgraph/idmorocco",
        "morocco",
        "",
    ],
)
def test_a_foreign_iri_is_refused(iri: str) -> None:
    with pytest.raises(OntologyError, match="names nothing under"):
        IRIS.parse(iri)


def test_an_iri_that_is_no_utf8_is_refused() -> None:
    with pytest.raises(OntologyError, match="not percent-encoded UTF-8"):
        IRIS.parse("https://w3id.org/defgraph/id/%FF")


@pytest.mark.parametrize("base", ["", "example.org/", "https://example.org", "ftp://example.org/"])
def test_a_base_is_an_address_that_ends_in_a_slash(base: str) -> None:
    with pytest.raises(OntologyError, match="cannot be the base"):
        Iris(base)


def test_an_empty_id_has_no_iri() -> None:
    with pytest.raises(OntologyError, match="without an id"):
        IRIS.entity("")
