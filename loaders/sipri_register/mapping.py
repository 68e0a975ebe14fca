"""From deals to claims: on what the columns say of a deal, on what its comment says, and on each thing named.

What the comment says is graded lower: it is read off free text by rules. All releases have the same source, so that a
deal of which nothing changed has the same claims in the next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from graph.claim import Claim, Marker, Value
from loaders.sipri_register.comments import read_comments
from loaders.sipri_register.deals import Deal
from loaders.sipri_register.scope import Scope
from loaders.sipri_register.tables import Party, Tables

REGISTER = "sipri-trade-register"
"""The source of what SIPRI says; its id is the same for all releases."""
TABLES = "sipri-register-tables"
"""The source of what the loader's tables say."""
TRANSFER = "Transfer"
SYSTEM = "System"
_SAID, _DOUBTED, _READ, _SETTLED = 2, 3, 3, 1
"""Credibility: of the columns without and with a question mark, of comments, of the tables."""


def deal_claims(name: str, deal: Deal, scope: Scope, tables: Tables) -> Iterator[Claim]:
    """What is said of one deal; `name` is its id by the rule."""
    subject = tables.deals.get(name, name)
    yield Claim(
        subject,
        TRANSFER,
        REGISTER,
        tuple(_columns(name, deal, scope, tables)),
        valid=period(deal),
        credibility=_DOUBTED if deal.doubts else _SAID,
    )
    remarks = read_comments(deal, tables) if deal.comments else None
    if remarks:
        for values in (remarks.values, *((rival,) for rival in remarks.rivals)):
            if values:
                yield Claim(subject, TRANSFER, REGISTER, values, credibility=_READ, quote=deal.comments)


def party_claims(parties: Iterable[Party], said_by: str = REGISTER, settled_by: str = TABLES) -> Iterator[Claim]:
    """Who the parties are. A party that SIPRI does not know is nobody to speak of."""
    known = {party for party in parties if party.id}
    by_id: dict[str, list[Party]] = defaultdict(list)
    for party in sorted(known, key=lambda party: party.sipri):
        by_id[party.id or ""].append(party)
    for name, same in sorted(by_id.items()):
        yield Claim(name, same[0].type, settled_by, tuple(_settled(same[0])), credibility=_SETTLED)
        yield Claim(name, same[0].type, said_by, tuple(Value("sipriName", p.sipri) for p in same), credibility=_SAID)


def system_claims(deals: Iterable[tuple[str, Deal]], tables: Tables, said_by: str = REGISTER) -> Iterator[Claim]:
    """What the systems are: SIPRI's names, categories and descriptions. `deals` come with their ids by the rule."""
    by_id: dict[str, dict[tuple[str, str, str], Deal]] = defaultdict(dict)
    for name, deal in deals:
        by_id[system_of(name, deal, tables)][deal.designation, deal.category, deal.description] = deal
    for system, met in sorted(by_id.items()):
        first = next(iter(met.values()))
        designations = sorted({name for name, _, _ in met}, key=lambda name: (name in tables.renamed, name))
        named = _kind_name(first) if first.designation in tables.kinds else _names(*designations)
        values = (
            *named,
            *(Value("category", category) for category in sorted({category for _, category, _ in met})),
            *(Value("description", text) for text in sorted({text for _, _, text in met})),
        )
        yield Claim(system, SYSTEM, said_by, values, credibility=_SAID)


def system_of(name: str, deal: Deal, tables: Tables) -> str:
    """The id of a deal's system: of its own where SIPRI names a kind only, else that of the designation."""
    if own := tables.systems.get(name):
        return own
    if deal.designation in tables.kinds:
        return name.removeprefix("sipri-")
    return tables.ids.get(tables.latest(deal.designation)) or tables.stem(deal.designation, deal.description)


def _columns(name: str, deal: Deal, scope: Scope, tables: Tables) -> Iterator[Value]:
    seen = scope.sees_all_of(deal.order_year)
    doubt = {field: Marker.UNCERTAIN if field in deal.doubts else Marker.EXACT for field in ("ordered", "delivered")}
    yield player("supplier", deal.supplier)
    yield player("recipient", deal.recipient)
    yield Value("system", system_of(name, deal, tables))
    yield Value("orderDate", ordered(deal))
    yield Value("condition", deal.condition)
    yield Value("quantityOrdered", deal.ordered, doubt["ordered"] if deal.ordered is not None else Marker.UNKNOWN)
    if deal.delivered is not None:
        yield Value("quantityDelivered", deal.delivered, doubt["delivered"] if seen else Marker.AT_LEAST)
    if seen and (status := _status(deal)):
        yield Value("transferStatus", status)
    yield from _deliveries(deal, seen=seen)
    yield from _tiv(deal, seen=seen)


def player(role: str, party: Party) -> Value:
    """Who plays a role, or that SIPRI does not know."""
    return Value(role, party.id) if party.id else Value(role, None, Marker.UNKNOWN, text=party.sipri)


def _deliveries(deal: Deal, *, seen: bool) -> Iterator[Value]:
    """The years with deliveries; the first and the last only if no others can have been left out."""
    yield from (Value("deliveryDate", str(year)) for year in deal.years)
    if deal.years and seen:
        yield Value("deliveryStart", str(deal.years[0]))
        if len(deal.years) > 1:
            yield Value("deliveryEnd", str(deal.years[-1]))


def _tiv(deal: Deal, *, seen: bool) -> Iterator[Value]:
    """SIPRI's volumes: 0 for an order of unknown number or worth, 0 for deliveries of less than 0.5."""
    if deal.tiv_ordered:
        yield Value("tivOrdered", deal.tiv_ordered)
    if deal.tiv_delivered is not None:
        small = not deal.tiv_delivered and bool(deal.delivered)
        marker = Marker.EXACT if seen else Marker.AT_LEAST
        yield Value("tivDelivered", deal.tiv_delivered, marker, upper=0.5 if small else None)


def _status(deal: Deal) -> str | None:
    """How far a deal is, by its numbers; None where there are deliveries on an order of unknown size."""
    if not deal.delivered:
        return "ordered"
    if deal.ordered is None:
        return None
    return "delivered" if deal.delivered >= deal.ordered else "delivering"


def ordered(deal: Deal) -> str:
    """The year of the order as EDTF, in doubt if SIPRI is."""
    return f"{deal.order_year}?" if "order_year" in deal.doubts else str(deal.order_year)


def period(deal: Deal) -> str:
    """From the order to the last delivery, as EDTF."""
    ended = deal.years and deal.years[-1] > deal.order_year
    return f"{ordered(deal)}/{deal.years[-1]}" if ended else ordered(deal)


def _settled(party: Party) -> Iterator[Value]:
    yield Value("name", party.name, lang="en")
    if party.iso3166:
        yield Value("iso3166", party.iso3166)
    if party.dissolved:
        yield Value("dissolved", party.dissolved)


def _names(first: str, *others: str) -> tuple[Value, ...]:
    """The first designation as the name, further ones of the same system as aliases, all as SIPRI's."""
    aliases = (Value("alias", name, lang="en") for name in others)
    return (Value("name", first, lang="en"), *aliases, *(Value("sipriName", name) for name in (first, *others)))


def _kind_name(deal: Deal) -> tuple[Value, ...]:
    recipient = deal.recipient.name or deal.recipient.sipri
    return (Value("name", f"{deal.designation} for {recipient}, ordered {deal.order_year}", lang="en"),)


__all__ = [
    "REGISTER",
    "TABLES",
    "deal_claims",
    "ordered",
    "party_claims",
    "period",
    "player",
    "system_claims",
    "system_of",
]
