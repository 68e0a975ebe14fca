"""Claims files: the text format people write claims in, and dataset folders made of such files.

`docs/claims-format.md` describes the format. Nothing of a file is used before all of it has been checked, and all
problems are reported together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.claim import Claim
from graph.errors import Refused
from graph.loadset import LoadSet
from graph.source import Dataset, Source
from loaders.crosscheck import cross_check
from loaders.fields import read_dataset_fields, read_source
from loaders.gate import shape_problems
from loaders.problem import Problem, refused
from loaders.reading import Place, Reading
from loaders.safe_read import read_text
from loaders.things import read_entity, read_relationship
from loaders.yaml_tree import Node, read_tree

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

DESCRIPTION = "dataset.yaml"
"""The file of a dataset folder that describes the dataset."""
SECTIONS = {"sources": read_source, "entities": read_entity, "relationships": read_relationship}
"""What a claims file consists of, with what reads each part."""


@dataclass(frozen=True, slots=True)
class ClaimsFile:
    """What one file says. `places` tells where: by claim's id and by the id of an entity or relationship."""

    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]
    places: Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class Folder:
    """A dataset folder as read: its description, if that could be read, its files, and what is wrong so far."""

    dataset: Dataset | None
    readings: tuple[Reading, ...]
    problems: tuple[Problem, ...]


def read_claims(path: Path, vocabulary: Vocabulary, dataset: str = "") -> ClaimsFile:
    """One claims file by itself: what it refers to may stand in other files and is not looked for.

    Raises:
        Refused: with every problem of the file.
    """
    reading = read_file(path, vocabulary, dataset)
    if reading.problems:
        raise refused(reading.problems)
    places = {thing.id: thing.place for thing in reading.things} | {claim.id: place for claim, place in reading.claims}
    sources = tuple(source for source, _ in reading.sources)
    return ClaimsFile(sources, tuple(claim for claim, _ in reading.claims), MappingProxyType(places))


def read_dataset(folder: Path, vocabulary: Vocabulary, known: Mapping[str, str] | None = None) -> LoadSet:
    """All that a dataset folder says. `known` are entities of other datasets it may refer to: ids with their classes.

    Raises:
        Refused: with every problem of the folder.
    """
    read = read_folder(folder, vocabulary)
    problems = read.problems or between_files(read.readings, vocabulary, known)
    if problems or read.dataset is None:
        raise refused(problems)
    sources = sorted((source for reading in read.readings for source, _ in reading.sources), key=lambda s: s.id)
    claims = tuple(claim for reading in read.readings for claim, _ in reading.claims)
    return LoadSet(read.dataset, tuple(sources), claims)


def read_folder(folder: Path, vocabulary: Vocabulary) -> Folder:
    """The files of a dataset folder, each by itself: every ``*.yaml`` directly in it."""
    problems: list[Problem] = []
    description = Reading(str(folder / DESCRIPTION), "", vocabulary)
    tree = _tree(folder / DESCRIPTION, problems)
    dataset = read_dataset_fields(tree, description) if tree else None
    files = sorted(path for path in folder.glob("*.yaml") if path.name != DESCRIPTION)
    readings = [_read_tree(path, vocabulary, dataset.id if dataset else "", problems) for path in files]
    problems.extend(_misnamed(folder))
    problems.extend(problem for reading in (description, *readings) for problem in reading.problems)
    return Folder(dataset, tuple(readings), tuple(problems))


def between_files(
    readings: Sequence[Reading], vocabulary: Vocabulary, known: Mapping[str, str] | None = None
) -> tuple[Problem, ...]:
    """What is wrong between files that have nothing wrong in themselves; shapes are checked once all else is right."""
    outside = _elsewhere(readings, vocabulary) | dict(known or {})
    problems = tuple(cross_check(readings, vocabulary, outside))
    return problems or tuple(shape_problems(readings, vocabulary, outside))


def _elsewhere(readings: Sequence[Reading], vocabulary: Vocabulary) -> dict[str, str]:
    """Who plays roles across datasets, and is described in another one: ids with a class that may play the role."""
    described = {thing.id for reading in readings for thing in reading.things}
    return {
        reference.name: vocabulary.roles[reference.role].range[0]
        for reading in readings
        for reference in reading.references
        if reference.role and vocabulary.roles[reference.role].across and reference.name not in described
    }


def read_file(path: Path, vocabulary: Vocabulary, dataset: str = "") -> Reading:
    """One claims file with what is wrong with it."""
    problems: list[Problem] = []
    reading = _read_tree(path, vocabulary, dataset, problems)
    reading.problems.extend(problems)
    return reading


def read_text_as_file(text: str, name: str, vocabulary: Vocabulary, dataset: str) -> Reading:
    """A text as if it were a claims file of this name, with what is wrong with it."""
    reading = Reading(name, dataset, vocabulary)
    try:
        _read_sections(read_tree(text, name), reading)
    except Refused as error:
        reading.problems.extend(problem for problem in error.problems if isinstance(problem, Problem))
    return reading


def _read_tree(path: Path, vocabulary: Vocabulary, dataset: str, problems: list[Problem]) -> Reading:
    reading = Reading(str(path), dataset, vocabulary)
    tree = _tree(path, problems)
    if tree is not None:
        _read_sections(tree, reading)
    return reading


def _tree(path: Path, problems: list[Problem]) -> Node | None:
    try:
        return read_tree(read_text(path), str(path))
    except Refused as error:
        problems.extend(problem for problem in error.problems if isinstance(problem, Problem))
        return None


def _read_sections(tree: Node, reading: Reading) -> None:
    top = reading.mapping(tree, "")
    if top is None:
        return
    for name, node in top.items.items():
        if name not in SECTIONS:
            reading.unknown_key(top.keys[name], "section of a claims file", SECTIONS)
        elif section := reading.mapping(node, name):
            for key, item in section.items.items():
                SECTIONS[name](section.keys[key], item, reading)


def _misnamed(folder: Path) -> list[Problem]:
    """Files that look as if they belonged to the dataset but would not be read."""
    wrong = sorted(
        path for path in folder.glob("*") if path.suffix.lower() in (".yml", ".yaml") and path.suffix != ".yaml"
    )
    return [Problem(str(path), 1, 1, "", None, "This file is not read: its name must end in .yaml.") for path in wrong]


__all__ = [
    "DESCRIPTION",
    "ClaimsFile",
    "Folder",
    "between_files",
    "read_claims",
    "read_dataset",
    "read_file",
    "read_folder",
]
