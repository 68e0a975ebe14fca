"""A firm's name taken apart: its words in Latin letters, its legal form, its initials.

What is compared is what a name says: "Aselsan A.Ş." and "ASELSAN" are the word *aselsan*; "Ind.", "industrie" and
"Sanayii" are all *industries*; a name in Cyrillic or Hebrew letters is spelt in Latin ones first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from graph.folding import fold
from graph.identity.words import ANYWHERE, Words, load_words

LATIN_FROM = 0x250
"""Letters from here on are of other scripts than Latin (its extensions aside)."""

_ASIDE = re.compile(r"\(([^()]*)\)")
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]+|[a-z]+|\d+")
_SLASHED = re.compile(r"\b([A-Za-z])/([A-Za-z])\b")
_GAPS = re.compile(r"[\s\-–/,]+")
_AMPERSAND = str.maketrans({"&": " and ", "+": " and "})


@dataclass(frozen=True, slots=True)
class Name:
    """A name in comparable words: `words` without the legal form, the countries of which are `places` (empty: it says
    nothing); `letters` are the initials it may go by; `foreign` whether it was in another script."""

    text: str
    words: tuple[str, ...]
    places: frozenset[str]
    letters: frozenset[str]
    foreign: bool

    @property
    def joined(self) -> str:
        """The words that weigh anything, closed up: a name is the same with or without a gap."""
        words = load_words()
        return "".join(word for word in self.words if words.weight(word))


@lru_cache(maxsize=100_000)
def take_apart(text: str) -> Name:
    """A name in its parts.

    >>> name = take_apart("Krauss-Maffei Wegmann GmbH & Co. KG")
    >>> name.words, sorted(name.places), "kmw" in name.letters
    (('krauss', 'maffei', 'wegmann'), ['at', 'ch', 'de'], True)
    >>> take_apart("Алмаз-Антей").words
    ('almaz', 'antey')
    """
    words = load_words()
    latin = _SLASHED.sub(r"\1\2", anyascii(unicodedata.normalize("NFC", text))).translate(_AMPERSAND)
    bare = _ASIDE.sub(lambda found: f" {found[1]} " if _is_form(found[1], words) else " ", latin)
    plain = _plain_words(bare or latin, words) or _plain_words(latin, words)
    kept, forms = _without_forms(plain, words)
    named = {places for form in forms if ANYWHERE not in (places := words.forms[form])}
    return Name(
        text,
        tuple(kept),
        frozenset.union(*named) if named else frozenset(),
        frozenset(_letters(latin, words)),
        any(letter.isalpha() and ord(letter) >= LATIN_FROM for letter in unicodedata.normalize("NFKD", text)),
    )


def _plain_words(latin: str, words: Words) -> list[str]:
    return [words.alike.get(word, word) for word in fold(latin).split()]


def _is_form(text: str, words: Words) -> bool:
    return all(word in words.forms for word in _plain_words(text, words))


def _without_forms(plain: Sequence[str], words: Words) -> tuple[list[str], list[str]]:
    """The words between the legal forms at the beginning and at the end, and these; a name of forms alone keeps them.

    The "and" and "company" in "GmbH & Co. KG" go with the forms around them.
    """
    start, end = 0, len(plain)
    while end > start + 1 and (plain[end - 1] in words.forms or _is_between(plain, end)):
        end -= 1
    while start < end - 1 and plain[start] in words.forms:
        start += 1
    forms = [word for word in (*plain[:start], *plain[end:]) if word in words.forms]
    return list(plain[start:end]), forms


def _is_between(plain: Sequence[str], end: int) -> bool:
    """Whether the word before `end` is an "and" that leads on to legal forms."""
    return end < len(plain) and plain[end - 1] == "and"


def _letters(latin: str, words: Words) -> Iterator[str]:
    """What initials a name may go by: with and without small words and legal form, a capital within a word counting or
    not; and what stands aside in brackets."""
    yield from (aside for found in _ASIDE.findall(latin) if (aside := fold(found)) and " " not in aside)
    told = [(_standing_for(piece, words), _capitals(piece)) for piece in _GAPS.split(_ASIDE.sub(" ", latin))]
    said = [(word, capitals) for word, capitals in told if capitals and word not in SMALL]
    for chosen in (told, said, [(word, capitals) for word, capitals in said if word not in words.forms]):
        for letters in ([c for _, c in chosen], [c[:1] for _, c in chosen]):
            if len("".join(letters)) > 1:
                yield "".join(letters)


def _standing_for(piece: str, words: Words) -> str:
    folded = fold(piece)
    return words.alike.get(folded, folded)


def _capitals(piece: str) -> str:
    """The first letters of a piece's parts: "tk" of ThyssenKrupp, "h" of HENSOLDT."""
    return "".join(part[0].lower() for part in _PARTS.findall(piece))


SMALL = frozenset({"and", "of", "the", "for", "de", "del", "du", "fur", "i", "des", "di", "la", "le"})
"""Words that initials mostly pass over."""

__all__ = ["Name", "take_apart"]
