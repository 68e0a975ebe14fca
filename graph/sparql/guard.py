"""What can be told of a query from its words alone, before any parser sees it.

The parser of an engine can be brought down by a text of a few kilobytes (deep nesting, long chains of operators), so
that it runs in a worker only. Here a query is read as a row of words, in one pass, without recursion: its form, whether
it names its dataset, and whether it has a word that this endpoint never obeys. A word counts outside strings, comments,
IRIs, variables and prefixed names only; an escaped code point (SPARQL 1.1, 19.2) counts as what it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from graph.errors import BadQuery, Forbidden

LONGEST = 64 * 1024
"""Characters of a query."""
DEEPEST = 100
"""Brackets within brackets."""
MOST_WORDS = 8_000
"""Words, brackets and signs of a query."""
MOST_SIGNS = 64
"""Signs in a row, as in ``!!!!``."""

_WORDS = re.compile(
    r"""
    (?P<blank> \s+ | \#[^\n\r]* )
  | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
  | (?P<text> \"{3} (?: \"{0,2} (?:[^"\\]|\\.) )* \"{3} | '{3} (?: '{0,2} (?:[^'\\]|\\.) )* '{3}
            | \" (?:[^"\\\n\r]|\\.)* \" | ' (?:[^'\\\n\r]|\\.)* ' )
  | (?P<name> [?$]\w+ | @[a-zA-Z][a-zA-Z0-9-]* | (?:[^\W\d_][\w.-]*)? : (?:[\w.:-] | %[0-9a-fA-F]{2} | \\.)* )
  | (?P<word> [^\W\d_]\w* )
  | (?P<number> \d[\w.]* )
  | (?P<open> [({\[] )
  | (?P<close> [)}\]] )
  | (?P<sign> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"})


class Form(StrEnum):
    """The four forms of a query (SPARQL 1.1, 16)."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"


@dataclass(frozen=True, slots=True)
class Query:
    """A query that may be run: its text, its form, and whether it names its dataset itself (``FROM``)."""

    text: str
    form: Form
    has_from: bool


def check(text: str) -> Query:
    """The query, if it may be run.

    Raises:
        BadQuery: it is too long, too deep, or no query.
        Forbidden: it would change the graph, or ask another endpoint.

    >>> check("PREFIX a: <x:#> ASK { a:SERVICE ?load 'INSERT' } # LOAD").form.value
    'ASK'
    >>> check("ask { \\u0053ervice <x:y> { } }")
    Traceback (most recent call last):
    graph.errors.Forbidden: SERVICE is not done here: ... Ask the other endpoint yourself, and join by VALUES.
    """
    if len(text) > LONGEST:
        raise BadQuery(f"The query has {len(text):,} characters.", hint=f"At most {LONGEST:,} are read.")
    read = unescape(text)
    if read != text:
        _look(text, formless=True)
    return Query(text, *_look(read))


def unescape(text: str) -> str:
    r"""A query with its escaped code points as the characters that they stand for.

    >>> unescape(r"\u0041SK {}")
    'ASK {}'
    """
    return _ESCAPE.sub(_character, text)


def _character(escape: re.Match[str]) -> str:
    point = int(escape[1] or escape[2], 16)
    if point > 0x10FFFF or 0xD800 <= point < 0xE000:  # noqa: PLR2004 - the bounds of Unicode
        raise BadQuery(f"{escape[0]} is no character.")
    return chr(point)


def _look(text: str, *, formless: bool = False) -> tuple[Form, bool]:
    form, has_from = None, False
    for word in _words(text):
        if word == "SERVICE":
            raise Forbidden(
                "SERVICE is not done here: a query never reaches another address.",
                hint="Ask the other endpoint yourself, and join by VALUES.",
            )
        has_from = has_from or word == "FROM"
        if form is None and word in _UPDATES:
            raise Forbidden(f"{word} is not done here: the endpoint reads only.")
        form = form or (Form(word) if word in Form.__members__ else None)
    if form is None and not formless:
        raise BadQuery("This is no query.", hint="Begin with SELECT, ASK, CONSTRUCT or DESCRIBE.")
    return form or Form.ASK, has_from


def _words(text: str) -> Iterator[str]:
    """The words outside of anything, in capitals; refuses what is too much of anything."""
    depth = signs = count = 0
    for match in _WORDS.finditer(text):
        kind = match.lastgroup
        if kind == "blank":
            continue
        count += 1
        signs = signs + 1 if kind == "sign" else 0
        depth += (kind == "open") - (kind == "close")
        for what, most, found in (("words", MOST_WORDS, count), ("brackets in one another", DEEPEST, depth)):
            if found > most:
                raise BadQuery(f"The query has more than {most:,} {what}.", hint="Ask for less at a time.")
        if signs > MOST_SIGNS:
            raise BadQuery(f"The query has more than {MOST_SIGNS} signs in a row.")
        if kind == "word":
            yield match[0].upper()


__all__ = ["Form", "Query", "check", "unescape"]
