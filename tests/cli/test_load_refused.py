"""Files as they should not be, loaded at the command line: refused in words with exit code 2, and nothing changes."""

from pathlib import Path
from typing import Any

import pytest
from neo4j import Driver

from graph.errors import Refused
from tests.cli.conftest import Run
from tests.loaders.hostile import hostile
from tests.loaders.test_hostile_files import SAMPLES, read

WANTED = ("empty", "cut off after 50%", "UTF-16", "a field of 200,000 letters", "a renamed column", "an open quote")
"""Some of what is done to samples: what no loader, or few, can read."""


def kept(driver: Driver) -> Any:
    """All records with when they came and went, and all that can be seen."""
    (row,) = driver.execute_query("""
        MATCH (n) WHERE NOT 'Lease' IN labels(n) WITH n ORDER BY elementId(n)
        RETURN count(n) AS nodes, sum(COUNT { (n)--() }) AS edges, collect(properties(n)) AS said
    """).records
    return row.data()


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("name", "sample"), SAMPLES)
def test_a_refused_file_changes_nothing(
    run: Run, neo4j_driver: Driver, name: str, sample: Path, tmp_path: Path
) -> None:
    before, refusals = kept(neo4j_driver), 0
    mapping = sample.with_name("sample.mapping.yaml")
    more = ("--mapping", str(mapping)) if mapping.is_file() else ()
    for what, data in hostile(sample.suffix, sample.read_bytes()):
        file = tmp_path / f"hostile{sample.suffix}"
        if what not in WANTED:
            continue
        file.write_bytes(data)
        if not is_refused(name, file, sample):
            continue
        told = run("load", name, str(file), *more, exit=2)
        refusals += 1
        assert told.stdout == ""
        assert str(file) in told.stderr or "has no claims" in told.stderr, what
        assert "Traceback" not in told.stderr, what
    assert refusals > 0
    assert kept(neo4j_driver) == before


def is_refused(name: str, file: Path, sample: Path) -> bool:
    try:
        read(name, file, sample)
    except Refused:
        return True
    return False
