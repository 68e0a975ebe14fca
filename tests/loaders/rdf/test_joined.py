"""What a document says may be right by itself, and wrong beside what the graph knows; or the other way round."""

from pathlib import Path

import pytest

from graph.snapshot.scan import scan
from graph.store.read import StoredClaims
from loaders.rdf.joined import new_violations
from tests.graph.rdf.world import PRESS, SOURCES, THINGS, VOCABULARY, claim
from tests.loaders.rdf.test_intake import BASE, DOCUMENT, read, write

PART = (
    DOCUMENT
    + """
<urn:x:2> a dg:Claim ; dg:concerns id:lens-of-telescope ; dg:claimedClass dg:Composition ; dg:saidBy s:gazette ;
    dg:claimStatus dg:ClaimStatus-asserted ; dg:credibility dg:Credibility-3 ; dg:says <urn:x:2-1> , <urn:x:2-2> .
<urn:x:2-1> rdf:predicate dg:whole ; rdf:object id:telescope .
<urn:x:2-2> rdf:predicate dg:part ; rdf:object id:%s .
"""
)


def stored(*claims: object) -> StoredClaims:
    rows = [(one, 1, None) for one in (*THINGS, *claims)]
    return StoredClaims(1, (PRESS,), SOURCES[:3], scan(rows))  # type: ignore[arg-type]


def violated(text: str, folder: Path, *claims: object) -> list[str]:
    return [thing for thing, _ in new_violations(read(write(folder, text)), stored(*claims), VOCABULARY)]


def test_a_firm_of_the_graph_is_no_part_of_a_system(tmp_path: Path):
    assert set(violated(PART % "lantern", tmp_path)) == {f"{BASE}id/lens-of-telescope"}


@pytest.mark.parametrize("text", [DOCUMENT, PART % "telescope-lens"])
def test_what_fits_is_nothing_new(tmp_path: Path, text: str):
    """The part is described by the graph alone."""
    assert violated(text, tmp_path, claim("telescope-lens", "System", {"name": "Lens"})) == []


def test_what_the_graph_has_against_its_shapes_anyway_is_not_the_documents_fault(tmp_path: Path):
    wrong = claim("old", "Composition", {"whole": "telescope", "part": "northwind"})
    assert violated(PART % "telescope-lens", tmp_path, claim("telescope-lens", "System", {"name": "L"}), wrong) == []
