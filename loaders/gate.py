"""The SHACL shapes of the ontology, asked of claims before they are loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loaders.problem import Problem
    from loaders.reading import Reading
    from ontology.vocabulary import Vocabulary


def shape_problems(
    readings: Sequence[Reading],  # noqa: ARG001
    vocabulary: Vocabulary,  # noqa: ARG001
    known: Mapping[str, str],  # noqa: ARG001
) -> Iterator[Problem]:
    """What violates a shape."""
    yield from ()
