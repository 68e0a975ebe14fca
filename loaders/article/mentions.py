"""Where a text names entities of the graph: by the graph's own names, in any script.

Words are compared as the search compares them, case and accents aside; the longest name at a place counts. A short name
in capitals (IAI) is found in capitals only. In Hebrew and Arabic the letters written before a word belong to no name.
In scripts without blanks names are looked for anywhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.folding import fold

SHORTEST = 2
"""Letters of the shortest name that is looked for."""
SHORT = 5
"""Names of up to so many letters are found in the case they are written in only."""
_WORD = re.compile(r"\w+(?:[.'\u2019\u05f3\u05f4]\w+)*")
_BLANKLESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_BEFORE = (
    "ال",
    "وال",
    "بال",
    "كال",
    "فال",
    "لل",
    "و",
    "ب",
    "ل",
    "ك",
    "ف",
    "ה",
    "ו",
    "ב",
    "ל",
    "מ",
    "כ",
    "ש",
    "וה",
    "של",
    "שה",
)
"""What Arabic and Hebrew write before a word without a blank, as the search folds it."""


@dataclass(frozen=True, slots=True)
class Named:
    """An entity to look for: its id, class, the name it is shown by, and all that it is called."""

    id: str
    type: str
    name: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text names an entity: line and column, counted from 1, and the words there."""

    line: int
    column: int
    text: str


@dataclass(slots=True)
class _Index:
    """Names by their words, and names without blanks by their letters."""

    words: dict[str, list[tuple[tuple[str, ...], str, str]]] = field(default_factory=lambda: defaultdict(list))
    letters: dict[str, str] = field(default_factory=dict)


def find_mentions(text: str, entities: Iterable[Named]) -> Mapping[Named, tuple[Place, ...]]:
    """The entities that a text names, with the places, in the order of their first place.

    >>> yard = Named("kite-yard", "Firm", "Kite Yard", ("Kite Yard", "KY"))
    >>> [place.column for place in find_mentions("The KITE yard, or KY; ky is no name.", [yard])[yard]]
    [5, 19]
    """
    known = {entity.id: entity for entity in entities}
    index = _index(known.values())
    found: dict[str, list[Place]] = defaultdict(list)
    for number, line in enumerate(text.splitlines(), 1):
        for column, words, names in (*_by_words(line, index), *_by_letters(line, index)):
            for name in names:
                found[name].append(Place(number, column, words))
    first = sorted(found, key=lambda name: (found[name][0].line, found[name][0].column, name))
    return {known[name]: tuple(dict.fromkeys(found[name])) for name in first}


def _index(entities: Iterable[Named]) -> _Index:
    index = _Index()
    for entity in entities:
        for name in dict.fromkeys(entity.names):
            words = tuple(_WORD.findall(fold(name)))
            if not words or len("".join(words)) < SHORTEST or name.isdigit():
                continue
            if _BLANKLESS.search(name):
                index.letters.setdefault(name, entity.id)
            else:
                index.words[words[0]].append((words, entity.id, name))
    return index


def _by_words(line: str, index: _Index) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """The longest names at each place of a line."""
    spans = [match.span() for match in _WORD.finditer(line)]
    words = [fold(line[start:end]).replace(" ", "") for start, end in spans]
    at = 0
    while at < len(words):
        length, names = _longest(line, spans, words, at, index)
        if names:
            start, end = spans[at][0], spans[at + length - 1][1]
            yield start + 1, line[start:end], names
        at += max(length, 1)


def _longest(
    line: str, spans: Sequence[tuple[int, int]], words: Sequence[str], at: int, index: _Index
) -> tuple[int, tuple[str, ...]]:
    best, names = 0, dict[str, None]()
    for first in _forms(words[at]):
        for wanted, entity, name in index.words.get(first, ()):
            length = len(wanted)
            if length < best or tuple(words[at + 1 : at + length]) != wanted[1:]:
                continue
            if not _same_case(line[spans[at][0] : spans[at + length - 1][1]], name):
                continue
            names = names if length == best else {}
            names[entity], best = None, length
    return best, tuple(names)


def _forms(word: str) -> Iterator[str]:
    """A word, and what is left of it without what may be written before it."""
    yield word
    yield from (word[len(b) :] for b in _BEFORE if word.startswith(b) and len(word) > len(b) + 1)


def _same_case(words: str, name: str) -> bool:
    """Whether a short name is written as the graph has it."""
    return len(name) > SHORT or not name.isupper() or words.isupper()


def _by_letters(line: str, index: _Index) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    if _BLANKLESS.search(line):
        for name, entity in index.letters.items():
            for match in re.finditer(re.escape(name), line):
                yield match.start() + 1, name, (entity,)


__all__ = ["Named", "Place", "find_mentions"]
