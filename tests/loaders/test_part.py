"""A file that is a part of its dataset, said to be one: what it does not speak of stays, whatever the loader."""

from pathlib import Path

import pytest

import loaders
from loaders.run import read_named
from tests.loaders.sound import VOCABULARY
from tests.loaders.test_hostile_files import SAMPLES

FTM = Path(loaders.__file__).parent / "followthemoney" / "sample.json"


def test_some_lines_of_a_file_take_back_what_they_say_otherwise_and_nothing_else(tmp_path: Path) -> None:
    whole = tuple(read_named("followthemoney", FTM, VOCABULARY).loadset.claims)
    file = tmp_path / "some.json"
    line = next(line for line in FTM.read_text(encoding="utf-8").splitlines() if '"NK-Bob"' in line[:20])
    file.write_text(line.replace("Bob Gale", "Robert Gale") + "\n", encoding="utf-8")
    gone = {}
    for part in (False, True):
        loadset = read_named("followthemoney", file, VOCABULARY, part=part).loadset
        mine = {claim.id for claim in loadset.claims}
        unsaid = [claim for claim in whole if claim.id not in mine]
        assert loadset.keeps is not None
        gone[part] = {claim.subject for claim in unsaid} - {c.subject for c in unsaid if c.id in loadset.keeps(unsaid)}
    assert gone[True] == {"ftm-nk-bob"}
    assert gone[False] > gone[True]


@pytest.mark.parametrize(("name", "sample"), SAMPLES)
def test_a_part_says_what_the_whole_says_and_takes_back_nothing_of_other_things(name: str, sample: Path) -> None:
    mapping = sample.with_name("sample.mapping.yaml")
    choices = {"mapping": mapping} if mapping.is_file() else {}
    whole = read_named(name, sample, VOCABULARY, **choices).loadset
    part = read_named(name, sample, VOCABULARY, part=True, **choices).loadset
    said = tuple(part.claims)
    assert {claim.id for claim in said} == {claim.id for claim in whole.claims}
    assert part.keeps is not None
    assert part.keeps(ELSEWHERE) == {claim.id for claim in ELSEWHERE}


ELSEWHERE = tuple(read_named("states", None, VOCABULARY).loadset.claims)[-20:]
"""Claims on what is in no sample: who claims which territory."""
