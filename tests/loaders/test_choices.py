"""What a loader lets be chosen, and what is said of a choice that it does not know."""

from pathlib import Path

import pytest

from graph.errors import Refused
from loaders.run import read_named
from ontology.vocabulary import load_vocabulary
from tests.loaders.gleif.test_layouts import AVIONICS, FACTORY, SAMPLE


def test_a_choice_reaches_the_loader() -> None:
    release = read_named("gleif", SAMPLE / "csv", load_vocabulary(), only=[AVIONICS])
    assert f"lei-{FACTORY.lower()}" in {claim.subject for claim in release.loadset.claims}


def test_nothing_chosen_is_no_choice(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        read_named("sipri-register", tmp_path / "none.csv", load_vocabulary(), only=None)


def test_a_choice_that_the_loader_does_not_know_is_refused() -> None:
    with pytest.raises(Refused, match="sipri-register knows no --only"):
        read_named("sipri-register", SAMPLE, load_vocabulary(), only=["x"])
