"""Figures of statistics: scaled without the noise of binary fractions."""

from __future__ import annotations

from decimal import Decimal

from graph.claim import Marker, Value


def scaled(number: float, factor: int, digits: int) -> int | float:
    """A number of so many thousands or millions, with so many digits after the point kept before it is scaled.

    >>> scaled(5184.9283995423875, 10**6, 2), scaled(0.0363868518644989, 100, 6), scaled(4960, 10**6, 2)
    (5184930000, 3.6387, 4960000000)
    """
    exact = round(Decimal(repr(number)), digits) * factor
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def money(name: str, number: float, currency: str, marker: Marker = Marker.EXACT) -> Value:
    """An amount given in millions, to ten thousand: what a publisher has beyond that comes of conversion."""
    return Value(name, scaled(number, 10**6, 2), marker, unit=currency)


__all__ = ["money", "scaled"]
