"""Pages of a list: a cursor says where to go on, and belongs to one list of one revision.

A cursor is opaque to callers. It is not a secret and needs no signature: it holds a place, the revision and a hash of
the question, and is refused when the last two are not those of the list it comes back to.
"""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from typing import TypeVar

import orjson

from graph.errors import BadQuestion

T = TypeVar("T")


def cut_page(
    items: Sequence[T], limit: int, cursor: str | None, revision: int, question: object
) -> tuple[Sequence[T], str | None]:
    """The items from where `cursor` points, at most `limit`, and the cursor of the page after them, if there is one.

    `question` is plain JSON data: everything but limit and cursor that the list depends on.

    >>> first, after = cut_page("abc", 2, None, 1, "letters")
    >>> cut_page("abc", 2, after, 1, "letters")
    ('c', None)
    """
    start = 0 if cursor is None else read_cursor(cursor, revision, question)
    end = start + limit
    return items[start:end], write_cursor(end, revision, question) if end < len(items) else None


def write_cursor(place: int, revision: int, question: object) -> str:
    """A cursor that points to a place in a list."""
    return base64.urlsafe_b64encode(orjson.dumps([place, revision, _digest(question)])).decode().rstrip("=")


def read_cursor(cursor: str, revision: int, question: object) -> int:
    """The place a cursor points to.

    Raises:
        BadQuestion: it is not a cursor, or one of another list or revision.
    """
    place, written_at, digest = _decode(cursor)
    if digest != _digest(question):
        raise _bad("The cursor belongs to another question.", "Use it with the parameters it was given for.")
    if written_at != revision:
        told = f"The graph went from revision {written_at} to {revision} since this list was begun."
        raise _bad(told, "Begin again without a cursor.")
    return place


def _decode(cursor: str) -> tuple[int, int, str]:
    try:
        place, revision, digest = orjson.loads(
            base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True)
        )
    except (ValueError, TypeError, binascii.Error):
        raise _bad("This is not a cursor.", "Use the `next` of the page before, as it was given.") from None
    if not (isinstance(place, int) and isinstance(revision, int) and isinstance(digest, str) and place >= 0):
        raise _bad("This is not a cursor.", "Use the `next` of the page before, as it was given.")
    return place, revision, digest


def _digest(question: object) -> str:
    return hashlib.sha256(orjson.dumps(question, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def _bad(detail: str, hint: str) -> BadQuestion:
    return BadQuestion(detail, hint=hint, parameter="cursor")
