"""Checking what people wrote, without loading it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from loaders.claims_file import DESCRIPTION, between_files, read_file, read_folder
from loaders.problem import Problem, in_order

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary


def check(path: Path, vocabulary: Vocabulary, known: Mapping[str, str] | None = None) -> tuple[Problem, ...]:
    """Everything that is wrong with a dataset folder, or with one claims file; nothing if it can be loaded.

    A file in a dataset folder is read together with its neighbours, which it may refer to. Only its own problems are
    told then, or else those of its neighbours that stand in the way of finding them.
    `known` are entities of other datasets: ids with their classes.
    """
    if path.is_dir():
        return _check_folder(path, vocabulary, known)
    if (path.parent / DESCRIPTION).is_file() and path.suffix == ".yaml":
        return _check_member(path, vocabulary, known)
    reading = read_file(path, vocabulary)
    return in_order(reading.problems or between_files([reading], vocabulary, known))


def _check_folder(folder: Path, vocabulary: Vocabulary, known: Mapping[str, str] | None) -> tuple[Problem, ...]:
    read = read_folder(folder, vocabulary)
    return in_order(read.problems or between_files(read.readings, vocabulary, known))


def _check_member(path: Path, vocabulary: Vocabulary, known: Mapping[str, str] | None) -> tuple[Problem, ...]:
    read = read_folder(path.parent, vocabulary)
    own, others = _part(read.problems, path)
    if own or others:
        return own or others
    return _part(between_files(read.readings, vocabulary, known), path)[0]


def _part(problems: tuple[Problem, ...], path: Path) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """The problems of one file, and those of all others."""
    ordered = in_order(problems)
    own = tuple(p for p in ordered if Path(p.file) == path)
    return own, tuple(p for p in ordered if p not in own)


__all__ = ["check"]
