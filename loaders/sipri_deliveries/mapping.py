"""From deals with their deliveries to claims: one on each deal, and one on what was delivered in each year."""

from __future__ import annotations

from collections.abc import Iterator

from graph.claim import Claim, Marker, Value
from loaders.sipri_deliveries.deals import Delivered
from loaders.sipri_register.mapping import ordered, period, player, system_of
from loaders.sipri_register.scope import Scope
from loaders.sipri_register.tables import Tables

SOURCE, TABLES = "sipri-deliveries-list", "sipri-deliveries-tables"
TRANSFER = "Transfer"
_SAID, _GUESSED = 2, 3


def deal_claims(name: str, delivered: Delivered, scope: Scope, tables: Tables) -> Iterator[Claim]:
    """What is said of one deal; `name` is its id by the rule, or its own."""
    subject, deal = tables.deals.get(name, name), delivered.deal
    grade = _GUESSED if deal.doubts or any(d.year_guessed for d in delivered.deliveries) else _SAID
    values = tuple(_values(name, delivered, scope, tables))
    yield Claim(subject, TRANSFER, SOURCE, values, valid=period(deal), credibility=grade)
    for delivery in delivered.deliveries:
        year = f"{delivery.year}?" if delivery.year_guessed else str(delivery.year)
        marker = Marker.UNCERTAIN if delivery.number_guessed else Marker.EXACT
        said = (
            Value("deliveryDate", year),
            Value("deliveryQuantity", delivery.number, marker),
            Value("deliveryTiv", delivery.tiv, marker),
        )
        guessed = delivery.number_guessed or delivery.year_guessed
        yield Claim(subject, TRANSFER, SOURCE, said, valid=year, credibility=_GUESSED if guessed else _SAID)


def _values(name: str, delivered: Delivered, scope: Scope, tables: Tables) -> Iterator[Value]:
    deal = delivered.deal
    doubt = Marker.UNCERTAIN if "delivered" in deal.doubts else Marker.EXACT
    whole = scope.known and (scope.first is None or scope.first <= deal.order_year)
    yield player("supplier", deal.supplier)
    yield player("recipient", deal.recipient)
    yield Value("system", system_of(name, deal, tables))
    yield Value("sipriDealId", delivered.id)
    yield Value("orderDate", ordered(deal))
    yield Value("condition", deal.condition)
    if delivered.local:
        yield Value("transferKind", "licensed_production")
    yield Value("quantityDelivered", deal.delivered, doubt if whole else Marker.AT_LEAST)
    if deal.tiv_delivered is not None:
        yield Value("tivDelivered", deal.tiv_delivered, Marker.EXACT if whole else Marker.AT_LEAST)


__all__ = ["SOURCE", "TABLES", "deal_claims"]
