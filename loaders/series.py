"""Releases of yearly figures that have some of the years or series only: what they say nothing of stays."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from graph.claim import Claim
from ontology.names import INDICATOR

Keeper = Callable[[Sequence[Claim]], frozenset[str]]


def keep_unspoken(speaks_of: Callable[[Claim], bool], mentioned: Collection[str]) -> Keeper:
    """What stays: figures that the release does not speak of, and what is said of the things they are for.

    A figure it does speak of and no longer has is retracted; a thing that has no figure left is too.
    """

    def keeps(unsaid: Sequence[Claim]) -> frozenset[str]:
        figures = [c for c in unsaid if c.type == INDICATOR and c.subject not in mentioned and not speaks_of(c)]
        needed = {str(value.value) for claim in figures for value in claim.get("subject")}
        things = [c for c in unsaid if c.type != INDICATOR and _is_of(c, needed)]
        return frozenset(claim.id for claim in (*figures, *things))

    return keeps


def _is_of(claim: Claim, things: Collection[str]) -> bool:
    return claim.subject in things or any(value.value in things for value in claim.get("located"))


__all__ = ["Keeper", "keep_unspoken"]
