"""Does what may not be passed on stay here, and is it said how much that is?"""

import csv
import io
from dataclasses import replace

import networkx as nx
import orjson
import pytest

from graph.claim import Value
from graph.licence import (
    Passing,
    closed_datasets,
    left_out,
    may_pass,
    named_openly,
    open_network,
    passable,
    remarks,
)
from graph.memory import Memory
from graph.network import build
from graph.questions.export import FORMATS, graph_answer, write_graph
from graph.snapshot import Snapshot
from graph.view import View
from tests.graph.worlds import DEAL, DEAL_AGAIN, FORGE_WORLD, REGISTER, STAKE, claim, forge_world
from tests.graph.worlds import world as world_of

SECRET = claim("secret", "Transfer", "yearbook", supplier="hammer", recipient="hermit", system="kite", valid="2021")
"""Only the closed register tells of it."""


@pytest.fixture
def world() -> Snapshot:
    return forge_world(SECRET)


def test_a_claim_passes_as_its_dataset_says(world: Snapshot) -> None:
    summed = replace(world, datasets={**world.datasets, "register": replace(REGISTER, aggregates=True)})
    assert (may_pass(world, DEAL), may_pass(world, SECRET)) == (Passing.WHOLE, Passing.NOT)
    assert may_pass(summed, SECRET) is Passing.SUMMED
    assert closed_datasets(world) == ("register",)


def test_what_only_a_closed_dataset_says_is_not_in_any_file(world: Snapshot) -> None:
    network = build(world, passable(world, View()))
    for name in ("json", "graphml", "csv", "cytoscape"):
        text = write_graph(network, name).decode()
        assert "hammer" in text
        assert not {word for word in ("secret", "hermit", SECRET.id, DEAL_AGAIN.id) if word in text}


def test_what_only_a_closed_dataset_names_goes_by_its_id() -> None:
    named = claim("anvil", "Firm", "yearbook", name=Value("name", "Amboss AG", lang="en"), alias="Amboss")
    unnamed = [one for one in FORGE_WORLD if not (one.subject == "anvil" and one.get("name"))]
    secret = world_of(*unnamed, named)
    assert secret.entities["anvil"].name == "Amboss AG"
    for name in FORMATS:
        text = write_graph(open_network(secret, View()), name).decode()
        assert "anvil" in text
        assert "Amboss" not in text, name
    assert "Amboss" in write_graph(build(secret, View()), "csv").decode()
    assert named_openly(secret).entities["hammer"].name == "Hammer"


def test_a_name_that_others_give_too_stays_and_an_open_graph_is_itself() -> None:
    better = claim("anvil", "Firm", "yearbook", name=Value("name", "AAA Works", lang="en"))
    both = forge_world(better)
    assert named_openly(both).entities["anvil"].name == "Anvil"
    open_world = replace(both, datasets={"press": both.datasets["press"]}, memory=Memory())
    assert named_openly(open_world) is open_world


def test_what_others_say_too_stays(world: Snapshot) -> None:
    rows = list(csv.DictReader(io.StringIO(write_graph(build(world, passable(world, View())), "csv").decode())))
    assert {row["claims"] for row in rows if row["relationship"] == "deal"} == {DEAL.id}
    assert STAKE.subject in {row["relationship"] for row in rows}


def test_the_file_and_the_receipt_count_what_is_left_out(world: Snapshot) -> None:
    network = build(world, passable(world, View()))
    told = ("2 claims of the dataset register are left out: its licence does not let them be passed on.",)
    assert remarks(left_out(world, network.view)) == told
    assert nx.read_graphml(io.BytesIO(write_graph(network, "graphml"))).graph["left_out"] == told[0]
    (limit,) = orjson.loads(graph_answer(network).to_json())["receipt"]["limits"]
    assert (limit["limit"], limit["value"], limit["text"]) == ("licence", 2, told[0])


def test_only_what_the_view_believes_is_counted(world: Snapshot) -> None:
    view = passable(world, View(as_of="2021"))
    assert left_out(world, view) == {"register": 1}
    assert left_out(world, passable(world, View(datasets=("press",)))) == {}


def test_a_graph_without_closed_datasets_is_as_ever() -> None:
    world = forge_world(without=[DEAL_AGAIN])
    assert left_out(world, passable(world, View())) == {}
    assert "left_out" not in nx.read_graphml(io.BytesIO(write_graph(build(world, View()), "graphml"))).graph
