"""Wikidata's items: names, links with their dates and shares, ranks and references."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.claim import Claim, Marker, Value
from graph.dates import parse_edtf
from graph.errors import Refused
from loaders.release import Release
from loaders.wikidata import read_release
from loaders.wikidata.mapping import FOLDER, read_properties
from loaders.wikidata.snaks import day_of
from ontology.vocabulary import load_vocabulary
from tests.real_data import real_file

SAMPLE = FOLDER / "sample.json"
YARD, GROUP, VENT, ADA, KITE = (f"Q90000000{number}" for number in range(1, 6))
OWNED = f"wikidata-ownership-{YARD.lower()}"


def read(path: Path = SAMPLE, *only: str, strict: bool = False) -> Release:
    release = read_release(path, load_vocabulary(), only=only, strict=strict)
    return replace(release, loadset=replace(release.loadset, claims=tuple(release.loadset.claims)))


def about(subject: str) -> list[Claim]:
    return [claim for claim in read().loadset.claims if claim.subject == subject]


def test_an_item_has_its_names_in_languages_that_are_read() -> None:
    named, established = about(f"wikidata-{YARD.lower()}")
    assert set(named.values) == {
        Value("wikidata", YARD),
        Value("name", "Kite Yard", lang="en"),
        Value("name", "حوض الطائرة", lang="ar"),
        Value("alias", "KY", lang="en"),
    }
    assert established.values == (Value("established", "1999-05"),)
    assert (established.credibility, established.locator) == (3, f"{YARD}$0000-2; https://example.org/kite")


def test_a_link_has_dates_and_a_share_from_its_qualifiers() -> None:
    (claim,) = about(f"{OWNED}-{GROUP.lower()}")
    assert {value.property: value.value for value in claim.values} == {
        "asset": f"wikidata-{YARD.lower()}",
        "owner": f"wikidata-{GROUP.lower()}",
        "share": 25,
    }
    assert (claim.valid, claim.credibility) == ("2010-01-02/2015", 3)


def test_deprecated_statements_are_counted_and_preferred_ones_count_more() -> None:
    (claim,) = about(f"{OWNED}-{VENT.lower()}")
    assert (claim.note, claim.credibility, claim.locator) == ("preferred rank", 3, f"{YARD}$0000-5")
    assert read().counts["deprecated statements"] == 1


def test_somebody_unknown_is_an_unknown_owner_and_nobody_is_none() -> None:
    (claim,) = about(f"{OWNED}-{YARD.lower()}-0000-6")
    assert claim.get("owner") == (Value("owner", None, Marker.UNKNOWN),)
    assert read().counts["statements that there is none"] == 1


def test_who_makes_and_who_leads() -> None:
    (made,) = about(f"wikidata-manufacture-{YARD.lower()}-{KITE.lower()}")
    assert made.get("system")[0].value == f"wikidata-{KITE.lower()}"
    (post,) = about(f"wikidata-post-{ADA.lower()}-{YARD.lower()}")
    assert (post.get("postKind")[0].value, post.valid) == ("head", "2001")


def test_what_is_not_in_the_file_is_told() -> None:
    (problem,) = read().problems
    assert (problem.field, problem.value) == ("P749", "Q900000099")
    assert read().counts["items of other classes"] == 1
    with pytest.raises(Refused, match="P749"):
        read(strict=True)


def test_only_some_items_and_what_others_say_stays() -> None:
    release, before = read(SAMPLE, KITE), tuple(read().loadset.claims)
    assert {claim.type for claim in release.loadset.claims} == {"System"}
    keeps = release.loadset.keeps
    assert keeps is not None
    gone = {claim.subject for claim in before if claim.id not in keeps(before)}
    assert gone == {f"wikidata-{KITE.lower()}", f"wikidata-manufacture-{YARD.lower()}-{KITE.lower()}"}


def test_lists_and_lines_are_read_too(tmp_path: Path) -> None:
    items = list(json.loads(SAMPLE.read_text())["entities"].values())
    for name, text in (("a.json", json.dumps(items)), ("a.jsonl", "\n".join(map(json.dumps, items)))):
        (tmp_path / name).write_text(text)
        assert {c.id for c in read(tmp_path / name).loadset.claims} == {c.id for c in read().loadset.claims}


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[",
        '{"entities": {"Q1": {"id": "Q1", "claims": []}}}',
        '{"entities": {"Q1": {"id": "Q1", "claims": {"P31": [5]}}}}',
        '{"error": {}}',
    ],
)
def test_what_holds_no_items_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(Refused):
        read(tmp_path / "x.json")


@given(st.dates(date(1, 1, 1)), st.integers(0, 14))
def test_a_time_is_never_more_exact_than_it_is(day: date, precision: int) -> None:
    text = day_of(
        {
            "time": f"+{day:%Y-%m-%dT00:00:00Z}" if day.year > 999 else f"+{day.isoformat()}T00:00:00Z",
            "precision": precision,
        }
    )
    if precision < 8:
        assert text is None
    else:
        assert text is not None
        span = parse_edtf(text)
        assert span.start_earliest <= day.toordinal() <= span.end_latest
        assert len(text) == {8: 4, 9: 4, 10: 7}.get(precision, 10)


def test_all_that_the_table_names_is_in_the_ontology() -> None:
    vocabulary, table = load_vocabulary(), read_properties()
    assert set(table.classes.values()) <= vocabulary.entities.keys()
    assert set(table.values.values()) <= vocabulary.properties.keys()
    for link in table.links.values():
        assert {link["item"], link["value"]} <= vocabulary.roles_of(link["class"]).keys()
        rest = {key: value for key, value in link.items() if key not in ("class", "item", "value")}
        for name, concept in rest.items():
            assert concept in vocabulary.schemes[str(vocabulary.properties_of(link["class"])[name].scheme)].concepts


@pytest.mark.real_data
def test_a_real_item_against_the_file_read_by_hand() -> None:
    path = real_file("wikidata-format", "q7747.json")
    item: dict[str, Any] = json.loads(path.read_text())["entities"]["Q7747"]
    release = read(path)
    named = next(claim for claim in release.loadset.claims if claim.get("wikidata"))
    languages = [lang for lang in read_properties().languages if lang in item["labels"]]
    assert {v.lang: v.value for v in named.get("name")} == {lang: item["labels"][lang]["value"] for lang in languages}
    statements = [s for found in item["claims"].values() for s in found]
    ranks = Counter(statement["rank"] for statement in statements)
    assert release.counts["deprecated statements"] == ranks["deprecated"]
    linked = [s for p in read_properties().links for s in item["claims"].get(p, []) if s["rank"] != "deprecated"]
    assert len(release.problems) == len(linked)
    assert {claim.id for claim in read(path).loadset.claims} == {claim.id for claim in release.loadset.claims}
