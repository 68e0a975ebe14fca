"""The W3C's suites, for whoever has them: does each test pass, or fail for a reason that is known?"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

import ontology
from tests.conformance.documents import FOLDERS, JSONLD, RDF11
from tests.conformance.everything import outcomes
from tests.conformance.manifests import address_of, file_of
from tests.conformance.outcome import Outcome, known, reason_for, surprises
from tests.conformance.report import page

pytestmark = [
    pytest.mark.w3c,
    pytest.mark.timeout(1800),
    pytest.mark.filterwarnings("ignore:.*deprecated, use Dataset.*:DeprecationWarning"),  # of rdflib, in rdflib
]

PAGE = Path(ontology.__file__).parents[1] / "docs" / "conformance.md"
ENTRIES = """
    PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    PREFIX dawg: <http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#>
    SELECT DISTINCT ?entry {
      ?manifest mf:entries/rdf:rest*/rdf:first ?entry
      FILTER NOT EXISTS { ?entry dawg:approval dawg:Deprecated }
    }
"""
NO_MANIFESTS = ("/reports/", "/extended-", "/sameTerm-")
"""What the paths of files have that list tests, but are reports of others or proposals that no manifest includes."""


@pytest.fixture(scope="module")
def ran() -> list[Outcome]:
    return asyncio.run(outcomes())


def test_nothing_fails_that_is_not_known_to_and_nothing_passes_that_is(ran: list[Outcome]) -> None:
    assert surprises(ran) == []


def test_every_test_in_every_file_has_been_run(ran: list[Outcome]) -> None:
    folders = [address_of("rdf-tests", "sparql", version) for version in ("sparql10", "sparql11")]
    folders += [address_of(*RDF11, folder) for folder, _ in FOLDERS.values()]
    folders.append(address_of("data-shapes", "data-shapes-test-suite", "tests", "core"))
    listed = {entry for folder in folders for entry in _entries(folder)}
    listed |= {f"{JSONLD}{test['@id']}" for test in json.loads(file_of(JSONLD).read_bytes())["sequence"]}
    assert {outcome.test for outcome in ran} == listed


def _entries(folder: str) -> set[str]:
    """The tests that the manifests in a folder list, found without following one to the next."""
    store = ox.Store()
    for file in sorted(file_of(folder).rglob("*.ttl")):
        text = file.read_bytes()
        if b"mf:entries" in text and not any(part in str(file) for part in NO_MANIFESTS):
            store.load(text, ox.RdfFormat.TURTLE, base_iri=folder + str(file).removeprefix(str(file_of(folder))))
    return {row["entry"].value for row in store.query(ENTRIES)}


def test_every_reason_is_one_for_something(ran: list[Outcome]) -> None:
    reasons = Counter(reason_for(outcome) for outcome in ran)
    assert [entry.why for entry in known() if not reasons[entry.why]] == []


def test_the_page_tells_what_came_of_it(ran: list[Outcome]) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(ran)
