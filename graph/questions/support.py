"""What edges stand on: the sources (or claims) that assert them, and whether an edge goes on without some of these."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

from graph.checks import one_of
from graph.cite import cite_claim, cite_source
from graph.confidence import combine

if TYPE_CHECKING:
    from graph.network import Network

UNITS = ("source", "claim")
"""What can be lost."""

Edge = dict[str, Any]
Units = frozenset[str]


class Support:
    """A network's edges as they stand on units, `by` source or by claim.

    An edge goes on as long as what is left of the claims that assert it gives it the confidence the view asks for.
    """

    def __init__(self, network: Network, by: str) -> None:
        self.network, self.by = network, one_of("by", by, UNITS)
        columns, snapshot = network.snapshot.claim_columns, network.snapshot
        self._heard = {
            claim: (str(group), weight)
            for claim, group, weight in zip(snapshot.ids, columns.group.tolist(), columns.weight.tolist(), strict=True)
        }
        self.unit: Callable[[str], str] = str if by == "claim" else cache(snapshot.source_of)
        """The unit that a claim is lost with."""

    def units(self, edge: Edge) -> Units:
        """The units that assert an edge."""
        return frozenset(self.unit(claim) for claim in edge["claims"])

    def alive(self, edge: Edge, gone: Collection[str]) -> bool:
        """Whether an edge goes on without some units."""
        left = (claim for claim in edge["claims"] if self.unit(claim) not in gone)
        least = self.network.view.min_confidence
        return combine(self._heard[claim] for claim in left) >= least if least else next(left, None) is not None

    def ends(self, edge: Edge, gone: Units, most: int) -> Iterator[Units]:
        """The smallest additions to what is gone that end an edge, each of at most `most` units."""
        left = sorted(self.units(edge) - gone)
        if not self.network.view.min_confidence:
            if len(left) <= most:
                yield frozenset(left)
            return
        found: list[Units] = []
        for size in range(1, min(most, len(left)) + 1):
            for some in map(frozenset, combinations(left, size)):
                if not any(one <= some for one in found) and not self.alive(edge, gone | some):
                    found.append(some)
                    yield some

    @property
    def doubt(self) -> str | None:
        """Why a loss might bring an edge back in this view, so that no bound from below holds; None if it can't."""
        view, snapshot = self.network.view, self.network.snapshot
        if view.policy != "any":
            return f"With policy={view.policy} a source that is lost may be one that denies."
        dated = snapshot.claim_columns.dated[self.network.live.claims]
        if view.as_of is not None and not dated.all():
            return "A claim without a date takes that of others, which may be lost before it."
        return None

    def cite(self, unit: str) -> dict[str, Any]:
        """A unit as an answer names it."""
        snapshot = self.network.snapshot
        return (
            cite_claim(snapshot, snapshot.claims[unit]) if self.by == "claim" else cite_source(snapshot.sources[unit])
        )


__all__ = ["UNITS", "Support", "Units"]
