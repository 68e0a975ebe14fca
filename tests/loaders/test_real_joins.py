"""The publishers' real files side by side: states join wholly, and what else joins is counted."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from graph.claim import Claim
from loaders.run import read_named
from tests.loaders.sound import VOCABULARY
from tests.real_data import FOLDER

pytestmark = pytest.mark.real_data

FILES = {
    "curated": None,
    "states": None,
    "sipri-top-100": ("sipri-top100", "SIPRI-Top-100-2002-2022.xlsx"),
    "sipri-milex": ("sipri-milex", "SIPRI-Milex-data-1948-2023.xlsx"),
    "sipri-register": ("sipri-trade-register", "trade-register_2025-03-13.csv"),
    "atop": ("atop",),
}


@cache
def things() -> dict[str, dict[str, set[str]]]:
    """The entities that each dataset speaks of, by class, whether it describes them or they play a role."""
    found: dict[str, dict[str, set[str]]] = {}
    for name, parts in FILES.items():
        claims = tuple(read_named(name, Path(FOLDER).joinpath(*parts) if parts else None, VOCABULARY).loadset.claims)
        by_class: dict[str, set[str]] = defaultdict(set)
        for claim in claims:
            if claim.type in VOCABULARY.entities:
                by_class[claim.type].add(claim.subject)
        found[name] = by_class | {"all": _players(claims)}
    return found


def _players(claims: tuple[Claim, ...]) -> set[str]:
    roles = VOCABULARY.roles
    return {str(value.value) for c in claims for value in c.values if value.property in roles and value.value}


def test_every_state_of_every_dataset_is_one_of_the_worlds_states() -> None:
    known = things()["states"]["State"]
    for name, by_class in things().items():
        assert by_class["State"] <= known, name
    assert len(things()["sipri-milex"]["State"]) == 173
    assert len(things()["atop"]["State"]) == 218


def test_every_supplier_recipient_and_party_is_described_somewhere() -> None:
    described = set().union(*(of for by_class in things().values() for kind, of in by_class.items() if kind != "all"))
    for name, by_class in things().items():
        assert by_class["all"] <= described, name


def test_firms_and_systems_meet_where_their_ids_say_so() -> None:
    """Names only suggest: here joins what a reviewed table says is the same."""
    firms = things()["sipri-top-100"]["Firm"] & things()["curated"]["Firm"]
    systems = things()["sipri-register"]["System"] & things()["curated"]["System"]
    print(f"\nfirms of the Top 100 that the curated dataset has: {len(firms)} of {len(things()['curated']['Firm'])}")
    print(f"systems of the register that it has: {len(systems)} of {len(things()['curated']['System'])}")
    assert {"israel-aerospace-industries", "elbit-systems", "rafael-advanced-defense-systems"} <= firms
    assert {"lockheed-martin", "boeing", "baykar", "edge-group"} <= firms
    assert "barak-mx" in systems
