"""Releases of yearly figures that have some of the years only: what they say nothing of stays."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from graph.claim import Claim

Keeper = Callable[[Sequence[Claim]], frozenset[str]]
INDICATOR = "Indicator"


def keep_other_years(years: Collection[int], mentioned: Collection[str]) -> Keeper:
    """What stays: figures for other years than these, and what other figures still need of the things they are for.

    A figure of the years that the release no longer has is retracted; a thing that has no figure left is too.
    """
    spoken = frozenset(str(year) for year in years)

    def keeps(unsaid: Sequence[Claim]) -> frozenset[str]:
        figures = [c for c in unsaid if c.type == INDICATOR and c.valid not in spoken and c.subject not in mentioned]
        needed = {str(value.value) for claim in figures for value in claim.get("subject")}
        things = [c for c in unsaid if c.type != INDICATOR and _is_of(c, needed)]
        return frozenset(claim.id for claim in (*figures, *things))

    return keeps


def _is_of(claim: Claim, things: Collection[str]) -> bool:
    return claim.subject in things or any(value.value in things for value in claim.get("located"))


__all__ = ["Keeper", "keep_other_years"]
