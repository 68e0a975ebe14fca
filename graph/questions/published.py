"""Shares of trade that sources publish, to hold beside those worked out of deals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from graph.cite import cite_source, name_thing
from graph.dates import span
from graph.questions.assemble import Assembly, Said, said_of
from ontology.names import INDICATOR

if TYPE_CHECKING:
    from graph.questions.periods import Window
    from graph.snapshot import Snapshot
    from graph.view import View

MEASURE_OF: Mapping[str, str] = MappingProxyType({"recipient": "import_share_from", "supplier": "export_share_to"})
"""The published measure for the partners of a recipient, and of a supplier."""
_PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Published:
    """A share (0 to 1) of one counterpart in a span of days, as a source publishes it."""

    counterpart: str
    share: float
    days: tuple[int, int]
    claims: tuple[str, ...]

    def beside(self, snapshot: Snapshot, ours: float | None) -> dict[str, Any]:
        """The record that holds it beside a share of ours: {"entity", "share", "ours", "difference", "sources"}."""
        sources = sorted({snapshot.source_of(claim) for claim in self.claims})
        return {
            "entity": name_thing(snapshot, self.counterpart),
            "share": self.share,
            "ours": ours,
            "difference": None if ours is None else round(ours - self.share, 6),
            "sources": [cite_source(snapshot.sources[name]) for name in sources],
        }


def published_shares(snapshot: Snapshot, view: View, party: str, role: str) -> tuple[Published, ...]:
    """What sources of a view publish on the partners of a "recipient" or "supplier", by period and counterpart."""
    names = (n for n in snapshot.involved.get(party, ()) if snapshot.relationships[n].type == INDICATOR)
    found = [one for name in names for one in _read(snapshot, view, name, party, MEASURE_OF[role])]
    return tuple(sorted(found, key=lambda one: (one.days, -one.share, one.counterpart)))


def of_window(published: tuple[Published, ...], window: Window) -> Iterator[Published]:
    """Those that are for exactly a window of years."""
    days = span(f"{window.first:04}/{window.last:04}")
    return (one for one in published if one.days == days)


def _read(snapshot: Snapshot, view: View, name: str, party: str, measure: str) -> Iterator[Published]:
    assembly = Assembly.of(snapshot, view, snapshot.relationships[name].rows)
    subject, wanted, counterpart, period, number = (
        _first(said_of(assembly, part)) for part in ("subject", "measure", "counterpart", "period", "number")
    )
    if subject == party and wanted == measure and counterpart and period and isinstance(number, int | float):
        yield Published(str(counterpart), round(number / _PERCENT, 6), span(str(period)), tuple(assembly.claims))


def _first(said: list[Said]) -> object:
    return said[0].value.value if said else None


__all__ = ["Published", "of_window", "published_shares"]
