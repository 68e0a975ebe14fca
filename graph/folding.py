"""Texts as they are compared: neither case, accents, vowel points nor the several spellings of an Arabic letter keep
them apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_WITHIN = re.compile(r"(?<=\w)[.'’`\"״׳](?=\w|$)")
_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans("ٱىةؤئı", "ايهويi", "ـ")


def fold(text: str) -> str:
    """A text as it is compared: words of small letters without accents, points and marks within words.

    >>> fold("  Émirats, U.A.E. "), fold("צה״ל"), fold("F-16")
    ('emirats uae', 'צהל', 'f 16')
    """
    if text.isascii():
        return " ".join(_WORD.findall(_WITHIN.sub("", text).casefold()))
    apart = unicodedata.normalize("NFKD", _WITHIN.sub("", unicodedata.normalize("NFC", text)))
    bare = "".join(letter for letter in apart.casefold() if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(bare.translate(_LETTERS)))


def folded_names(names: Iterable[str]) -> list[str]:
    """What the index holds beside names: them folded, and once more closed up where a mark joins two parts.

    >>> folded_names(["F-16 Barak", "Morocco"])
    ['f 16 barak', 'f16 barak', 'morocco']
    """
    spelled = {fold(form) for name in names for form in (name, re.sub(r"(?<=\w)[-/](?=\w)", "", name))}
    return sorted(spelled - {""})


__all__ = ["fold", "folded_names"]
