"""Reading one release of the trade register, from a file to the claims that a load brings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.claim import Claim
from graph.loadset import LoadSet
from graph.source import Source
from loaders.description import read_description
from loaders.problem import Problem, refused
from loaders.release import Notes, Release
from loaders.sipri_register.deals import Deal, read_deal
from loaders.sipri_register.encoding import read_export
from loaders.sipri_register.identity import identify
from loaders.sipri_register.layout import find_layout, rows
from loaders.sipri_register.mapping import REGISTER, deal_claims, party_claims, system_claims
from loaders.sipri_register.retention import keeper
from loaders.sipri_register.scope import Scope, read_scope
from loaders.sipri_register.tables import FOLDER, Party, Tables, read_tables

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary


def read_release(path: Path, vocabulary: Vocabulary, *, strict: bool = False) -> Release:
    """All that an export says, and what of it could not be used.

    Args:
        path: an export as downloaded, or saved again by a spreadsheet.
        vocabulary: the ontology, which the description of the source is checked against.
        strict: refuse the file at the first value that cannot be used.

    Raises:
        Refused: it is no export of the trade register, or cannot be read to its end; says where.
    """
    tables, notes = read_tables(), Notes(str(path), strict)
    lines = read_export(path).split("\n")
    layout = find_layout(lines, str(path))
    scope = read_scope(layout.preamble)
    records = list(rows(lines, layout, notes))
    deals = [deal for row in records if (deal := read_deal(row, layout, tables, notes))]
    if not deals:
        raise refused([Problem(str(path), layout.header + 1, 1, "", None, "No deal can be read from this export.")])
    named = list(identify(deals, tables))
    claims = [claim for name, deal in named for claim in deal_claims(name, deal, scope, tables)]
    about = (*party_claims(_parties(deals)), *system_claims(named, tables))
    loadset = _loadset((*claims, *about), asked(scope, tables, notes), vocabulary)
    return Release(loadset, notes.told(), MappingProxyType(_counts(len(records), len(deals), claims, about)))


def asked(scope: Scope, tables: Tables, notes: Notes) -> Scope:
    """The scope with ids instead of SIPRI's names."""
    return replace(
        scope,
        suppliers=_ids("supplier", scope.suppliers, tables, notes),
        recipients=_ids("recipient", scope.recipients, tables, notes),
    )


def _ids(role: str, names: frozenset[str] | None, tables: Tables, notes: Notes) -> frozenset[str] | None:
    if names is None:
        return None
    for name in sorted(names - tables.parties.keys()):
        notes.note(1, 1, role, name, f"The export was made for a {role} that stands in no table of this loader.")
    return frozenset(party.id for name in names if (party := tables.parties.get(name)) and party.id)


def _loadset(claims: Sequence[Claim], scope: Scope, vocabulary: Vocabulary) -> LoadSet:
    described = read_description(FOLDER, vocabulary)
    cited = {claim.source for claim in claims}
    sources = tuple(_dated(source, scope) for source in described.sources.values() if source.id in cited)
    return LoadSet(described.dataset, sources, tuple(claims), keeps=keeper(claims, scope))


def _dated(source: Source, scope: Scope) -> Source:
    return replace(source, date=scope.made) if source.id == REGISTER else source


def _parties(deals: Iterable[Deal]) -> Iterable[Party]:
    return (party for deal in deals for party in (deal.supplier, deal.recipient))


def _counts(rows: int, deals: int, claims: Sequence[Claim], about: Sequence[Claim]) -> dict[str, int]:
    return {
        "rows": rows,
        "deals": deals,
        "claims on deals": len(claims),
        "things named": len({claim.subject for claim in about}),
        "deals with a price": sum(bool(claim.get("value")) for claim in claims),
    }


__all__ = ["asked", "read_release"]
