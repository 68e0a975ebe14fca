"""Recorded answers of the LEI API, against the same files read by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from graph.claim import Claim
from loaders.gleif import read_release
from loaders.gleif.read import find_files
from ontology.vocabulary import load_vocabulary
from tests.real_data import real_file

pytestmark = pytest.mark.real_data


def folder() -> Path:
    return real_file("gleif", "multi_lei_records.json").parent


def objects(kind: str) -> list[dict[str, Any]]:
    """The objects of a type in all files, by hand."""
    found = []
    for file in sorted(folder().glob("*.json")):
        data = json.loads(file.read_text())["data"]
        found += [item["attributes"] for item in (data if isinstance(data, list) else [data]) if item["type"] == kind]
    return found


def claims() -> tuple[Claim, ...]:
    release = read_release(folder(), load_vocabulary())
    found = tuple({claim.id: claim for claim in release.loadset.claims}.values())
    assert list(release.problems) == []
    return found


def test_every_file_is_known_by_its_content() -> None:
    assert set(find_files(folder())) == set(folder().glob("*.json"))


def test_every_entity_has_its_names_and_its_country() -> None:
    for item in objects("lei-records"):
        entity = item["entity"]
        (claim,) = (c for c in claims() if c.get("lei") and c.get("lei")[0].value == item["lei"] and c.credibility < 6)
        names = {entity["legalName"]["name"]}
        names |= {n["name"] for n in (*entity["otherNames"], *entity["transliteratedOtherNames"])}
        told = {v.value for name in ("name", "formerName", "alias") for v in claim.get(name)}
        assert told == names
        assert claim.get("registeredIn")[0].value == entity["legalAddress"]["country"]
        assert [v.value for v in claim.get("established")] == [d[:10] for d in [entity["creationDate"]] if d]
    assert len(objects("lei-records")) == 14


def test_every_relationship_is_an_ownership_with_its_start() -> None:
    kinds = {"IS_DIRECTLY_CONSOLIDATED_BY": "direct", "IS_ULTIMATELY_CONSOLIDATED_BY": "ultimate"}
    expected = set()
    for item in objects("relationship-records"):
        relation = item["relationship"]
        (start,) = (p["startDate"][:10] for p in relation["periods"] if p["type"] == "RELATIONSHIP_PERIOD")
        ends = (relation[end]["id"].lower() for end in ("endNode", "startNode"))
        expected.add((*ends, kinds[relation["type"]], start))
    found = {
        (
            *(str(claim.get(role)[0].value).removeprefix("lei-") for role in ("owner", "asset")),
            claim.get("consolidation")[0].value,
            str(claim.valid)[:10],
        )
        for claim in claims()
        if claim.type == "Ownership" and claim.get("owner")[0].value is not None
    }
    assert found == expected
    assert len(expected) > 25


def test_the_exception_is_an_owner_that_is_unknown() -> None:
    (item,) = objects("reporting-exceptions")
    (claim,) = (c for c in claims() if c.get("noParentReason"))
    assert (claim.get("owner")[0].value, claim.get("owner")[0].text) == (None, item["reason"])


def test_reading_again_changes_nothing() -> None:
    assert {claim.id for claim in claims()} == {claim.id for claim in claims()}
