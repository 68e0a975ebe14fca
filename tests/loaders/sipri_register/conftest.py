"""Reading made-up exports, and the real ones for whoever has them (see `tests/real_data.py`)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.claim import Claim, Marker, Value
from loaders.release import Release
from loaders.sipri_register import read_release
from ontology.vocabulary import Vocabulary, load_vocabulary
from tests.loaders.sipri_register.exports import raw
from tests.real_data import real_file

Read = Callable[..., Release]


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture
def read(tmp_path: Path, vocabulary: Vocabulary) -> Read:
    """Read an export of these records."""

    def reading(*records: str, strict: bool = False, **layout: str) -> Release:
        return read_release(raw(tmp_path / "register.csv", records, **layout), vocabulary, strict=strict)

    return reading


def real(name: str) -> Path:
    """A real export."""
    return real_file("sipri-trade-register", name)


def deals(release: Release) -> dict[str, Claim]:
    """The claims on the columns of deals, by the ids of deals."""
    return {claim.subject: claim for claim in release.loadset.claims if claim.get("orderDate")}


def remarks(release: Release, deal: str) -> list[Claim]:
    """The claims on the comment of a deal."""
    return [claim for claim in release.loadset.claims if claim.subject == deal and not claim.get("orderDate")]


def plain(value: Value) -> object:
    """A value as tests write it: bare, or with its marker if that is not exact."""
    return value.value if value.marker is Marker.EXACT else (value.value, value.marker.value)


def said(claim: Claim, name: str) -> list[object]:
    """The values that a claim gives."""
    return [plain(value) for value in claim.get(name)]
