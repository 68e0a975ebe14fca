"""Reading one list of deliveries, from a file to the claims that a load brings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.claim import Claim
from graph.loadset import LoadSet
from loaders.description import read_description
from loaders.problem import Problem, refused
from loaders.release import Notes, Release
from loaders.sipri_deliveries.deals import read_deals
from loaders.sipri_deliveries.identity import identify
from loaders.sipri_deliveries.layout import find_layout, rows
from loaders.sipri_deliveries.mapping import SOURCE, TABLES, deal_claims
from loaders.sipri_register.encoding import read_export
from loaders.sipri_register.mapping import party_claims, system_claims
from loaders.sipri_register.read import asked
from loaders.sipri_register.retention import keeper
from loaders.sipri_register.scope import Scope, read_scope
from loaders.sipri_register.tables import read_tables

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

FOLDER = Path(__file__).parent
Keeper = Callable[[Sequence[Claim]], frozenset[str]]


def read_release(path: Path, vocabulary: Vocabulary, *, strict: bool = False) -> Release:
    """All that a list of deliveries says, and what of it could not be used.

    Args:
        path: the export as downloaded.
        vocabulary: the ontology, which the description of the source is checked against.
        strict: refuse the file at the first value that cannot be used.

    Raises:
        Refused: it is no list of deliveries, or cannot be read to its end; says where.
    """
    tables, notes = read_tables(), Notes(str(path), strict)
    lines = read_export(path).split("\n")
    layout = find_layout(lines, str(path))
    scope = read_scope(layout.preamble)
    records = list(rows(lines, layout, notes))
    named = list(identify(read_deals(records, layout, tables, notes), scope, tables))
    if not named:
        raise refused([Problem(str(path), layout.header + 1, 1, "", None, "No delivery can be read from this list.")])
    deals = [claim for name, deal in named for claim in deal_claims(name, deal, scope, tables)]
    plain = [(name, delivered.deal) for name, delivered in named]
    parties = (party for _, deal in plain for party in (deal.supplier, deal.recipient))
    about = (*party_claims(parties, SOURCE, TABLES), *system_claims(plain, tables, SOURCE))
    claims = (*deals, *about)
    described = read_description(FOLDER, vocabulary)
    sources = tuple(replace(s, date=scope.made) if s.id == SOURCE else s for s in described.sources.values())
    loadset = LoadSet(described.dataset, sources, claims, _keeper(claims, asked(scope, tables, notes)))
    found = sum(not name.startswith("sipri-deal-") for name, _ in named)
    counts = {"rows": len(records), "deals": len(named), "deals by the register's ids": found}
    return Release(loadset, notes.told(), MappingProxyType(counts))


def _keeper(claims: Sequence[Claim], scope: Scope) -> Keeper | None:
    """What stays: what the register's rule keeps, and deliveries of years that the export was not asked for."""
    by_rule = keeper(claims, scope)
    if by_rule is None:
        return None

    def keeps(unsaid: Sequence[Claim]) -> frozenset[str]:
        other_years = (claim.id for claim in unsaid if claim.get("deliveryQuantity") and not _within(claim, scope))
        return by_rule(unsaid) | frozenset(other_years)

    return keeps


def _within(claim: Claim, scope: Scope) -> bool:
    """Whether a delivery is of the years that the export was asked for; if it does not say, of none."""
    year = int(str(claim.valid)[:4])
    return scope.known and (scope.first or year) <= year <= (scope.last or year)


__all__ = ["read_release"]
