"""Reading a table of a report, from a file to the claims that a load brings."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.claim import Claim
from graph.loadset import LoadSet
from loaders.description import read_description
from loaders.lookup import mapping, read_lookup
from loaders.problem import Problem, refused, shown
from loaders.release import Notes, Release
from loaders.state_reports.layout import Report, read_report
from loaders.state_reports.mapping import Reader
from loaders.states.table import State, read_states

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

FOLDER = Path(__file__).parent


def read_release(path: Path, vocabulary: Vocabulary, *, strict: bool = False) -> Release:
    """All that a table says; other tables, years and states of the dataset stay.

    Args:
        path: a table of exports or imports, with who reports and for which year above it.
        vocabulary: the ontology, which the description of the source is checked against.
        strict: refuse the file at the first value that cannot be used.

    Raises:
        Refused: it is no such table, or cannot be read; says where.
    """
    report, notes = read_report(path), Notes(str(path), strict)
    names, categories = _tables()
    reporter = names.get(report.reporter.casefold())
    if reporter is None:
        message = f"{shown(report.reporter)} stands in no table of states."
        raise refused([Problem(str(path), 1, 1, "reporting country", report.reporter, message)])
    described = read_description(FOLDER, vocabulary)
    kind = "att" if report.treaty else "unroca"
    base = described.sources[kind]
    side = "exports" if report.exports else "imports"
    source = replace(
        base,
        id=f"{kind}-{reporter.id}-{report.year}-{side}",
        title=f"{base.title}: {reporter.name}, {side} of {report.year}",
        publisher=reporter.name,
        date=str(report.year + 1),
    )
    reader = Reader(report, categories, names, notes)
    claims = tuple(reader.claims(reporter, source.id))
    counts = {"rows": len(report.rows), "transfers": sum(claim.type == "Transfer" for claim in claims)}

    def keeps(unsaid: Sequence[Claim]) -> frozenset[str]:
        return frozenset(claim.id for claim in unsaid if claim.source != source.id)

    return Release(LoadSet(described.dataset, (source,), claims, keeps), notes.told(), MappingProxyType(counts))


@functools.cache
def _tables() -> tuple[Mapping[str, State], Mapping[str, str]]:
    """States by what they are called, in small letters, and the names of categories."""
    table, states = read_lookup(FOLDER / "tables.yaml"), read_states()
    names = {state.name.casefold(): state for state in states.by_id.values()}
    names |= {text.casefold(): state for text, state in states.by_sipri.items()}
    names |= {text.casefold(): states.by_id[name] for text, name in mapping(table["states"]).items()}
    return names, mapping(table["categories"])


__all__ = ["Report", "read_release"]
