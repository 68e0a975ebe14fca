"""Ids for deals, which SIPRI's register does not number.

A deal is known by who gets what from whom, ordered when. Some share all that: they are told apart by a number, and the
order of rows must not matter for it. Deals with deliveries come first, because exports may leave the others out; then
follow condition, dates and numbers, and last the comments, which SIPRI rewords.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from loaders.sipri_register.deals import CONDITIONS, Deal
from loaders.sipri_register.tables import Tables

_CONDITIONS = tuple(CONDITIONS.values())


def identify(deals: Iterable[Deal], tables: Tables) -> Iterator[tuple[str, Deal]]:
    """Each deal with its id, in the order of ids.

    The same deals in another order get the same ids. Deals that do not differ in anything are interchangeable.
    """
    alike: dict[str, list[Deal]] = defaultdict(list)
    for deal in deals:
        alike[rule(deal, tables)].append(deal)
    for name in sorted(alike):
        for number, deal in enumerate(sorted(alike[name], key=_order), 1):
            numbered = name if number == 1 else f"{name}-{number}"
            yield numbered, deal


def rule(deal: Deal, tables: Tables) -> str:
    """The id of a deal, but for the number that tells it from others like it."""
    stem = tables.stem(deal.designation, deal.description)
    return f"sipri-{deal.recipient.slug}-{deal.supplier.slug}-{stem}-{deal.order_year}"


def _order(deal: Deal) -> tuple[object, ...]:
    return (
        not deal.years,
        _CONDITIONS.index(deal.condition),
        deal.years,
        deal.ordered or 0,
        deal.delivered or 0,
        deal.tiv_unit or 0,
        deal.category,
        deal.comments,
        deal.description,
    )


__all__ = ["identify", "rule"]
