"""OpenSanctions' own fixtures, against the same lines read by hand."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.loaders.followthemoney.test_followthemoney import read
from tests.real_data import real_file

pytestmark = pytest.mark.real_data
CLASSES = {"Company": "Firm", "Organization": "Organisation", "Person": "Person"}


def file(name: str) -> Path:
    return real_file("opensanctions", name)


@pytest.mark.parametrize("name", ["t1_entities.ftm.json", "donations.ijson"])
def test_every_named_entity_is_there_with_all_its_names(name: str) -> None:
    entities = [json.loads(line) for line in file(name).read_text().splitlines()]
    release = read(file(name))
    expected = {
        (e["id"], CLASSES[e["schema"]], frozenset(e["properties"]["name"])) for e in entities if e["schema"] in CLASSES
    }
    found = {
        (c.get("ftmId")[0].value, c.type, frozenset(v.value for v in c.get("name"))) for c in release.loadset.claims
    }
    assert found == expected
    assert release.counts == Counter(e["schema"] for e in entities)
    assert list(release.problems) == []
    assert {c.id for c in read(file(name)).loadset.claims} == {c.id for c in release.loadset.claims}
