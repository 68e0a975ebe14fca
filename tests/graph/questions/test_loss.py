"""What is lost with what drops out? Against worlds whose answer is plain, and against brute force."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claim import Claim
from graph.errors import BadQuestion, UnknownEntity
from graph.questions.loss import Provision, lose, single_points
from graph.snapshot import Snapshot
from graph.view import View
from ontology.vocabulary import load_vocabulary
from tests.graph.worlds import THINGS, claim, forge_world, thing, world

MORE = (thing("spear", "System"), thing("seeker", "System"), thing("dock", "Facility"))
KITE_MADE = claim("forge-kite", "Production", facility="forge", product="kite")
RUN = claim("forge-run", "FacilityOperation", operator="hammer", facility="forge")
DEAL = claim("deal", "Transfer", supplier="anvil", recipient="northland", system="kite", tivDelivered=30)
SPEARS = claim("spears", "Transfer", supplier="westland", recipient="northland", system="spear", tivDelivered=10)
SEEKER = claim("spear-seeker", "Composition", whole="spear", part="seeker")
SEEKER_MADE = claim("anvil-seeker", "Manufacture", manufacturer="anvil", system="seeker")


def chain(*more: Claim) -> Snapshot:
    """Hammer runs the forge, which makes the kite, which Northland gets; Anvil makes the seeker of the spear."""
    return world(*THINGS, *MORE, KITE_MADE, RUN, DEAL, SPEARS, SEEKER, SEEKER_MADE, *more)


def lost(snapshot: Snapshot, *names: str) -> dict[str, Any]:
    return dict(lose(snapshot, View(), names, "northland").data)  # type: ignore[arg-type]


def ids(records: list[dict[str, Any]], key: str | None = None) -> list[str]:
    return [(r[key] if key else r)["id"] for r in records]


@pytest.mark.parametrize("name", ["hammer", "forge"])
def test_a_system_falls_with_its_only_plant_and_a_plant_with_its_only_operator(name: str) -> None:
    found = lost(chain(), name)
    assert ids(found["transfers"], "transfer") == ["deal"]
    assert found["transfers"][0]["reasons"] == ["nobody else is known to make Kite"]
    assert [(s["entity"]["id"], s["falls"]) for s in found["systems"]] == [("kite", True)]
    assert found["share"] == {"transfers": 0.5, "tiv": 0.75}


def test_a_second_plant_or_operator_keeps_it_standing() -> None:
    for more in (
        claim("dock-kite", "Production", facility="dock", product="kite"),
        claim("dock-run", "FacilityOperation", operator="anvil", facility="forge"),
    ):
        assert lost(chain(more), "hammer")["transfers"] == []
    second = lost(chain(claim("dock-kite", "Production", facility="dock", product="kite")), "forge")
    assert [(s["falls"], ids(s["others"])) for s in second["systems"]] == [(False, ["dock"])]


def test_a_supplier_takes_its_deals_and_a_part_hits_its_whole() -> None:
    found = lost(chain(), "anvil")
    assert [t["reasons"] for t in found["transfers"]] == [["Anvil is its supplier"]]
    assert [(s["entity"]["id"], s["falls"]) for s in found["systems"]] == [("spear", False)]
    assert found["systems"][0]["reasons"][0]["entity"]["id"] == "seeker"


def test_what_only_the_lost_links_to_the_recipient_is_cut_off() -> None:
    assert ids(lost(forge_world(), "hammer")["cut_off"]) == []
    hermit = claim("hammer-hermit", "Ownership", owner="hermit", asset="hammer")
    assert ids(lost(forge_world(hermit), "hammer")["cut_off"]) == ["hermit"]


def test_an_accord_falls_with_the_one_it_is_part_of() -> None:
    snapshot = chain(
        thing("annex", "Accord"),
        claim("annex-part", "AccordPart", part="annex", whole="peace"),
        claim("annex-north", "AccordParty", party="northland", accord="annex"),
        claim("annex-south", "AccordParty", party="southland", accord="annex"),
    )
    assert ids(lost(snapshot, "peace")["cut_off"]) == ["southland"]


def test_single_points_are_those_whose_loss_ends_a_system() -> None:
    answer = single_points(chain(), View(), "northland")
    assert [(r["rank"], r["entity"]["id"], r["count"], ids(r["systems"])) for r in answer.data] == [
        (1, "forge", 1, ["kite"]),
        (1, "hammer", 1, ["kite"]),
    ]
    assert {x["limit"]: x["value"] for x in answer.receipt.limits} == {"unknown_makers": 1}
    assert set(answer.receipt.claims) == {KITE_MADE.id}


FIRMS, PLANTS, GOODS = ("f0", "f1", "f2"), ("p0", "p1"), ("g0", "g1")
PAIRS = [*product(FIRMS, PLANTS), *product(PLANTS, GOODS), *product(FIRMS, GOODS)]
KIND = {"fp": ("FacilityOperation", "operator", "facility"), "pg": ("Production", "facility", "product")} | {
    "fg": ("Manufacture", "manufacturer", "system")
}


@given(st.sets(st.sampled_from(PAIRS)), st.sets(st.sampled_from([*FIRMS, *PLANTS]), min_size=1))
@settings(max_examples=40, deadline=None)
def test_what_falls_is_what_brute_force_finds(pairs: set[tuple[str, str]], gone: set[str]) -> None:
    claims = []
    for a, b in sorted(pairs):
        kind, first, second = KIND[a[0] + b[0]]
        claims.append(claim(f"{a}-{b}", kind, **{first: a, second: b}))
    fallen, before = set(gone), set[str]()
    while fallen != before:  # a thing falls if it has providers of a kind, and all of that kind have fallen
        before = set(fallen)
        for thing_, kind_ in product((*PLANTS, *GOODS), "fp"):
            by = {a for a, b in pairs if b == thing_ and a[0] == kind_}
            if by and by <= fallen:
                fallen.add(thing_)
    things = [*(thing(f, "Firm") for f in FIRMS), *(thing(p, "Facility") for p in PLANTS)]
    snapshot = world(*things, *(thing(g, "System") for g in GOODS), *claims)
    assert Provision.of(snapshot, View()).fall(gone) == fallen


def test_the_ontology_has_the_projections_that_provide() -> None:
    known = load_vocabulary().projections
    assert {"produces", "manufactures", "operates", "partOfAccord", "hasPart", "uses"} <= set(known)
    assert (known["produces"].source, known["partOfAccord"].source) == ("facility", "part")


def test_what_cannot_be_lost() -> None:
    for gone in ([], ["northland"]):
        with pytest.raises(BadQuestion) as refused:
            lose(chain(), View(), gone, "northland")
        assert refused.value.parameter == "without"
    with pytest.raises(UnknownEntity):
        lose(chain(), View(), ["nowhere"], "northland")
