"""Answers as they are cited: every statement with its references, every reference once, in formats that tools read."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import BadQuestion
from graph.network import build
from graph.questions.centrality import rank
from graph.questions.datasets import list_datasets
from graph.questions.dependency import depend
from graph.questions.describe import describe_entity, describe_relationship
from graph.questions.footnotes import STYLES, escape_bibtex, footnotes
from graph.questions.neighbourhood import around
from graph.questions.paths import find_paths
from graph.questions.receipt import Answer
from graph.view import View
from tests.graph.worlds import claim, denial, forge_world, thing, world

SNAPSHOT = forge_world(denial("anvil-hammer", "Ownership", owner="anvil", asset="hammer"))
PATHS = find_paths(build(SNAPSHOT, View()), ["northland"], ["anvil"])
ANSWERS: dict[str, Answer] = {
    "paths": PATHS,
    "ranking": rank(build(SNAPSHOT, View()), "degree"),
    "neighbourhood": around(build(SNAPSHOT, View()), "anvil", 1),
    "entity": describe_entity(SNAPSHOT, View(), "anvil"),
    "relationship": describe_relationship(SNAPSHOT, View(), "deal"),
    "datasets": list_datasets(SNAPSHOT, View()),
}
CSL_FIELDS = {"id", "type", "title", "publisher", "issued", "URL", "note"}
"""Those of the CSL-JSON schema that are used."""


def written(answer: Answer, style: str) -> str:
    return footnotes(answer.as_dict(), style).decode()


def fields_of(bibtex: str) -> dict[str, dict[str, str]]:
    """A strict reader of what is written: entries of `name = {balanced}` or `name = word`."""
    entries: dict[str, dict[str, str]] = {}
    while bibtex := bibtex.lstrip():
        head = re.match(r"@misc\{([A-Za-z0-9.:-]+),", bibtex)
        assert head
        bibtex, fields = bibtex[head.end() :].lstrip(), dict[str, str]()
        while not bibtex.startswith("}"):
            name = re.match(r"([a-z]+) = ", bibtex)
            assert name
            value, bibtex = value_of(bibtex[name.end() :])
            fields[name[1]] = value
            bibtex = bibtex.lstrip().removeprefix(",").lstrip()
        assert head[1] not in entries
        entries[head[1]], bibtex = fields, bibtex[1:]
    return entries


def value_of(text: str) -> tuple[str, str]:
    if not text.startswith("{"):
        word = re.match(r"[a-z]+", text)
        assert word
        return word[0], text[word.end() :]
    depth = 0
    for place, sign in enumerate(text):
        if text[place - 1 : place] != "\\" or place == 0:
            depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth == 0:
            return text[1:place], text[place + 1 :]
    raise AssertionError(text)


@pytest.mark.parametrize("name", ANSWERS)
def test_every_reference_is_defined_once_and_every_mark_has_one(name: str) -> None:
    text = written(ANSWERS[name], "markdown")
    body, _, notes = text.partition("\n[^1]: ")
    marks = {int(n) for n in re.findall(r"\[\^(\d+)\](?!:)", body)}
    defined = [int(n) for n in re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE)]
    assert defined == list(range(1, len(ANSWERS[name].receipt.sources) + 1))
    assert marks <= set(defined)
    assert bool(notes) == bool(defined)


def test_a_path_in_plain_text_says_who_says_so_and_who_denies_it() -> None:
    lines = written(PATHS, "plain").splitlines()
    assert lines[0] == "Northland gets arms from Anvil [1][2]."
    assert "[1] Institute, Yearbook 2024, 2024 (reliability A)." in lines
    assert "[2] Herald, Southland Herald, 2022, https://example.org/h (reliability B)." in lines
    owned = next(line for line in lines if line.startswith("Hammer is a subsidiary of Anvil"))
    number = next(line for line in lines if line.endswith("Heard it said (reliability E).")).split()[0]
    assert owned.endswith(f"(denied: {number}).")
    assert PATHS.receipt.hash in written(PATHS, "plain")


def test_markdown_has_footnotes() -> None:
    text = written(PATHS, "markdown")
    assert text.startswith("- Northland gets arms from Anvil[^1][^2].\n")
    assert "\n[^2]: Herald, *Southland Herald*, 2022, <https://example.org/h> (reliability B).\n" in text


@pytest.mark.parametrize("name", ANSWERS)
def test_csl_json_has_an_item_for_each_source(name: str) -> None:
    items: list[dict[str, Any]] = orjson.loads(written(ANSWERS[name], "csl"))
    assert {item["id"] for item in items} == {source["id"] for source in ANSWERS[name].receipt.sources}
    for item in items:
        assert set(item) <= CSL_FIELDS
        assert item["type"] == ("webpage" if "URL" in item else "document")
    by_id = {item["id"]: item for item in items}
    if "gazette" in by_id:
        assert by_id["gazette"]["issued"] == {"date-parts": [[2021, 5, 3]]}


@pytest.mark.parametrize("name", ANSWERS)
def test_bibtex_has_an_entry_for_each_source(name: str) -> None:
    entries = fields_of(written(ANSWERS[name], "bibtex"))
    assert set(entries) == {source["id"] for source in ANSWERS[name].receipt.sources}
    if "gazette" in entries:
        assert entries["gazette"] == {
            "title": "{Northland Gazette}",
            "publisher": "Gazette",
            "year": "2021",
            "month": "may",
            "url": "https://example.org/g",
            "note": "Reliability: A",
        }


@given(st.text(max_size=60))
def test_whatever_a_title_says_the_entry_is_read_back(title: str) -> None:
    source = PATHS.receipt.sources[0] | {"title": title}
    odd = replace(PATHS, receipt=replace(PATHS.receipt, sources=[source]))
    (fields,) = fields_of(written(odd, "bibtex")).values()
    assert fields["title"] == "{" + escape_bibtex(title) + "}"
    assert not re.search(r"(?<!\\)[&%$#_]", fields["title"])
    assert orjson.loads(written(odd, "csl"))[0]["title"] == title


def test_a_date_that_is_no_day_is_told_as_it_is() -> None:
    source = PATHS.receipt.sources[0] | {"date": "2021~/2022"}
    odd = replace(PATHS, receipt=replace(PATHS.receipt, sources=[source]))
    assert orjson.loads(written(odd, "csl"))[0]["issued"] == {"literal": "2021~/2022"}
    (fields,) = fields_of(written(odd, "bibtex")).values()
    assert fields["year"] == "2021"


def test_shares_are_told_by_window_and_partner_with_their_concentration() -> None:
    deals = [
        claim(
            f"d{year}",
            "Transfer",
            supplier=name,
            recipient="northland",
            deliveryDate=year,
            tivDelivered=tiv,
            valid=year,
        )
        for year, name, tiv in (("2015", "southland", 30), ("2016", "westland", 10))
    ]
    states = [thing(name, "State") for name in ("northland", "southland", "westland")]
    answer = depend(world(*states, *deals), View(), recipient="northland", window="P5Y", period="2012/2016")
    lines = written(answer, "plain").splitlines()
    assert "2012–2016: Southland: 50.0 % of deals, 75.0 % of tiv." in lines
    assert "2012–2016: concentration of tiv (HHI) 0.625." in lines


def test_no_such_style() -> None:
    with pytest.raises(BadQuestion) as refused:
        footnotes(PATHS.as_dict(), "chicago")
    assert refused.value.allowed == tuple(sorted(STYLES))
