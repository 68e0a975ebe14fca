"""Reading the Top 100 workbook, from a file to the claims that a load brings."""

from __future__ import annotations

import re
from calendar import month_name
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.loadset import LoadSet
from loaders.description import read_description
from loaders.problem import Problem, refused, shown
from loaders.release import Notes, Release
from loaders.series import keep_unspoken
from loaders.sheets import Sheet, read_sheets
from loaders.sipri_top_100.layout import read_year
from loaders.sipri_top_100.mapping import SOURCE, Reader
from loaders.sipri_top_100.tables import FOLDER, read_firms
from loaders.states.table import read_states

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

_RETRIEVED = re.compile(r"retrieved (\w+) (\d{4})")
TOTALS = "current US$ (billion)"
"""What stands in the workbook of all hundred firms' revenue, which follows from theirs."""
_MONTHS = tuple(month_name)


def read_release(path: Path, vocabulary: Vocabulary, *, strict: bool = False) -> Release:
    """All that a workbook says, and what of it could not be used.

    Args:
        path: the workbook as downloaded, or some of its sheets; what it has no sheet for stays.
        vocabulary: the ontology, which the description of the source is checked against.
        strict: refuse the file at the first value that cannot be used.

    Raises:
        Refused: it is no Top 100 workbook, or cannot be read; says where.
    """
    notes = Notes(str(path), strict)
    sheets = read_sheets(path)
    years = [year for sheet in sheets if (year := read_year(sheet, str(path)))]
    if not years and any(TOTALS in cell.text for sheet in sheets for row in sheet.rows for cell in row.values()):
        message = "This workbook has the sums of all hundred firms by year, not the firms. Give the Top 100 itself."
        raise refused([Problem(str(path), 1, 1, "", None, message)])
    if not years:
        raise refused([Problem(str(path), 1, 1, "", None, "No sheet is named for a year. Is this SIPRI's Top 100?")])
    for sheet in (sheet for sheet in sheets if not sheet.name.isdigit()):
        notes.note(1, 1, "sheet", sheet.name, f"The sheet {shown(sheet.name)} is named for no year and is not read.")
    reader = Reader(years, read_firms(), read_states(), notes)
    claims = tuple(reader.claims())
    described = read_description(FOLDER, vocabulary)
    sources = tuple(replace(s, date=_retrieved(sheets)) if s.id == SOURCE else s for s in described.sources.values())
    spoken = {str(year.year) for year in years}
    keeps = keep_unspoken(lambda claim: claim.valid in spoken, frozenset(claim.subject for claim in claims))
    counts = {"years": len(years), "rows": sum(len(year.firms) for year in years), "firms": len(reader.names)}
    return Release(LoadSet(described.dataset, sources, claims, keeps), notes.told(), MappingProxyType(counts))


def _retrieved(sheets: tuple[Sheet, ...]) -> str | None:
    """The month in which SIPRI took the workbook from its database, as EDTF."""
    texts = (cell.text for sheet in sheets for row in sheet.rows[:5] for cell in row.values())
    found = [match for text in texts if (match := _RETRIEVED.search(text)) and match[1] in _MONTHS]
    return max((f"{match[2]}-{_MONTHS.index(match[1]):02}" for match in found), default=None)


__all__ = ["read_release"]
