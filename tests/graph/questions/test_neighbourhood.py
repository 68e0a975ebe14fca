"""What is around an entity?"""

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import BadQuestion, UnknownEntity
from graph.network import build
from graph.questions.neighbourhood import around
from graph.snapshot import Snapshot
from graph.view import View
from tests.graph.worlds import STAKE, forge_world, worlds


def test_who_is_next_to_the_plant() -> None:
    answer = around(build(forge_world(), View()), "forge")
    assert answer.data["centre"] == {"id": "forge", "name": "Forge", "type": "Facility"}
    assert [(n["id"], n["distance"]) for n in answer.data["nodes"]] == [("forge", 0), ("hammer", 1), ("northland", 1)]
    assert [(e["from"], e["phrase"], e["to"]) for e in answer.data["edges"]] == [
        ("forge", "is located in", "northland"),
        ("hammer", "operates", "forge"),
    ]


def test_links_between_neighbours_are_shown() -> None:
    answer = around(build(forge_world(), View()), "forge", 2)
    assert "anvil" in [n["id"] for n in answer.data["nodes"]]
    assert STAKE.id in [c for e in answer.data["edges"] for c in e["claims"]]
    assert STAKE.id in answer.receipt.claims


@given(worlds(), st.integers(1, 3), st.booleans())
@settings(max_examples=40, deadline=None)
def test_distances_are_networkx_own(snapshot: Snapshot, radius: int, directed: bool) -> None:
    network = build(snapshot, View(), directed)
    answer = around(network, "s0", radius)
    ego = nx.ego_graph(network.graph, "s0", radius) if "s0" in network.graph else nx.empty_graph(["s0"])
    assert {n["id"] for n in answer.data["nodes"]} == set(ego)
    assert {e["id"] for e in answer.data["edges"]} == {key for *_, key in ego.edges(keys=True)} if ego.size() else True


def test_the_nearest_are_kept_and_the_cut_is_said() -> None:
    answer = around(build(forge_world(), View()), "anvil", 3, limit=3)
    distances = [n["distance"] for n in answer.data["nodes"]]
    assert (len(distances), max(distances)) == (3, 1)
    assert [x["limit"] for x in answer.receipt.limits] == ["limit"]
    kept = {n["id"] for n in answer.data["nodes"]}
    assert all({e["from"], e["to"]} <= kept for e in answer.data["edges"])


def test_nothing_is_around_a_hermit() -> None:
    assert around(build(forge_world(), View()), "hermit").data["nodes"] == [
        {"id": "hermit", "name": "Hermit", "type": "State", "distance": 0}
    ]


def test_the_centre_stays_whatever_its_type() -> None:
    answer = around(build(forge_world(), View(types=("Firm",))), "forge")
    assert [n["id"] for n in answer.data["nodes"]] == ["forge", "hammer"]


def test_what_cannot_be_asked() -> None:
    network = build(forge_world(), View())
    for asked in ({"radius": 0}, {"radius": 9}, {"limit": 0}):
        with pytest.raises(BadQuestion):
            around(network, "forge", **asked)
    with pytest.raises(UnknownEntity, match="forge"):
        around(network, "froge")
