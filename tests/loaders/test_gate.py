"""What the ontology's shapes refuse, and that it is shown at the claim it comes from."""

from pathlib import Path

import pytest

from loaders.check import check
from loaders.claims_file import read_file
from loaders.gate import claims_graph
from ontology.validation import validate
from ontology.vocabulary import load_vocabulary

V = load_vocabulary()

HEAD = """\
sources:
  paper: {title: A paper, reliability: B, reason: It is good.}
entities:
  iai: {type: Firm, claims: [{source: paper, credibility: 1, name: IAI}]}
  elta: {type: Firm, claims: [{source: paper, credibility: 1, name: ELTA}]}
  israel: {type: State, claims: [{source: paper, credibility: 1, name: Israel}]}
  morocco: {type: State, claims: [{source: paper, credibility: 1, name: Morocco}]}
  levy: {type: Person, claims: [{source: paper, credibility: 1, name: Levy}]}
  barak: {type: System, claims: [{source: paper, credibility: 1, name: Barak, range: 35 km}]}
relationships:
"""
LINES = HEAD.count("\n")


def problems(tmp_path: Path, relationship: str) -> list[tuple[int, str, str | None, str]]:
    """What is wrong, with lines counted from the relationship's own first one."""
    file = tmp_path / "all.yaml"
    file.write_text(HEAD + relationship)
    return [(p.line - LINES, p.field, p.value, p.message) for p in check(file, V)]


def claim(said: str) -> str:
    return f"      - {{source: paper, credibility: 2, {said}}}\n"


def test_what_makes_sense_passes(tmp_path: Path) -> None:
    text = "  x:\n    type: Ownership\n    owner: iai\n    asset: elta\n    claims:\n" + claim("share: 50..100 %")
    assert problems(tmp_path, text) == []


@pytest.mark.parametrize(
    ("kind", "said", "blamed", "says"),
    [
        ("Ownership", "owner: iai, asset: elta, share: 150 %", ("share", "150"), "between 0 and 100"),
        ("Ownership", "owner: iai, asset: elta, share: 90..120 %", ("share", "120"), "between 0 and 100"),
        ("Ownership", "owner: iai, asset: iai", ("owner", "iai"), "Nothing owns itself"),
        ("Post", "holder: iai, organisation: israel", ("holder", "iai"), "must be a Person"),
        ("Transfer", "recipient: morocco, quantityOrdered: -3", ("quantityOrdered", "-3"), "not below 0"),
        ("DiplomaticRelation", "actor: morocco, counterpart: morocco", ("actor", "morocco"), "must be different"),
    ],
)
def test_a_value_is_blamed_at_its_claim(
    tmp_path: Path, kind: str, said: str, blamed: tuple[str, str], says: str
) -> None:
    alone = problems(tmp_path, f"  x:\n    type: {kind}\n    claims:\n" + claim(said))
    assert [(line, f, v) for line, f, v, _ in alone] == [(4, *blamed)]
    assert says in alone[0][3]
    text = f"  x:\n    type: {kind}\n    claims:\n" + claim("note: a, " + said.partition(", ")[0]) + claim(said)
    assert [found[:3] for found in problems(tmp_path, text) if says in found[3]][-1] == (5, *blamed)


@pytest.mark.parametrize(
    ("kind", "said", "says"),
    [
        ("Transfer", "system: barak", "needs a supplier, a recipient or an origin"),
        ("Indicator", "subject: israel, number: 5", "needs a measure"),
    ],
)
def test_what_is_missing_is_shown_at_the_relationship(tmp_path: Path, kind: str, said: str, says: str) -> None:
    (found,) = problems(tmp_path, f"  x:\n    type: {kind}\n    claims:\n" + claim(said) + claim("note: b, " + said))
    assert found[0] == 1
    assert says in found[3]


def test_claims_complete_one_another(tmp_path: Path) -> None:
    text = (
        "  x:\n    type: Transfer\n    claims:\n" + claim("system: barak") + claim("recipient: morocco, system: barak")
    )
    assert problems(tmp_path, text) == []


def test_rival_claims_need_not_fit_together(tmp_path: Path) -> None:
    text = (
        "  x:\n    type: Ownership\n    claims:\n" + claim("owner: iai, asset: elta") + claim("owner: elta, asset: iai")
    )
    assert problems(tmp_path, text) == []


def test_an_unknown_player_is_enough(tmp_path: Path) -> None:
    text = "  x:\n    type: Transfer\n    claims:\n" + claim("supplier: unknown, system: barak")
    assert problems(tmp_path, text) == []


def test_what_passes_here_passes_all_shapes(tmp_path: Path) -> None:
    """The gate leaves out the shapes that only repeat the vocabulary: the reader has asked that itself."""
    file = tmp_path / "all.yaml"
    said = "owner: iai, asset: elta, share: 49.5 %, ownershipKind: stake, description: x"
    file.write_text(HEAD + "  x:\n    type: Ownership\n    claims:\n" + claim(said) + claim("owner: iai, asset: elta"))
    reading = read_file(file, V)
    types = {thing.id: thing.type for thing in reading.things}
    assert validate(claims_graph([c for c, _ in reading.claims], types, V), V) == ()
