"""What states are called in many languages and scripts: the main names of Unicode CLDR, as Babel packages them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from babel import Locale

from graph.claim import Value

LANGUAGES = (
    *("am", "ar", "az", "bg", "bn", "cs", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hi", "hu", "hy", "id", "it"),
    *("ja", "ka", "kk", "km", "ko", "mn", "ms", "my", "nb", "nl", "pl", "ps", "pt", "ro", "ru", "si", "sr", "sv", "sw"),
    *("ta", "th", "tr", "uk", "ur", "uz", "vi", "zh-Hans", "zh-Hant"),
)
"""Languages of states that deal much in arms, and of every script that a state writes its own name in."""


def names_of(codes: Iterable[str], known: str) -> tuple[Value, ...]:
    """The names of the state or area with one of these ISO 3166-1 codes; in English an alias where it is not `known`.

    >>> [value.value for value in names_of(["MAR", "MA"], "Morocco") if value.lang in ("ar", "en", "zh-Hans")]
    ['المغرب', 'Morocco', '摩洛哥']
    """
    code = next((code for code in codes if len(code) == 2), "")  # noqa: PLR2004 - CLDR knows the two letters
    return tuple(_names(code, known))


def _names(code: str, known: str) -> Iterator[Value]:
    for language in LANGUAGES:
        name = Locale.parse(language, sep="-").territories.get(code)
        if name:
            own = language != "en" or name == known
            yield Value("name" if own else "alias", name, lang=language)


__all__ = ["LANGUAGES", "names_of"]
