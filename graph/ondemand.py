"""Sequences whose items are made when they are asked for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from operator import eq
from typing import TypeVar, overload

T_co = TypeVar("T_co", covariant=True)


class OnDemand(Sequence[T_co]):
    """A read-only sequence that makes item `i` by ``at(i)``; it equals any sequence of the same items.

    >>> class Squares(OnDemand[int]):
    ...     def __len__(self) -> int:
    ...         return 4
    ...     def at(self, place: int) -> int:
    ...         return place**2
    >>> Squares()[-1], Squares()[1:3], Squares() == [0, 1, 4, 9]
    (9, (1, 4), True)
    """

    __slots__ = ()

    @abstractmethod
    def at(self, place: int) -> T_co:
        """The item at a place from 0 to the length; raises `IndexError` behind that."""

    @overload
    def __getitem__(self, place: int) -> T_co: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[T_co, ...]: ...
    def __getitem__(self, place: int | slice) -> T_co | tuple[T_co, ...]:
        if isinstance(place, slice):
            return tuple(map(self.at, range(*place.indices(len(self)))))
        return self.at(place if place >= 0 else range(len(self))[place])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]  # like any sequence that is compared by what is in it


__all__ = ["OnDemand"]
