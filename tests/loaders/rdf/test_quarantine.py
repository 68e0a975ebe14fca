"""The quarantine, beside a store that is asked what has become of it."""

from pathlib import Path

import pytest

from graph.errors import Refused
from loaders.rdf import Quarantine
from tests.loaders.rdf.test_intake import DOCUMENT, read, write


def quarantine(folder: Path) -> Quarantine:
    return Quarantine.of(folder / "data")


def test_a_document_waits_once_however_often_it_comes(tmp_path: Path) -> None:
    waiting, received = quarantine(tmp_path), read(write(tmp_path, DOCUMENT))
    first, again = waiting.add(received), waiting.add(received)
    assert first == again
    assert waiting.cases() == (first,)
    assert (first.file, first.claims, first.datasets) == ("partner.ttl", 1, ("theirs",))
    case, kept = waiting.find(first.id[:4])
    assert (case, kept) == (first, received)


def test_a_refusal_is_kept_and_the_document_is_not(tmp_path: Path) -> None:
    waiting = quarantine(tmp_path)
    case = waiting.add(read(write(tmp_path, DOCUMENT)))
    waiting.refuse(case.id, "Ada", "not theirs to say")
    assert waiting.cases() == ()
    (told,) = waiting.decisions()
    assert (told["decision"], told["who"], told["why"]) == ("refused", "Ada", "not theirs to say")
    with pytest.raises(Refused, match="Waiting: nothing"):
        waiting.find(case.id)


@pytest.mark.parametrize("name", ["", "../x", "0", "zz"])
def test_only_ids_of_what_waits_are_known(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="quarantine"):
        quarantine(tmp_path).find(name)
