"""How like two names are, and why: a number a person can check against the reasons that come with it.

A likeness only suggests. What is weighed: the words that both names have, against those that one has and the other
has not (`words.toml` says what a word weighs); small slips of spelling; initials; where legal forms are in use. A word
that only one name has may be left out in short; a word for which the other name has another one tells firms apart, and
counts twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from graph.identity.names import Name, take_apart
from graph.identity.words import load_words

LIKELY = 0.85
"""From here on two names are probably of one firm."""
SUGGESTED = 0.6
"""From here on a person should look."""

INITIALS = 0.9
OTHER_COUNTRY = 0.55
"""What the likeness is multiplied by where legal forms are in use in different countries."""
SLIPS = ((5, 1), (9, 2))
"""From how many letters on a word may differ by how many."""
GENERIC_CAP = 0.45
"""Most that general words count that one name has more than the other."""
NOT_ALL = 0.8
"""Most that two names are alike of which one has more to it than the other: it may be a part of the other's group."""
ELSEWHERE = 0.6
"""What the likeness is multiplied by where only one names a country: that is how national subsidiaries are named."""

_VOWELS = re.compile(r"[aeiouyw']")
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("x", "ks"),
        ("sh|sch|ts|tz|z|c(?=[ei])", "s"),
        ("kh|ch|ck|c|q|h", "k"),
        ("ph|p", "f"),
        ("v", "b"),
        ("th|d", "t"),
    )
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two names are, from 0 to 1, and the reasons, as a person reads them."""

    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """The words that two names share, with what they weigh, and those that only the one or only the other has."""

    shared: tuple[tuple[str, str, float], ...]
    one: tuple[str, ...]
    other: tuple[str, ...]


def liken(one: str, other: str) -> Likeness:
    """How like two names are.

    >>> liken("Aselsan A.Ş.", "ASELSAN")
    Likeness(score=1.0, reasons=('the same words: aselsan',))
    >>> liken("Thales Australia", "Thales")
    Likeness(score=0.333, reasons=('both have thales', 'only Thales Australia has australia'))
    """
    a, b = sorted((take_apart(one), take_apart(other)), key=lambda name: name.text)
    found = _initials(a, b) or _spelling(a, b) or _words(a, b)
    if a.places and b.places and not a.places & b.places:
        told = "legal forms of different countries"
        return Likeness(round(found.score * OTHER_COUNTRY, 3), (*found.reasons, told))
    return found


def _initials(a: Name, b: Name) -> Likeness | None:
    for short, long in ((a, b), (b, a)):
        word = "".join(short.words)
        if len(short.words) == 1 and len(long.words) > 1 and len(word) > 2 and word in long.letters:  # noqa: PLR2004
            return Likeness(INITIALS, (f"{short.text} are the initials of {long.text}",))
    return None


def _spelling(a: Name, b: Name) -> Likeness | None:
    """The same letters, whatever the gaps."""
    if a.words == b.words:
        return Likeness(1.0, (f"the same words: {' '.join(a.words)}",))
    if a.joined == b.joined and a.joined:
        return Likeness(1.0, (f"the same but for gaps and small words: {a.joined}",))
    return None


def _words(a: Name, b: Name) -> Likeness:
    matched = _match(a, b)
    shared, apart = sum(weight for *_, weight in matched.shared), _apart(matched)
    score = shared / (shared + apart) if shared else 0.0
    if apart:
        score = min(score, NOT_ALL)
    if any(load_words().kind(word) == "place" for word in (*matched.one, *matched.other)):
        score *= ELSEWHERE
    return Likeness(round(score, 3), tuple(_told(a, b, matched)))


def _match(a: Name, b: Name) -> Matched:
    """Pair the words off: equal ones, then nearly equal ones, then initials of several."""
    weigh, foreign = load_words().weight, a.foreign or b.foreign
    left, right = list(a.words), list(b.words)
    shared: list[tuple[str, str, float]] = []
    for near in (_equal, _slipped, *([_sounds_alike] if foreign else [])):
        for word in list(left):
            if pair := next((w for w in right if near(word, w)), None):
                left.remove(word)
                right.remove(pair)
                shared.append((word, pair, min(weigh(word), weigh(pair)) * _sure(word, pair)))
    for short, long in ((left, right), (right, left)):
        for word in list(short):
            if run := _run_of(word, long):
                short.remove(word)
                del long[long.index(run[0]) : long.index(run[0]) + len(run)]
                shared.append((word, " ".join(run), sum(map(weigh, run))))
    return Matched(tuple(shared), tuple(left), tuple(right))


def _equal(one: str, other: str) -> bool:
    return one == other


def _slipped(one: str, other: str) -> bool:
    """Whether two words are one but for a slip or a spelling; a plural is none."""
    shorter = min(len(one), len(other))
    allowed = max((slips for letters, slips in SLIPS if shorter >= letters), default=0)
    plural = shorter > 3 and {one, other} == {min(one, other, key=len), min(one, other, key=len) + "s"}  # noqa: PLR2004
    return plural or (not _numbers(one, other) and OSA.distance(one, other, score_cutoff=allowed) <= allowed)


def _numbers(one: str, other: str) -> bool:
    return any(letter.isdigit() for letter in one + other)


def _sounds_alike(one: str, other: str) -> bool:
    """Whether two words have the same consonants, as transliterations have."""
    first, second = skeleton(one), skeleton(other)
    return first == second and len(first) > 1


def skeleton(word: str) -> str:
    """A word's consonants, as transliterations have them in common.

    >>> skeleton("rostekh") == skeleton("rostec"), skeleton("sukhoi") == skeleton("sukhoy")
    (True, True)
    """
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    bare = _VOWELS.sub("", word)
    return re.sub(r"(.)\1+", r"\1", bare)


def _sure(one: str, other: str) -> float:
    return 1.0 if one == other else 0.95


def _run_of(word: str, others: Sequence[str]) -> tuple[str, ...]:
    """The neighbouring words that a word is the initials of."""
    size = len(word)
    runs = (tuple(others[i : i + size]) for i in range(len(others) - size + 1))
    return next((run for run in runs if size > 1 and "".join(w[0] for w in run) == word), ())


def _apart(matched: Matched) -> float:
    """What tells two names apart."""
    one, other = (_weight(words, matched) for words in (matched.one, matched.other))
    return 2 * (one + other) if one and other else one + other


def _weight(words: Sequence[str], matched: Matched) -> float:
    """What the words weigh that only one name has; general words together no more than a bound."""
    known = load_words()
    extra = [word for word in words if not _echoes(word, matched)]
    generic = sum(known.weight(word) for word in extra if known.kind(word) == "generic")
    return min(generic, GENERIC_CAP) + sum(known.weight(word) for word in extra if known.kind(word) != "generic")


def _echoes(word: str, matched: Matched) -> bool:
    """Whether a word only repeats a part of one that both names have: Roketsan Roket."""
    return any(len(word) > 3 and word in one and word != one for one, *_ in matched.shared)  # noqa: PLR2004


def _told(a: Name, b: Name, matched: Matched) -> Iterator[str]:
    known = load_words()
    if matched.shared:
        yield f"both have {', '.join(x if x == y else f'{x} / {y}' for x, y, _ in matched.shared)}"
    for name, words in ((a, matched.one), (b, matched.other)):
        if told := [word for word in words if known.weight(word)]:
            yield f"only {name.text} has {', '.join(told)}"


__all__ = ["LIKELY", "SUGGESTED", "Likeness", "liken", "skeleton"]
