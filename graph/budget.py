"""How long a question may take: set once where it is asked, checked wherever the work is done.

The budget travels with the context (`contextvars`), so it reaches code in another thread without being handed down
through every call, and code that is asked without one runs for as long as it likes.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from graph.errors import OutOfTime

T = TypeVar("T")

_ends: ContextVar[tuple[float, float] | None] = ContextVar("defgraph_budget", default=None)


@contextmanager
def time_budget(seconds: float, *, of: float | None = None) -> Iterator[None]:
    """Give what runs inside `seconds` of wall-clock time: what is left `of` a whole that began earlier, if that is
    given.

    >>> with time_budget(60):
    ...     check_time()
    """
    token = _ends.set((time.monotonic() + seconds, of or seconds))
    try:
        yield
    finally:
        _ends.reset(token)


def check_time() -> None:
    """Return while there is time left; cheap enough for an inner loop.

    Raises:
        OutOfTime: the budget is used up.
    """
    ends = _ends.get()
    if ends is not None and time.monotonic() > ends[0]:
        raise OutOfTime(
            f"The question took more than {ends[1]:g} s.", hint="Ask a smaller one: fewer hops, fewer types."
        )


def timed(items: Iterable[T]) -> Iterator[T]:
    """The same items, looking at the clock before each.

    >>> list(timed([1, 2]))
    [1, 2]
    """
    for item in items:
        check_time()
        yield item
