"""Questions at a terminal: readable answers with who says so, and the API's own bytes with --json."""

import asyncio
import csv
import io
import json
from pathlib import Path

import httpx
import networkx as nx
import pandas as pd
import pytest
import rdflib
import stix2

from api.app import create_app
from graph.server import Connection
from graph.service import Service
from graph.store import Store
from ontology.vocabulary import load_vocabulary
from tests.cli.conftest import Run


def test_search_forgives_typing_errors_and_shows_by_which_name(run: Run) -> None:
    lines = run("search", "morroco").stdout.splitlines()
    assert lines[0].split() == ["id", "name", "type", "found", "by"]
    assert lines[1].split() == ["morocco", "Morocco", "State", "Morocco"]


def test_two_are_treated_as_one_by_any_of_their_names(ask: Run) -> None:
    apart = {name: ask("entity", name)["data"]["id"] for name in ("ELTA", "IAI")}
    treat = ("--treat", "elta|iai:same")
    answers = [ask("entity", name, *treat) for name in ("ELTA", "IAI")]
    assert answers[0]["data"] == answers[1]["data"]
    (other,) = answers[0]["data"]["other_ids"]
    assert {answers[0]["data"]["id"], other["id"]} == set(apart.values())
    assert "supposed" in other["why"][0]


def test_search_without_a_name_lists_all_and_tells_how_to_go_on(run: Run) -> None:
    result = run("search", "--type", "State", "--limit", "3")
    assert len(result.stdout.splitlines()) == 4
    cursor = result.stderr.split("--cursor ")[1].split()[0]
    more = run("search", "--type", "State", "--limit", "3", "--cursor", cursor)
    assert set(more.stdout.splitlines()[1:]).isdisjoint(result.stdout.splitlines()[1:])


def test_a_path_is_shown_as_sentences_hops_and_sources(run: Run) -> None:
    result = run("path", "Morocco", "IAI", "--via", "SpyX factory", "--max-hops", "3")
    assert "BlueBird SpyX plant, Benslimane is operated by BlueBird Aero Systems" in result.stdout
    assert "who says so" in result.stdout
    assert "claims from" in result.stderr


def test_a_path_that_is_not_there_is_exit_code_1_and_says_why(run: Run) -> None:
    result = run("path", "Morocco", "IAI", "--as-of", "1900", "--certainty", "certain", exit=1)
    assert result.stdout == ""
    assert "as_of=1900" in result.stderr


def test_an_entity_is_shown_with_rival_values_side_by_side(run: Run) -> None:
    shown = run("entity", "morocco-barak-mx-2022").stdout
    assert "600,000,000 USD" in shown
    assert "at least 500,000,000 USD" in shown
    assert "Globes 2022-02-13" in shown
    assert "contested" in shown
    assert "الم" in run("entity", "Morocco").stdout


def test_claims_of_my_own_are_on_top_for_one_answer(ask: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        """
sources:
  notes: {title: My own notes, reliability: C, reason: I was there.}
entities:
  quill: {type: Firm, claims: [{source: notes, credibility: 2, name: Quill}]}
relationships:
  quill-iai:
    type: Ownership
    claims: [{source: notes, credibility: 3, owner: quill, asset: israel-aerospace-industries}]
""",
        encoding="utf-8",
    )
    answer = ask("path", "Quill", "israel-aerospace-industries", "--overlay", str(own))
    assert [hop["relationship"]["id"] for hop in answer["data"][0]["hops"]] == ["quill-iai"]
    assert answer["receipt"]["overlay"]["claim_count"] == 2


def test_a_ranking_has_ranks_scores_and_names(run: Run) -> None:
    lines = run("central", "degree", "--type", "State", "--top", "3").stdout.splitlines()
    assert lines[0].split() == ["rank", "score", "name", "type", "id"]
    assert [line.split()[0] for line in lines[1:]] == ["1", "2", "3"]


def test_neighbours_are_shown_with_what_links_them(run: Run) -> None:
    shown = run("neighbours", "bluebird-spyx-plant-benslimane").stdout
    assert "operates" in shown
    assert "Benslimane" in shown


def test_datasets_and_revisions_are_listed(run: Run) -> None:
    assert "sipri-excerpt" in run("datasets").stdout
    assert "2  " in run("revisions").stdout


@pytest.mark.parametrize(
    ("words", "path", "parameters"),
    [
        (["search", "morroco"], "/api/v1/entities", {"q": "morroco"}),
        (["entity", "iai-bluebird"], "/api/v1/entities/iai-bluebird", {}),
        (["path", "morocco", "IAI", "--k", "2"], "/api/v1/paths", {"from": "morocco", "to": "IAI", "k": 2}),
        (["central", "pagerank", "--top", "4"], "/api/v1/centrality", {"measure": "pagerank", "top": 4}),
        (["neighbours", "SpyX factory"], "/api/v1/neighbourhood", {"entity": "SpyX factory"}),
        (["patterns"], "/api/v1/patterns", {}),
        (["intervals", "degree", "--draws", "2"], "/api/v1/intervals", {"measure": "degree", "draws": 2}),
        (["fragility", "-", "IAI", "--from-type", "Accord"], "/api/v1/fragility", {"to": "IAI", "from_type": "Accord"}),
        (["datasets"], "/api/v1/datasets", {}),
        (["revisions"], "/api/v1/revisions", {}),
        (["export", "--relationship", "Ownership"], "/api/v1/graph", {"relationship": "Ownership"}),
        (["export", "--format", "csv", "--directed"], "/api/v1/graph", {"format": "csv", "directed": "true"}),
    ],
)  # fmt: skip
def test_json_is_the_body_that_the_api_answers(
    run: Run, loaded: Connection, words: list[str], path: str, parameters: dict
) -> None:
    async def over_http() -> bytes:
        vocabulary = load_vocabulary()
        async with Service(vocabulary, lambda: Store.open(loaded, vocabulary, deadline=30)) as service:
            transport = httpx.ASGITransport(create_app(service, base_iri="https://w3id.org/defgraph/"))
            async with httpx.AsyncClient(transport=transport, base_url="http://defgraph.test") as client:
                return (await client.get(path, params=parameters)).content

    assert run(*words, "--json").stdout_bytes == asyncio.run(over_http())


