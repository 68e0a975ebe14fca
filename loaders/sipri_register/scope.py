"""What an export was asked for, from its preamble, and so what it can be silent on.

"Transfers of major conventional arms from France to All countries. Deals with deliveries made for the year range
'2000' to '2010'" says nothing of other suppliers, of deals without a delivery, or of other years.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

_ASKED = re.compile(
    r"^\W*Transfers of major conventional arms\s+from (?P<suppliers>.+?)\s+to (?P<recipients>.+?)\s*\.\s+"
    r"Deals with (?P<basis>deliveries or orders|deliveries|orders) made for (?:the )?year range "
    r"['\u2018](?P<first>[^'\u2019]+)['\u2019] to ['\u2018](?P<last>[^'\u2019]+)['\u2019]",
    re.IGNORECASE,
)
_MADE = re.compile(r"Data generated:\s*(\d{1,2} \w+ \d{4})")
_YEAR = re.compile(r"\d{4}|not specified", re.IGNORECASE)
ALL = "all countries"
BEGINNING = 1950
"""The register's first year."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What an export speaks of: SIPRI's names of parties (None: all), first and last year (None: no limit).

    With years, it has the deals with a delivery (`deliveries`) or an order (`orders`) in them; without years, all.
    `made` is the day of the export as an EDTF date. `known` is false of an export without a preamble.
    """

    suppliers: frozenset[str] | None = None
    recipients: frozenset[str] | None = None
    first: int | None = None
    last: int | None = None
    deliveries: bool = True
    orders: bool = False
    made: str | None = None
    known: bool = True

    @property
    def worldwide(self) -> bool:
        """Whether it is about all suppliers and recipients."""
        return self.suppliers is None and self.recipients is None

    @property
    def whole(self) -> bool:
        """Whether what it does not say is not in the register."""
        return self.known and self.worldwide and self.first is None and self.last is None

    @property
    def broad(self) -> bool:
        """Whether all deliveries ever made are in it: all of the register's years until the day of the export."""
        return self.known and self.worldwide and self._from_the_beginning and self._until_now

    def sees_all_of(self, ordered: int) -> bool:
        """Whether all deliveries on a deal ordered in that year are in it, and not only those of some years."""
        if not self.known:
            return True
        return (self._from_the_beginning or (self.first or 0) <= ordered) and self._until_now

    def covers(self, supplier: str | None, recipient: str | None, ordered: int, delivered: Iterable[int]) -> bool:
        """Whether a deal would be in the export if SIPRI still had it. Who is unknown is None."""
        if not self.known or not (_among(supplier, self.suppliers) and _among(recipient, self.recipients)):
            return False
        if self.first is None and self.last is None:
            return True
        in_years = self.deliveries and any(self._within(year) for year in delivered)
        return in_years or (self.orders and self._within(ordered))

    @property
    def _from_the_beginning(self) -> bool:
        return self.first is None or self.first <= BEGINNING

    @property
    def _until_now(self) -> bool:
        return self.last is None or (self.made is not None and self.last >= int(self.made[:4]))

    def _within(self, year: int) -> bool:
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)


def read_scope(preamble: Iterable[str]) -> Scope:
    """The scope that a preamble states; one that knows nothing, if it does not.

    >>> scope = read_scope(["Transfers of major conventional arms from France  to All countries . Deals with "
    ...     "deliveries made for the year range '2000' to '2010'", "Data generated: 13 Mar 2025 10:02:49 AM"])
    >>> scope.suppliers, scope.recipients, scope.first, scope.last, scope.made
    (frozenset({'France'}), None, 2000, 2010, '2025-03-13')
    >>> scope.covers("France", "Morocco", 1999, [2003]), scope.covers("France", "Morocco", 1999, [])
    (True, False)
    """
    lines = [line.strip().strip(',"') for line in preamble]
    made = next((_day(found[1]) for line in lines if (found := _MADE.search(line))), None)
    asked = next((found for line in lines if (found := _ASKED.match(line))), None)
    if asked is None or not all(_YEAR.fullmatch(asked[end]) for end in ("first", "last")):
        return Scope(made=made, known=False)
    basis = asked["basis"].casefold()
    return Scope(
        suppliers=_parties(asked["suppliers"]),
        recipients=_parties(asked["recipients"]),
        first=_year(asked["first"]),
        last=_year(asked["last"]),
        deliveries="deliveries" in basis,
        orders="orders" in basis,
        made=made,
    )


def _among(party: str | None, parties: frozenset[str] | None) -> bool:
    return parties is None or party in parties


def _parties(text: str) -> frozenset[str] | None:
    return None if text.strip().casefold() == ALL else frozenset(name.strip() for name in re.split(r"[;,]", text))


def _year(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def _day(text: str) -> str | None:
    """A day as SIPRI writes it, as an EDTF date."""
    for form in ("%d %b %Y", "%d %B %Y"):
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC).date().isoformat()
        except ValueError:
            continue
    return None


__all__ = ["Scope", "read_scope"]
