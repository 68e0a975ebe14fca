"""Adding a class is one edit in one file: everything else that names classes finds it by itself."""

import shutil
from pathlib import Path

import httpx
import pytest
from neo4j import Driver

from api.app import create_app
from graph.server import Connection
from graph.service import Service
from graph.store import Store
from loaders.claims_file import read_dataset
from ontology.vocabulary import PACKAGED, load_vocabulary

CLASS = """
dg:Cartel a owl:Class ; rdfs:subClassOf dg:Firm ; dg:colour "#123456" ;
    rdfs:label "cartel"@en ;
    skos:definition "Firms that act as one."@en .
"""
DATASET = "id: small\ntitle: Small\npublisher: nobody\nlicence: CC0-1.0\ncoverage: one cartel\n"
CLAIMS = """
sources:
  paper: {title: A paper, publisher: nobody, date: 2020, reliability: B, reason: made up}
entities:
  steel-ring:
    type: Cartel
    claims:
      - {source: paper, credibility: 2, name: The Steel Ring}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the ontology with the edit in it, and a dataset that uses the new class."""
    (tmp_path / "ontology").mkdir()
    for path in PACKAGED.glob("*.ttl"):
        shutil.copy(path, tmp_path / "ontology")
    with (tmp_path / "ontology" / "defence.ttl").open("a", encoding="utf-8") as file:
        file.write(CLASS)
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "dataset.yaml").write_text(DATASET, "utf-8")
    (tmp_path / "small" / "paper.yaml").write_text(CLAIMS, "utf-8")
    return tmp_path


async def test_a_new_class_is_found_everywhere(folder: Path, clean_store: Connection, neo4j_driver: Driver) -> None:
    vocabulary = load_vocabulary(folder / "ontology")
    async with Store.open(clean_store, vocabulary, deadline=30) as store:
        await store.prepare()
        await store.load(read_dataset(folder / "small", vocabulary))

    [row], _, _ = neo4j_driver.execute_query("MATCH (n {id: 'steel-ring'}) RETURN labels(n) AS labels")
    assert set(row["labels"]) == {"Cartel", "Firm", "Actor", "Entity"}
    [row], _, _ = neo4j_driver.execute_query("MATCH (c:OntologyClass {name: 'Cartel'})-[:SUBCLASS_OF]->(p) RETURN c, p")
    assert (row["c"]["definition"], row["p"]["name"]) == ("Firms that act as one.", "Firm")

    async with Service(vocabulary, lambda: Store.open(clean_store, vocabulary, deadline=30), deadline=60) as service:
        app = create_app(service, base_iri="https://w3id.org/defgraph/")
        [parameter] = [
            p for p in app.openapi()["paths"]["/api/v1/entities"]["get"]["parameters"] if p["name"] == "type"
        ]
        assert "Cartel" in str(parameter["schema"])
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://defgraph.test") as client:
            found = (await client.get("/api/v1/entities", params={"type": "Cartel"})).json()["data"]
            above = (await client.get("/api/v1/entities", params={"q": "steel ring", "type": "Actor"})).json()["data"]
            turtle = await client.get("/id/steel-ring", headers={"Accept": "text/turtle"})
    assert [(one["id"], one["type"]) for one in found] == [("steel-ring", "Cartel")]
    assert [one["id"] for one in above] == ["steel-ring"]
    assert "dg:Cartel" in turtle.text


async def test_the_packaged_ontology_does_not_have_it(folder: Path) -> None:
    assert "Cartel" not in load_vocabulary().entities
    assert load_vocabulary(folder / "ontology").labels("Cartel")[:2] == ("Cartel", "Firm")
