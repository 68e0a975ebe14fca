"""What stays of earlier releases: that on which a new export is silent because it was not asked.

An export of the deals with deliveries says nothing of those still undelivered, one for a single country nothing of the
others. An export whose preamble is lost speaks only of the deals it has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from graph.claim import Claim, Marker
from loaders.sipri_register.mapping import TRANSFER
from loaders.sipri_register.scope import Scope

Keeper = Callable[[Sequence[Claim]], frozenset[str]]
"""Given the standing claims that a load does not make again, the ids of those to keep."""


def keeper(claims: Sequence[Claim], scope: Scope) -> Keeper | None:
    """What an export with these claims keeps; None if it speaks of the whole register. The scope has parties' ids."""
    if scope.whole:
        return None
    mentioned = frozenset(claim.subject for claim in claims)

    def keeps(unsaid: Sequence[Claim]) -> frozenset[str]:
        deals = _by_subject(claim for claim in unsaid if claim.type == TRANSFER)
        kept = [claim for name, of in deals.items() for claim in _kept(of, scope, spoken_of=name in mentioned)]
        needed = {value.value for claim in kept for value in claim.values}
        things = [claim for claim in unsaid if claim.type != TRANSFER]
        if scope.broad:
            things = [claim for claim in things if claim.subject not in mentioned and claim.subject in needed]
        return frozenset(claim.id for claim in (*kept, *things))

    return keeps


def _kept(claims: Sequence[Claim], scope: Scope, *, spoken_of: bool) -> Sequence[Claim]:
    """The claims on one deal that stay."""
    told = next((claim for claim in claims if claim.get("orderDate")), None)
    if told is None:
        return () if spoken_of else claims
    ordered = int(str(told.get("orderDate")[0].value)[:4])
    if spoken_of:
        return () if scope.sees_all_of(ordered) or _is_part(told) else (told,)
    delivered = [int(str(value.value)) for value in told.get("deliveryDate")]
    return () if scope.covers(_player(told, "supplier"), _player(told, "recipient"), ordered, delivered) else claims


def _is_part(claim: Claim) -> bool:
    """Whether a claim counts the deliveries of some years only."""
    return any(value.marker is Marker.AT_LEAST for value in claim.get("quantityDelivered"))


def _player(claim: Claim, role: str) -> str | None:
    values = claim.get(role)
    return str(values[0].value) if values and values[0].value is not None else None


def _by_subject(claims: Iterable[Claim]) -> Mapping[str, list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.subject].append(claim)
    return found


__all__ = ["Keeper", "keeper"]
