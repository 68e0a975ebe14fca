"""Does the graph survive the way into other tools?"""

import csv
import io
import json
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.checks import UnknownName
from graph.network import build
from graph.questions.export import FORMATS, graph_answer, plain_graph, write_graph
from graph.snapshot import Snapshot
from graph.view import View
from tests.graph.worlds import denial, forge_world, worlds


def edges(graph: Any) -> dict[Any, Any]:
    """The data of each edge by its key, whichever way an undirected one was written."""
    return {
        key: (tuple(sorted((u, v))) if not graph.is_directed() else (u, v), data)
        for u, v, key, data in graph.edges(keys=True, data=True)
    }


@given(worlds(), st.booleans(), st.sampled_from(["direct", "roles"]))
@settings(max_examples=40, deadline=None)
def test_graphml_reads_back_the_same(snapshot: Snapshot, directed: bool, projection: str) -> None:
    network = build(snapshot, View(projection=projection, as_of="2020"), directed)
    back = nx.read_graphml(io.BytesIO(write_graph(network, "graphml")), force_multigraph=True)
    ours = plain_graph(network)
    assert back.is_directed() is directed
    assert dict(back.nodes(data=True)) == dict(ours.nodes(data=True))
    assert edges(back) == edges(ours)
    assert list(back) == list(ours)


def test_graphml_says_what_it_is_of() -> None:
    network = build(forge_world(), View(as_of="2023", types=("Actor",)))
    about = nx.read_graphml(io.BytesIO(write_graph(network, "graphml"))).graph
    assert about["revision"] == 3
    assert json.loads(about["view"]) == {"as_of": "2023", "type": ["Actor"]}


def test_json_reads_back_with_networkx() -> None:
    network = build(forge_world(), View())
    back = nx.node_link_graph(json.loads(write_graph(network, "json")), edges="edges")
    assert nx.utils.graphs_equal(nx.Graph(back), nx.Graph(network.graph)) or set(back) == set(network.graph)
    assert edges(back).keys() == edges(network.graph).keys()


def test_the_answer_has_the_same_graph_and_a_receipt() -> None:
    network = build(forge_world(), View())
    answer = graph_answer(network)
    assert json.loads(answer.to_json())["data"] == json.loads(write_graph(network, "json"))
    assert answer.receipt.claim_count == len(network.claims)


def test_cytoscape() -> None:
    network = build(forge_world(), View())
    back = nx.cytoscape_graph(json.loads(write_graph(network, "cytoscape")))
    assert set(back) == set(network.graph)
    assert back.number_of_edges() == network.graph.number_of_edges()
    assert back.nodes["anvil"]["name"] == "Anvil"


def test_gexf_reads_back_with_names_types_and_dates() -> None:
    network = build(forge_world(), View())
    back = nx.read_gexf(io.BytesIO(write_graph(network, "gexf")))
    assert set(back) == set(network.graph)
    assert (back.nodes["anvil"]["label"], back.nodes["anvil"]["class"]) == ("Anvil", "Firm")
    stakes = [d for _, _, d in back.edges(data=True) if d["relationship"] == "anvil-hammer"]
    assert [(d["class"], d["valid_from"], d["valid_to"]) for d in stakes] == [("Ownership", "2020", "..")]


def test_csv_has_a_row_an_edge_with_names() -> None:
    no = denial("anvil-hammer", "Ownership", owner="anvil", asset="hammer")
    network = build(forge_world(no), View())
    rows = list(csv.DictReader(io.StringIO(write_graph(network, "csv").decode())))
    assert len(rows) == network.graph.number_of_edges()
    (row,) = [r for r in rows if r["relationship"] == "anvil-hammer"]
    assert (row["from"], row["from_name"], row["from_type"], row["to"]) == ("anvil", "Anvil", "Firm", "hammer")
    assert (row["phrase"], row["denials"], row["contested"]) == ("has the subsidiary", no.id, "True")


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_twice_the_same_bytes(name: str) -> None:
    one, other = (write_graph(build(forge_world(), View()), name) for _ in range(2))
    assert one == other
    assert one


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_an_empty_graph_can_be_written(name: str) -> None:
    assert write_graph(build(forge_world(), View(known_at=0)), name)


def test_a_format_nobody_has() -> None:
    with pytest.raises(UnknownName, match="graphml"):
        write_graph(build(forge_world(), View()), "graphlm")
