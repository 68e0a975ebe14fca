"""Do datasets meet at the same things, and is it said how many don't?"""

from typing import Any

from graph.claim import Claim
from graph.questions.joins import join_coverage
from graph.snapshot import Snapshot
from graph.view import View
from tests.graph.worlds import claim, forge_world, thing

OWN = claim("own", "Transfer", "yearbook", supplier="hammer", recipient="elsewhere", system="kite-2", valid="2020")


def counted(snapshot: Snapshot, view: View | None = None) -> dict[tuple[str, str], tuple[int, int]]:
    rows: Any = join_coverage(snapshot, view or View()).data
    return {(row["dataset"], row["what"]): (row["found"], row["count"]) for row in rows}


def test_players_of_roles_are_counted_once() -> None:
    found = counted(forge_world(OWN))
    assert found["register", "supplier"] == (2, 2)  # anvil of the common deal, hammer
    assert found["register", "recipient"] == (1, 2)
    assert found["register", "system"] == (1, 2)
    assert found["press", "supplier"] == (1, 1)
    assert ("press", "Firm") in found


def test_those_that_are_not_found_are_named() -> None:
    rows: Any = join_coverage(forge_world(OWN), View()).data
    (row,) = [row for row in rows if (row["dataset"], row["what"]) == ("register", "recipient")]
    assert ([entity["id"] for entity in row["missing"]], row["share"]) == (["elsewhere"], 0.5)


def test_a_merge_joins() -> None:
    same = claim("who", "Identity", identified="elsewhere", identifiedWith="hermit")
    assert counted(forge_world(OWN, same))["register", "recipient"] == (2, 2)


def test_what_a_view_does_not_believe_is_not_counted() -> None:
    early: Claim = thing("kite-2", "System")
    assert counted(forge_world(OWN, early))["register", "system"] == (2, 2)
    assert counted(forge_world(OWN, early), View(without=("press",)))["register", "system"] == (0, 2)
