"""A partner's table gets what can be read on its own, and nothing else."""

import pytest

from graph.claim import Marker, Status
from graph.errors import BadQuestion
from graph.rdf.extend import columns_of, extend
from graph.view import View
from tests.graph.rdf.world import IRIS, THINGS, VOCABULARY, claim, snapshot_of, value

STAKE = claim("stake", "Ownership", {"owner": "northwind", "asset": "lantern"}, valid="2021/..")


def cells(*claims: object, of: str = "northwind", column: str = "owns") -> list[dict[str, object]]:
    return extend(snapshot_of(*THINGS, *claims), View(), IRIS, [of], [column])[of][column]  # type: ignore[arg-type]


def test_a_link_is_read_both_ways():
    assert cells(STAKE) == [{"id": "lantern", "name": "Lantern"}]
    assert cells(STAKE, of="lantern", column="^owns") == [{"id": "northwind", "name": "Northwind Optics"}]
    assert cells(STAKE, of="lantern") == cells(STAKE, column="^owns") == []


@pytest.mark.parametrize(
    "other",
    [
        {"status": Status.DENIED},
        {"source": "gossip", "credibility": 6},
        {"source": "register"},
        {"valid": "2010/2015"},
    ],
    ids=["denied", "weak", "closed", "over"],
)
def test_what_cannot_be_read_on_its_own_is_no_cell(other: dict[str, object]):
    said = {"owner": "northwind", "asset": "lantern"}
    assert cells(claim("stake", "Ownership", said, **{"valid": "2021/..", **other})) == []


def test_values_come_in_their_kind():
    def of_yard(**said: object) -> dict[str, list[dict[str, object]]]:
        yard = snapshot_of(claim("yard", "Facility", {"name": "Yard", **said}))
        return {c: extend(yard, View(), IRIS, ["yard"], [c])["yard"][c] for c in ("count", "built", "facilityKind")}  # type: ignore[misc]

    kind = next(iter(VOCABULARY.schemes[str(VOCABULARY.properties["facilityKind"].scheme)].concepts.values()))
    told = of_yard(count=3, built="2021-11", facilityKind=kind.name)
    assert told == {"count": [{"int": 3}], "built": [{"str": "2021-11"}], "facilityKind": [{"str": kind.label}]}
    assert of_yard(count=value("count", 3, marker=Marker.APPROXIMATE))["count"] == []


def test_an_unknown_id_has_empty_columns_and_an_unknown_column_is_told():
    assert cells(STAKE, of="nobody") == cells(STAKE, of="stake") == []
    with pytest.raises(BadQuestion, match="supplis") as told:
        cells(STAKE, column="supplis")
    assert "supplies" in str(told.value)
    with pytest.raises(BadQuestion):
        cells(STAKE, column="^name")


def test_each_class_proposes_what_its_members_may_have():
    for kind in VOCABULARY.entities:
        for column in columns_of(VOCABULARY, kind):
            assert column["id"]
            assert column["name"]
