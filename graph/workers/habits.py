"""Which kinds of questions take long: learnt from those that were asked.

What a question costs can hardly be told beforehand: the same paths take a millisecond or a minute, by what the graph
holds. So nobody declares a cost. A question starts among the quick ones, is moved when it has used its slice, and the
next of its kind starts where most of the last ones ended.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

KINDS = 4096
"""How many kinds are remembered, the last asked."""
FORGETTING = 0.25
"""The part that one more question has in the habit of its kind: three in a row that are slow make it slow."""


class Habits:
    """How often questions of a kind were slow of late, from 0 (never) to 1.

    >>> habits = Habits()
    >>> for slow in (True, True, True):
    ...     habits.learn("betweenness", slow=slow)
    >>> habits.slow("betweenness"), habits.slow("degree")
    (True, False)
    """

    def __init__(self) -> None:
        self._share: OrderedDict[Hashable, float] = OrderedDict()

    def slow(self, kind: Hashable) -> bool:
        """Whether most of this kind were slow."""
        return self._share.get(kind, 0.0) > 0.5  # noqa: PLR2004 - the half that makes it most

    def learn(self, kind: Hashable, *, slow: bool) -> None:
        """One more of this kind was slow, or was not."""
        share = self._share.pop(kind, 0.0)
        self._share[kind] = share + FORGETTING * (slow - share)
        if len(self._share) > KINDS:
            self._share.popitem(last=False)


__all__ = ["Habits"]
