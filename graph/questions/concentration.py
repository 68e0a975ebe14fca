"""How concentrated are shares? The index of Herfindahl and Hirschman, with what is unknown kept in the denominator.

The index is the sum of the squares of all shares: 1 with a single supplier, 1/n with n alike (O. C. Herfindahl,
"Concentration in the U.S. Steel Industry", 1950; A. O. Hirschman, "National Power and the Structure of Foreign Trade",
1945, whose index is its root, and "The Paternity of an Index", American Economic Review 54, 1964). A part that nobody
is known for may be many suppliers or the greatest of the known: the index lies between the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DIGITS = 6
"""Decimals of shares and indices."""


@dataclass(frozen=True, slots=True)
class Concentration:
    """Bounds of the index, equal where everybody is known; `unknown` is the share of the unknown part."""

    low: float
    high: float
    unknown: float

    def as_dict(self) -> dict[str, float]:
        """As plain JSON data, rounded."""
        return {name: round(getattr(self, name), DIGITS) for name in self.__slots__}


def concentration(known: Mapping[str, float], unknown: float = 0.0) -> Concentration | None:
    """The index of amounts by name and an amount of unknown origin; None if there is nothing at all.

    >>> concentration({"a": 50.0, "b": 50.0})
    Concentration(low=0.5, high=0.5, unknown=0.0)
    >>> concentration({"a": 60.0, "b": 20.0}, 20.0)
    Concentration(low=0.4, high=0.68, unknown=0.2)
    """
    total = sum(known.values()) + unknown
    if total <= 0:
        return None
    shares = [amount / total for amount in known.values()]
    rest, low = unknown / total, sum(share**2 for share in shares)
    top = max(shares, default=0.0)
    return Concentration(round(low, 12), round(low - top**2 + (top + rest) ** 2, 12), rest)


__all__ = ["Concentration", "concentration"]
