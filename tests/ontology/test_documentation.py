"""docs/ontology.md: its examples work, and the table of predicates names terms that exist."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ontology.vocabulary import PACKAGED, load_vocabulary

PAGE = (PACKAGED.parent / "docs" / "ontology.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(\w+)`( in words)? \| (.+) \|$", PAGE, re.MULTILINE)
TERM = re.compile(r"`([A-Z]\w+)\.(\w+)(?:=(\w+))?`")
KNOWN = load_vocabulary()


def test_all_152_predicates_are_folded() -> None:
    assert len({name for name, _, _ in ROWS}) == 152


@pytest.mark.parametrize(("class_name", "name", "concept"), sorted(set(TERM.findall(PAGE))))
def test_each_is_folded_into_a_term_that_exists(class_name: str, name: str, concept: str) -> None:
    if class_name == "Entity":
        assert class_name in KNOWN.properties[name].domain
        return
    roles = KNOWN.roles_of(class_name) if class_name in KNOWN.relationships else {}
    assert name in roles or name in KNOWN.properties_of(class_name)
    if concept:
        scheme = KNOWN.properties_of(class_name)[name].scheme
        assert scheme is not None
        assert KNOWN.concept(scheme, concept)


def test_every_row_names_a_term() -> None:
    assert [name for name, _, target in ROWS if not TERM.search(target)] == []


def test_every_relationship_class_is_needed_or_explained() -> None:
    used = {class_name for class_name, _, _ in TERM.findall(PAGE)}
    unused = set(KNOWN.relationships) - used
    assert unused == {
        "Border",
        "Identity",
        "Kinship",
        "Membership",
        "Supersession",
        "Succession",
        "Variant",
    }  # for loaders of registers and of alliances


def test_the_examples_can_be_added_as_they_stand(folder: Path, add: Callable[[str], None]) -> None:
    for block in re.findall(r"```turtle\n(.+?)```", PAGE, re.DOTALL):
        add(block)
    known = load_vocabulary(folder)
    assert known.is_a("Airline", "Firm")
    assert known.properties_of("Airline")["fleetSize"].kind == "integer"
    assert known.projections["sponsors"].edge == "SPONSORS"
    assert [role.name for role in known.relationships["Sponsorship"].roles] == ["sponsor", "occasion"]