def test_exports_are_read_by_tools_of_others(run: Run) -> None:
    graph = nx.read_graphml(io.BytesIO(run("export", "--format", "graphml").stdout_bytes))
    assert {"morocco", "israel-aerospace-industries"} <= set(graph)
    rows = list(csv.DictReader(io.StringIO(run("export", "--format", "csv").stdout)))
    assert len(rows) == graph.number_of_edges()
    turtle = rdflib.Graph().parse(data=run("export", "--format", "turtle").stdout_bytes, format="turtle")
    assert len(turtle) > 5 * len(rows)


def test_the_whole_is_exported_as_the_files_of_a_dump(run: Run, tmp_path: Path) -> None:
    version = json.loads(run("export", "--format", "all", "--to", str(tmp_path / "out"), "--json").stdout)
    files = {file["name"]: file["size"] for file in version["files"]}
    place = tmp_path / "out" / str(version["revision"])
    assert {p.name: p.stat().st_size for p in place.iterdir() if p.name in files} == files
    assert "defgraph.nq.gz" in run("export", "--format", "all", "--to", str(tmp_path / "out")).stdout
    assert run("export", "--format", "all", exit=2).stderr.count("--to") == 1
    assert "whole graph" in run("export", "--format", "all", "--to", "x", "--as-of", "2020", exit=2).stderr


def test_each_file_of_a_dump_can_be_had_alone_and_of_a_view(run: Run) -> None:
    bundle = stix2.parse(run("export", "--format", "stix").stdout, allow_custom=True)
    named = {thing.name for thing in bundle.objects if "name" in thing}
    assert {"Morocco", "Israel Aerospace Industries"} <= named
    owned = run("export", "--format", "ftm", "--relationship", "Ownership").stdout
    entities = [json.loads(line) for line in owned.splitlines()]
    assert {"Ownership", "Company"} <= {entity["schema"] for entity in entities}
    assert len(entities) < len(run("export", "--format", "ftm").stdout.splitlines())
    claims = pd.read_parquet(io.BytesIO(run("export", "--format", "claims").stdout_bytes))
    nodes = list(csv.DictReader(io.StringIO(run("export", "--format", "nodes").stdout)))
    assert set(claims["id"]) == {row["id"] for row in nodes if row[":LABEL"] == "Claim"}
    ends = csv.DictReader(io.StringIO(run("export", "--format", "relationships").stdout))
    assert {row[":START_ID"] for row in ends} <= {row["key:ID"] for row in nodes}


def test_a_patch_leads_from_any_revision_to_any_later_one(run: Run) -> None:
    def patch(since: int, *words: str) -> list[str]:
        return run("export", "--format", "changes", "--since", str(since), *words).stdout.splitlines()

    def quads(lines: list[str], sign: str) -> set[str]:
        return {line[2:] for line in lines if line.startswith(f"{sign} ")}

    whole = set(run("export", "--format", "nquads").stdout.splitlines())
    first, then = patch(0, "--known-at", "1"), patch(1)
    assert quads(then, "A") <= whole
    assert not quads(then, "D") & whole
    before = whole - quads(then, "A") | quads(then, "D")
    assert quads(first, "A") <= before
    assert all("/graph/meta>" in quad for quad in before - quads(first, "A"))  # what an empty graph has, too
    assert patch(2) == ['H revision "2" .', 'H before "2" .', "TX .", "TC ."]


@pytest.mark.parametrize(
    ("words", "told"),
    [([], "--since"), (["--since", "99"], "no way"), (["--since", "1", "--as-of", "2020"], "whole graph")],
)
def test_a_patch_that_cannot_be_is_refused(run: Run, words: list[str], told: str) -> None:
    assert told in run("export", "--format", "changes", *words, exit=2).stderr


def test_a_base_of_one_s_own_is_in_all_iris(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEFGRAPH_BASE_IRI", "https://kg.example.org/")
    triples = run("export", "--format", "ntriples", "--relationship", "Ownership").stdout
    assert "<https://kg.example.org/id/israel-aerospace-industries>" in triples
    assert "w3id.org/defgraph/id/" not in triples


def test_an_answer_can_be_had_with_footnotes(run: Run) -> None:
    shown = run("path", "Morocco", "IAI", "--k", "1", "--cite", "markdown").stdout
    assert shown.startswith("- Morocco ")
    assert "\n[^1]: " in shown
    assert run("path", "Morocco", "IAI", "--cite", "chicago", exit=2).stdout == ""


def test_two_views_are_compared(run: Run) -> None:
    words = ("--ask", "from=Morocco", "--ask", "to=IAI", "--left", "as_of=2019", "--right", "as_of=2023")
    shown = run("compare", "paths", *words).stdout
    assert shown.startswith("Rows: ")
    assert "rows: appear" in shown
    assert "NAME=VALUE" in run("compare", "paths", "--ask", "Morocco", exit=2).stderr
