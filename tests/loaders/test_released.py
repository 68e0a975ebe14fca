"""Of when a release is: told from what its publisher writes in the file or in its name, and never guessed."""

import json
from pathlib import Path

import pytest

import loaders
from loaders.run import read_named
from tests.loaders.gleif.test_layouts import SAMPLE as GLEIF
from tests.loaders.sound import VOCABULARY
from tests.real_data import real_file

LOADERS = Path(loaders.__file__).parent


def dates(name: str, path: Path) -> dict[str, str | None]:
    return {source.id: source.date for source in read_named(name, path, VOCABULARY).loadset.sources}


@pytest.mark.parametrize("layout", ["csv", "json", "api"])
def test_gleif_names_its_golden_copies_and_dates_its_answers(layout: str) -> None:
    assert dates("gleif", GLEIF / layout) == {"gleif-lei": "2025-01-01"}


def test_a_dataset_of_followthemoney_is_of_its_last_run() -> None:
    found = dates("followthemoney", LOADERS / "followthemoney" / "sample.json")
    assert found == {"ftm-xx-list": "2024-06-01", "ftm-yy-register": "2024-06-01", "ftm-merged": "2024-06-01"}


def test_ownership_statements_are_of_the_latest_that_each_source_published() -> None:
    assert sorted(dates("bods", LOADERS / "bods" / "sample.json").values(), key=str) == ["2021-04-01", "2022-07-01"]


@pytest.mark.parametrize(("told", "day"), [("2026-04-21T13:42:27Z", "2026-04-21"), ("lately", None), (7, None)])
def test_items_of_wikidata_are_of_their_last_change(tmp_path: Path, told: object, day: str | None) -> None:
    answer = json.loads((LOADERS / "wikidata" / "sample.json").read_text(encoding="utf-8"))
    for item in answer["entities"].values():
        item["modified"] = told
    file = tmp_path / "items.json"
    file.write_text(json.dumps(answer), encoding="utf-8")
    assert dates("wikidata", file) == {"wikidata": day}


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "parts", "day"),
    [
        ("gleif", ("gleif", "multi_lei_records.json"), "2025-05-15"),
        ("wikidata", ("wikidata-format", "q7747.json"), "2026-04-21"),
        ("sipri-top-100", ("sipri-top100", "SIPRI-Top-100-2002-2022.xlsx"), "2023-12"),
        ("sipri-register", ("sipri-trade-register", "trade-register_2025-10-23.csv"), "2025-10-23"),
        ("sipri-deliveries", ("sipri-trade-register", "deliveries-with-ids_2024-04-13.csv"), "2024-04-13"),
    ],
)
def test_real_releases_are_of_when_their_publishers_say(name: str, parts: tuple[str, ...], day: str) -> None:
    assert day in dates(name, real_file(*parts)).values()
