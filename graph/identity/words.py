"""What the words of a firm's name weigh: read once from ``words.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

ANYWHERE = "any"
DISTINCTIVE = "distinctive"
"""The kind of a word that is not listed: it tells firms apart."""


@dataclass(frozen=True, slots=True)
class Words:
    """`alike` gives the word that another stands for, `kinds` the kind of a word, `weights` what a kind weighs, `forms`
    the countries that have a legal form."""

    alike: Mapping[str, str]
    kinds: Mapping[str, str]
    weights: Mapping[str, float]
    forms: Mapping[str, frozenset[str]]

    def kind(self, word: str) -> str:
        """The kind of a word."""
        return self.kinds.get(word, DISTINCTIVE)

    def weight(self, word: str) -> float:
        """What a word weighs: 1 if it tells firms apart.

        >>> words = load_words()
        >>> words.weight("elbit"), words.weight("systems"), words.weight("group")
        (1.0, 0.35, 0.0)
        """
        return self.weights.get(self.kind(word), 1.0)


@cache
def load_words() -> Words:
    """The words as they are packaged."""
    data = tomllib.loads(files("graph.identity").joinpath("words.toml").read_text(encoding="utf-8"))
    forms: dict[str, set[str]] = {}
    for place, names in data["forms"].items():
        for name in names:
            forms.setdefault(name, set()).add(place)
    return Words(
        alike=MappingProxyType({word: stem for stem, words in data["alike"].items() for word in words}),
        kinds=MappingProxyType({word: kind for kind, words in data["kinds"].items() for word in words}),
        weights=MappingProxyType(data["weights"]),
        forms=MappingProxyType({name: frozenset(places) for name, places in forms.items()}),
    )


__all__ = ["ANYWHERE", "DISTINCTIVE", "Words", "load_words"]
