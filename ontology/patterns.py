"""Patterns of paths and links of belonging: what `patterns.yaml` says, checked against the vocabulary.

>>> known = load_patterns()
>>> known["common-accord"].steps
('Actor', 'AccordParty', 'Accord', 'AccordParty', 'Actor')
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ontology.errors import OntologyError
from ontology.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

PACKAGED = Path(__file__).parent / "patterns.yaml"
SIDES = ("source", "target")
FEWEST = 3
"""A pattern has two ends and at least one relationship between them."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sequence of classes that a path follows: of an entity, of a relationship, of an entity, and so on.

    >>> Pattern("x", "x", "x", ("State", "Ownership", "Firm")).hops
    1
    """

    name: str
    label: str
    definition: str
    steps: tuple[str, ...]

    @property
    def entities(self) -> tuple[str, ...]:
        """The classes of the entities, ends included."""
        return self.steps[::2]

    @property
    def relationships(self) -> tuple[str, ...]:
        """The classes of the relationships, hop by hop."""
        return self.steps[1::2]

    @property
    def hops(self) -> int:
        """How long its paths are."""
        return len(self.steps) // 2


def load_patterns(path: Path | None = None) -> Mapping[str, Pattern]:
    """The patterns of a file by name; those of the packaged one, read once, if none is given.

    Raises:
        OntologyError: the file cannot be read, or a pattern names a class that is not there or stands in a wrong place.
    """
    return _packaged()[0] if path is None else _patterns(_read(path), load_vocabulary(), path.name)


def load_belonging(path: Path | None = None) -> Mapping[str, str]:
    """Of each projection that makes one thing part of another, which end is the part: "source" or "target".

    >>> load_belonging()["owns"], load_belonging()["locatedIn"]
    ('target', 'source')
    """
    return _packaged()[1] if path is None else _belonging(_read(path), load_vocabulary(), path.name)


def make_pattern(name: str, steps: tuple[str, ...], vocabulary: Vocabulary, label: str = "", told: str = "") -> Pattern:
    """A pattern, its steps checked.

    >>> make_pattern("x", ("State", "Ownership"), load_vocabulary())
    Traceback (most recent call last):
    ontology.errors.OntologyError: The pattern x has 2 steps. Give an entity class, a relationship class, an entity \
class, and so on.
    """
    if len(steps) < FEWEST or len(steps) % 2 == 0:
        raise OntologyError(
            f"The pattern {name} has {len(steps)} steps.",
            hint="Give an entity class, a relationship class, an entity class, and so on.",
        )
    for place, step in enumerate(steps):
        known = (*vocabulary.relationships, "Relationship") if place % 2 else (*vocabulary.entities, "Entity")
        _one_of(f"Step {place + 1} of the pattern {name}", step, known, vocabulary)
    return Pattern(name, label, told, steps)


@cache
def _packaged() -> tuple[Mapping[str, Pattern], Mapping[str, str]]:
    data, vocabulary = _read(PACKAGED), load_vocabulary()
    return _patterns(data, vocabulary, PACKAGED.name), _belonging(data, vocabulary, PACKAGED.name)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise OntologyError(f"{path.name} cannot be read: {error}") from None
    if not isinstance(data, dict) or not all(isinstance(data.get(p), dict) for p in ("patterns", "belonging")):
        raise OntologyError(f"{path.name} has no patterns and belonging.", hint="Give both, each by name.")
    return data


def _patterns(data: Mapping[str, Any], vocabulary: Vocabulary, file: str) -> Mapping[str, Pattern]:
    return MappingProxyType({name: _pattern(name, said, vocabulary, file) for name, said in data["patterns"].items()})


def _pattern(name: str, said: Any, vocabulary: Vocabulary, file: str) -> Pattern:  # noqa: ANN401 - whatever YAML holds
    if not isinstance(said, dict) or set(said) != {"label", "definition", "steps"}:
        raise OntologyError(f"{file}: the pattern {name} needs exactly label, definition and steps.")
    return make_pattern(name, tuple(map(str, said["steps"])), vocabulary, str(said["label"]), str(said["definition"]))


def _belonging(data: Mapping[str, Any], vocabulary: Vocabulary, file: str) -> Mapping[str, str]:
    for name, side in data["belonging"].items():
        _one_of(f"{file}: belonging", str(name), tuple(vocabulary.projections), vocabulary)
        _one_of(f"{file}: belonging of {name}", str(side), SIDES, vocabulary)
    return MappingProxyType({str(name): str(side) for name, side in data["belonging"].items()})


def _one_of(what: str, given: str, known: Collection[str], vocabulary: Vocabulary) -> None:
    if given not in known:
        near = vocabulary.suggest(given, known)
        raise OntologyError(f"{what} is {given!r}.", hint=f"Did you mean {near}?" if near else "That is not there.")


__all__ = ["Pattern", "load_belonging", "load_patterns", "make_pattern"]
