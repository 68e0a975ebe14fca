"""How an error looks from outside: one table from error class to HTTP status, exit code and title.

The API answers an error as a problem document (RFC 9457), the command line ends with an exit code; both read this
table, so the two cannot drift apart. A class that is not listed counts as its nearest listed ancestor.

Exit codes: 0 answered, 1 nothing found, 2 the question or input is wrong, 3 the store cannot answer now (try again
later), 4 something in here is broken. 130 is Ctrl-C, as shells have it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from graph.errors import (
    AnswerTooLarge,
    BadQuery,
    BadQuestion,
    BadSettings,
    Busy,
    DefgraphError,
    DiskFull,
    Fenced,
    Forbidden,
    LoadBusy,
    LoadError,
    NotConverged,
    OutOfMemory,
    OutOfTime,
    Refused,
    ServerError,
    ServerRunning,
    StoreUnavailable,
    TooLarge,
    UnknownEntity,
    WorkLost,
)
from ontology.errors import OntologyError

PROBLEM_BASE = "https://w3id.org/defgraph/problem/"

FOUND, NOTHING, WRONG, UNAVAILABLE, BROKEN = range(5)

EXTRAS = (
    "parameter",
    "value",
    "allowed",
    "suggestion",
    "suggestions",
    "candidates",
    "file",
    "line",
    "column",
    "field",
    "problems",
)
"""What an error may know besides its sentence; each becomes a member of the problem document when it is set."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an error class means outside: HTTP status, exit code, a title that never varies, seconds to wait before a
    retry."""

    status: int
    exit: int
    title: str
    retry_after: int | None = None


OUTCOMES: Mapping[type[Exception], Outcome] = MappingProxyType(
    {
        DefgraphError: Outcome(500, BROKEN, "The graph cannot answer"),
        OntologyError: Outcome(500, BROKEN, "The ontology cannot be used"),
        BadSettings: Outcome(500, WRONG, "A setting cannot be used"),
        ServerError: Outcome(503, UNAVAILABLE, "Neo4j cannot be used", 5),
        ServerRunning: Outcome(503, UNAVAILABLE, "The data folder is in use", 5),
        StoreUnavailable: Outcome(503, UNAVAILABLE, "The store does not answer", 5),
        DiskFull: Outcome(503, UNAVAILABLE, "A disk is full"),
        LoadError: Outcome(500, BROKEN, "Nothing was loaded"),
        Refused: Outcome(422, WRONG, "The input is refused"),
        LoadBusy: Outcome(409, UNAVAILABLE, "Another load is under way", 5),
        Fenced: Outcome(409, UNAVAILABLE, "A newer load took over"),
        UnknownEntity: Outcome(404, NOTHING, "Not in the graph"),
        OutOfTime: Outcome(503, UNAVAILABLE, "The question takes too long", 5),
        Busy: Outcome(503, UNAVAILABLE, "Too many questions at once", 5),
        OutOfMemory: Outcome(503, UNAVAILABLE, "The question needs too much memory"),
        WorkLost: Outcome(503, UNAVAILABLE, "The work on the question was lost", 1),
        BadQuestion: Outcome(422, WRONG, "The question cannot be answered"),
        NotConverged: Outcome(422, WRONG, "The measure does not settle"),
        TooLarge: Outcome(422, WRONG, "The answer would be too large"),
        AnswerTooLarge: Outcome(413, WRONG, "The answer is too large"),
        BadQuery: Outcome(400, WRONG, "The query cannot be read"),
        Forbidden: Outcome(403, WRONG, "This is never done here"),
    }
)


def outcome(error: Exception) -> Outcome:
    """The row of the nearest listed class.

    >>> outcome(TooLarge("Too many paths.")).status, outcome(UnknownEntity("No such thing.")).exit
    (422, 1)
    """
    return next((OUTCOMES[c] for c in type(error).__mro__ if c in OUTCOMES), OUTCOMES[DefgraphError])


def problem(error: Exception, instance: str | None = None) -> dict[str, Any]:
    """The error as the data of a problem document (RFC 9457); `instance` is the address that was asked.

    >>> problem(BadQuestion("k is 0.", hint="Use 1 to 100.", parameter="k"), "/api/v1/paths")["detail"]
    'k is 0. Use 1 to 100.'
    """
    row = outcome(error)
    slug = getattr(error, "slug", "error")
    document = {"type": PROBLEM_BASE + slug, "title": row.title, "status": row.status, "detail": str(error)}
    extras = {name: getattr(error, name, None) for name in EXTRAS}
    return (
        document | {"instance": instance} | {name: value for name, value in extras.items() if value not in (None, ())}
    )
