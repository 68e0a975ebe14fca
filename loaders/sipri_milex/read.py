"""Reading the military expenditure workbook, from a file to the claims that a load brings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.claim import Claim
from graph.loadset import LoadSet
from graph.source import Source
from loaders.description import read_description
from loaders.problem import Problem, refused, shown
from loaders.release import Notes, Release
from loaders.series import Keeper, keep_unspoken
from loaders.sheets import read_sheets
from loaders.sipri_milex.layout import IGNORED, Table, find_series, read_footnotes, read_table
from loaders.sipri_milex.mapping import Reader
from loaders.sipri_milex.tables import FOLDER, read_currencies
from loaders.states.table import read_states

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary


def read_release(path: Path, vocabulary: Vocabulary, *, strict: bool = False) -> Release:
    """All that a workbook says, and what of it could not be used.

    Args:
        path: the workbook as downloaded, or some of its sheets; series and years that it does not have stay.
        vocabulary: the ontology, which the description of the source is checked against.
        strict: refuse the file at the first value that cannot be used.

    Raises:
        Refused: it is no workbook of military expenditure, or cannot be read; says where.
    """
    notes, sheets = Notes(str(path), strict), read_sheets(path)
    tables = [read_table(sheet, series, str(path)) for sheet in sheets if (series := find_series(sheet.name))]
    if not tables:
        message = "No sheet is one of the series. Is this SIPRI's workbook of military expenditure?"
        raise refused([Problem(str(path), 1, 1, "", None, message)])
    for sheet in sheets:
        if find_series(sheet.name) is None and sheet.name.casefold() not in IGNORED:
            notes.note(1, 1, "sheet", sheet.name, f"The sheet {shown(sheet.name)} is not known and is not read.")
    tables.sort(key=lambda table: not table.series.is_current)
    reader = Reader(read_footnotes(sheets), read_currencies(), read_states(), notes)
    figures = tuple(claim for table in tables for claim in reader.claims(table))
    claims = (*figures, *reader.about_states())
    described = read_description(FOLDER, vocabulary)
    counts = {"series": len(tables), "rows": reader.rows, "figures": len(figures), "states": len(reader.met)}
    years = [year for table in tables for year in table.years.values()]
    sources = tuple(_of_years(source, min(years), max(years)) for source in described.sources.values())
    loadset = LoadSet(described.dataset, sources, claims, _keeper(tables, claims))
    return Release(loadset, notes.told(), MappingProxyType(counts))


def _of_years(source: Source, first: int, last: int) -> Source:
    """The source with the years that it has: the workbook says nowhere when it was released."""
    return replace(source, title=f"{source.title}, {first}-{last}")


def _keeper(tables: list[Table], claims: tuple[Claim, ...]) -> Keeper:
    """What stays: the figures of other years, and of series that have no sheet here."""
    spoken = {
        (table.series.measure.replace("_", "-"), str(year), table.series.key)
        for table in tables
        for year in table.years.values()
    }

    def speaks_of(claim: Claim) -> bool:
        measure = str(claim.get("measure")[0].value).replace("_", "-")
        _, _, series = claim.subject.rpartition(f"-{claim.valid}")
        return (measure, claim.valid or "", series.removeprefix("-")) in spoken

    return keep_unspoken(speaks_of, frozenset(claim.subject for claim in claims))


__all__ = ["read_release"]
