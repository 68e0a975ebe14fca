"""Which deals of the list are deals of the register, which has no ids.

The register tells deals apart that share recipient, supplier, designation and year of order by their place in an order
(`sipri_register.identity`). Here that place is known only if no other deal could stand before it: it was ordered in the
years of the export, so that all its deliveries are here, and condition and years of delivery settle the order of those
that are alike. Any other deal is a Transfer of its own, by SIPRI's id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from loaders.sipri_deliveries.deals import Delivered
from loaders.sipri_register.deals import CONDITIONS
from loaders.sipri_register.identity import rule
from loaders.sipri_register.scope import Scope
from loaders.sipri_register.tables import Tables

_CONDITIONS = tuple(CONDITIONS.values())


def identify(deals: Iterable[Delivered], scope: Scope, tables: Tables) -> Iterator[tuple[str, Delivered]]:
    """Each deal with its id by the register's rule, or its own; in the order of ids."""
    alike: dict[str, list[Delivered]] = defaultdict(list)
    for deal in deals:
        alike[rule(deal.deal, tables)].append(deal)
    for name in sorted(alike):
        ranked = sorted(alike[name], key=_order)
        settled = (
            scope.worldwide and _all_seen(ranked[0], scope) and len({_order(deal) for deal in ranked}) == len(ranked)
        )
        for number, deal in enumerate(ranked, 1):
            shown = name if number == 1 else f"{name}-{number}"
            yield shown if settled else f"sipri-deal-{deal.id}", deal


def _all_seen(deal: Delivered, scope: Scope) -> bool:
    """Whether all deliveries until the export's last year are in it."""
    return scope.known and (scope.first is None or scope.first <= deal.deal.order_year)


def _order(deal: Delivered) -> tuple[object, ...]:
    return _CONDITIONS.index(deal.deal.condition), deal.deal.years


__all__ = ["identify"]
