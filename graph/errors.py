"""Everything that can go wrong and that a user can do something about.

The tree, each with the question it answers::

    DefgraphError                 anything below
    ├── BadSettings               which setting is wrong, and where does it come from?
    ├── ServerError               why can Neo4j not be started, reached or stopped?
    │   ├── ServerRunning         who else is using this data folder?
    │   └── StoreUnavailable      why did a read or write not end within its deadline?
    ├── DiskFull                  which disk has no room left?
    ├── LoadError                 why was nothing loaded?
    │   ├── Refused               which file, line and field is not acceptable, and what would be?
    │   ├── LoadBusy              which other load is under way?
    │   └── Fenced                which newer load took over?
    ├── UnknownEntity             which id does the graph not know?
    ├── Forbidden                 what is never done here?
    ├── OutOfTime                 which question took longer than it may?
    │   └── Busy                  how many wait already?
    ├── OutOfMemory               which question needed more memory than it may have?
    ├── WorkLost                  what became of the process that worked on it?
    └── BadQuestion               which parameter cannot be answered?
        ├── NotConverged          which iteration did not settle?
        ├── BadQuery              where can the query not be read?
        └── TooLarge              which bound does the answer exceed?
            └── AnswerTooLarge    how many bytes may the answer have?

An error is one sentence on what is wrong (``detail``) and, where there is something to do, one on that (``hint``).
Both are for people: no stack trace, no class name, no secret.
"""

from typing import ClassVar


class DefgraphError(Exception):
    """Base of all errors with a reason a user can understand.

    >>> error = DefgraphError("The lamp is off.", hint="Switch it on.")
    >>> str(error), error.detail, error.hint
    ('The lamp is off. Switch it on.', 'The lamp is off.', 'Switch it on.')
    """

    slug: ClassVar[str] = "error"
    """A short stable name for machines: the ``type`` of a problem over HTTP, ``error`` in ``--json``."""

    def __init__(self, detail: str, *, hint: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.detail} {self.hint}".strip()


class BadSettings(DefgraphError):
    """A setting has a value that cannot be used."""

    slug = "bad-settings"


class ServerError(DefgraphError):
    """Neo4j cannot be started, reached or stopped."""

    slug = "server"


class ServerRunning(ServerError):
    """Another process runs Neo4j on this data folder; ``pid`` is its number, if known."""

    slug = "server-running"

    def __init__(self, detail: str, *, hint: str = "", pid: int | None = None) -> None:
        super().__init__(detail, hint=hint)
        self.pid = pid


class StoreUnavailable(ServerError):
    """Neo4j did not answer a read or a write within its deadline."""

    slug = "store-unavailable"


class DiskFull(DefgraphError):
    """A disk has no room left for what has to be written."""

    slug = "disk-full"


class LoadError(DefgraphError):
    """A load ended without a new revision."""

    slug = "load"


class Refused(LoadError):
    """The input is not acceptable: where it is, what stands there and what could.

    >>> print(Refused("Unknown type.", file="a.yaml", line=3, field="type", value="Frim", allowed=("Firm",)))
    a.yaml:3: type: Unknown type. It says 'Frim'; allowed: Firm.

    ``problems`` has each place by itself where there are several.
    """

    slug = "refused"

    def __init__(
        self,
        detail: str,
        *,
        hint: str = "",
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        field: str | None = None,
        value: object = None,
        allowed: tuple[str, ...] = (),
        problems: tuple[object, ...] = (),
    ) -> None:
        super().__init__(detail, hint=hint)
        self.problems = problems
        self.file = file
        self.line = line
        self.column = column
        self.field = field
        self.value = value
        self.allowed = allowed

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        where = "".join(f"{part}: " for part in (place, self.field) if part)
        return f"{where}{self.detail}{self._found()}{f' {self.hint}' if self.hint else ''}"

    def _found(self) -> str:
        says = f"It says {self.value!r}" if self.value is not None else ""
        may = f"allowed: {', '.join(self.allowed)}" if self.allowed else ""
        both = "; ".join(part for part in (says, may) if part)
        return f" {both[0].upper()}{both[1:]}." if both else ""


class LoadBusy(LoadError):
    """Another load holds the lease."""

    slug = "load-busy"


class Fenced(LoadError):
    """A newer load took the lease over; this one must not write any more."""

    slug = "fenced"


class UnknownEntity(DefgraphError):
    """No entity, claim, source or dataset has this id; ``suggestions`` are ids or names that come near."""

    slug = "unknown-entity"

    parameter: str | None = None
    suggestions: tuple[str, ...] = ()


class OutOfTime(DefgraphError):
    """A question took longer than it may; a smaller one, or a quieter moment, may do."""

    slug = "out-of-time"


class Busy(OutOfTime):
    """More questions are waiting than may."""

    slug = "busy"


class OutOfMemory(DefgraphError):
    """A question needed more memory than it may have; a smaller one may do."""

    slug = "out-of-memory"


class WorkLost(DefgraphError):
    """The process that worked on a question ended before it had an answer."""

    slug = "work-lost"


class Forbidden(DefgraphError):
    """Something is asked for that is never done here, whoever asks."""

    slug = "forbidden"


class BadQuestion(DefgraphError):
    """A parameter of a question has a value that cannot be answered.

    ``parameter`` names it, ``value`` is what it said, ``allowed`` what it may say, ``suggestion`` the nearest of those.
    """

    slug = "bad-question"
    value: object = None
    allowed: tuple[str, ...] = ()
    suggestion: str | None = None

    def __init__(self, detail: str, *, hint: str = "", parameter: str | None = None) -> None:
        super().__init__(detail, hint=hint)
        self.parameter = parameter


class NotConverged(BadQuestion):
    """An iterative measure did not settle within its bound of iterations."""

    slug = "not-converged"


class TooLarge(BadQuestion):
    """The answer would exceed a stated bound."""

    slug = "too-large"


class AnswerTooLarge(TooLarge):
    """The answer is there, but has more bytes than may leave."""

    slug = "answer-too-large"


class BadQuery(BadQuestion):
    """A query in a language of its own cannot be read; ``line`` and ``column`` tell where, if that is known."""

    slug = "bad-query"
    line: int | None = None
    column: int | None = None
