"""On whom does a recipient depend? Suppliers' shares and their concentration, by windows of years and by category.

The same asked of a supplier gives its customers. Deals are counted by number, by pieces and by SIPRI's trend-indicator
value (TIV), which measures military capability and is never money. A register says in which years a deal was
delivered, not how much in each, so that figures are spread evenly over these years; a deal counts as one in every
window that it reaches into. What is unknown stays in the denominator.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.checks import one_of
from graph.cite import name_thing
from graph.errors import BadQuestion
from graph.questions.concentration import DIGITS, concentration
from graph.questions.deals import BASES, CATEGORY, MEASURES, Deal, categories, deals_of
from graph.questions.periods import Window, read_windows, read_years
from graph.questions.published import Published, of_window, published_shares
from graph.questions.receipt import Algorithm, Answer, Question, limit_reached, seal, version_of

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from graph.view import View

OTHER = {"recipient": "supplier", "supplier": "recipient"}
EVENLY = "evenly over the years of a deal"
_FAR = 100
"""Years that any window fits into, to check its length where there is nothing to count."""
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on dependency: of whom ("recipient" or "supplier" as `role`), and how it is counted."""

    party: str
    role: str
    by: str = "delivery"
    rank_by: str = "tiv"
    window: str | None = None
    period: str | None = None
    categories: tuple[str, ...] = ()
    split: bool = False

    def as_dict(self) -> Record:
        """As the receipt has it."""
        named = {name: getattr(self, name) for name in ("by", "rank_by", "window", "period", "split")}
        return {self.role: self.party, **named, "category": list(self.categories)}


def depend(
    snapshot: Snapshot,
    view: View,
    *,
    recipient: str | None = None,
    supplier: str | None = None,
    window: str | None = None,
    period: str | None = None,
    by: str = "delivery",
    rank_by: str = "tiv",
    category: Sequence[str] = (),
    split: bool = False,
) -> Answer:
    """The shares of a recipient's suppliers, or of a supplier's customers, and how concentrated they are.

    `window` is a duration of whole years (ISO 8601: "P5Y"); windows are counted back from the end of `period` ("2000/
    2024"; by default from the first to the last year with a figure). `by` counts deliveries or orders; `rank_by` (tiv,
    deals, units) orders the rows. `category` keeps deals on systems of these categories; `split` gives a record for
    each category.

    data: a list, by window and category, of {"window": {"start", "end"}, "category", "totals": {measure: number},
    "concentration": {measure: {"low", "high", "unknown"}}, "partners": [{"rank", "entity" (None: unknown), "deals",
    "tiv", "units", "shares": {measure: 0 to 1}}], "coverage": {...}, "published": [{"entity", "share", "ours",
    "difference", "sources"}]}.

    Raises:
        BadQuestion: not one of recipient and supplier, or a parameter that cannot be read.
        UnknownEntity: the party is not in the graph.
        TooLarge: there are too many windows.
    """
    if (recipient is None) == (supplier is None):
        wrong = "Name a recipient or a supplier" + (", not both." if recipient else ".")
        raise BadQuestion(wrong, hint="recipient asks for its suppliers.", parameter="recipient")
    role, party = ("recipient", recipient) if recipient is not None else ("supplier", supplier)
    wanted = tuple(sorted({one_of("category", name, categories(snapshot.vocabulary)) for name in category}))
    one_of("by", by, BASES)
    one_of("rank_by", rank_by, MEASURES)
    asked = Asked(snapshot.canonical(str(party)), role, by, rank_by, window, period, wanted, split)
    deals = deals_of(snapshot, view, asked.party, role, by)
    chosen = [deal for deal in deals if deal.in_effect and (not wanted or deal.category in wanted)]
    windows = _windows(asked, chosen)
    published = published_shares(snapshot, view, asked.party, role) if not (wanted or split) else ()
    data = [record for one in windows for record in _records(snapshot, asked, chosen, one, published)]
    return seal(
        data,
        snapshot=snapshot,
        view=view,
        question=Question("dependency", asked.as_dict()),
        algorithm=Algorithm(
            "Herfindahl-Hirschman index",
            "defgraph",
            version_of("defgraph"),
            {"by": by, "spread": EVENLY, "tiv": "millions"},
        ),
        claims=[
            *(c for deal in chosen for c in deal.claims),
            *(c for one in _within(published, windows) for c in one.claims),
        ],
        limits=_limits(asked, deals, chosen, windows),
    )


def _windows(asked: Asked, deals: Sequence[Deal]) -> tuple[Window, ...]:
    """The windows asked for; without a period those that cover all years with a figure, none if there is no such."""
    if asked.period is not None:
        return read_windows(asked.window, read_years(asked.period, "period"))
    years = [year for deal in deals if deal.figure(asked.rank_by) for year in deal.years]
    if not years:
        return read_windows(asked.window, Window(1, _FAR))[:0]
    return read_windows(asked.window, Window(min(years), max(years)), cover=True)


def _within(told: tuple[Published, ...], windows: Iterable[Window]) -> list[Published]:
    return [one for window in windows for one in of_window(told, window)]


def _records(
    snapshot: Snapshot, asked: Asked, deals: Sequence[Deal], window: Window, told: tuple[Published, ...]
) -> list[Record]:
    here = [deal for deal in deals if deal.part(window.first, window.last)]
    if not asked.split:
        return [_record(snapshot, asked, here, window, None, told)]
    names = sorted({deal.category for deal in here}, key=lambda name: (name is None, name))
    return [_record(snapshot, asked, [d for d in here if d.category == n], window, n, told) for n in names]


def _record(  # noqa: PLR0917 - what a record is made of
    snapshot: Snapshot,
    asked: Asked,
    deals: Sequence[Deal],
    window: Window,
    category: str | None,
    told: tuple[Published, ...],
) -> Record:
    sums = {measure: _sums(deals, asked, window, measure) for measure in MEASURES}
    totals = {measure: round(sum(by.values()), DIGITS) for measure, by in sums.items()}
    partners = _partners(snapshot, asked, sums)
    shares = {row["entity"]["id"]: row["shares"]["tiv"] for row in partners if row["entity"]}
    found = {m: concentration({k: v for k, v in by.items() if k}, by.get(None, 0.0)) for m, by in sums.items()}
    comparable = asked.by == "delivery" and bool(totals["tiv"])
    return {
        "window": window.as_dict(),
        "category": _category(snapshot, category) if asked.split else None,
        "totals": totals,
        "concentration": {measure: index.as_dict() if index else None for measure, index in found.items()},
        "partners": partners,
        "coverage": _coverage(deals, asked),
        "published": [
            one.beside(snapshot, shares.get(one.counterpart, 0.0) if comparable else None)
            for one in of_window(told, window)
        ],
    }


def _sums(deals: Iterable[Deal], asked: Asked, window: Window, measure: str) -> Mapping[str | None, float]:
    """The amount of each partner in a window; a deal counts whole, its figures by the part that lies in it."""
    sums: defaultdict[str | None, float] = defaultdict(float)
    for deal in deals:
        part = 1.0 if measure == "deals" else deal.part(window.first, window.last)
        sums[getattr(deal, OTHER[asked.role])] += (deal.figure(measure) or 0.0) * part
    return sums


def _partners(snapshot: Snapshot, asked: Asked, sums: Mapping[str, Mapping[str | None, float]]) -> list[Record]:
    """A row for each partner, the greatest first; equal amounts share a rank."""
    totals = {measure: sum(by.values()) for measure, by in sums.items()}
    rounded = {name: round(amount, DIGITS) for name, amount in sums[asked.rank_by].items()}
    rows: list[Record] = []
    for place, name in enumerate(sorted(rounded, key=lambda n: (-rounded[n], n is None, n or "")), 1):
        amounts = {measure: round(by[name], DIGITS) for measure, by in sums.items()}
        shared = rows and rows[-1][asked.rank_by] == rounded[name]
        shares = {m: round(amounts[m] / totals[m], DIGITS) if totals[m] else None for m in MEASURES}
        row = {"rank": rows[-1]["rank"] if shared else place, "entity": name_thing(snapshot, name) if name else None}
        rows.append({**row, **amounts, "shares": shares})
    return rows


def _coverage(deals: Sequence[Deal], asked: Asked) -> Record:
    """How much of a record is known: deals, those with a figure, those whose partner is unknown, ..."""
    return {
        "deals": len(deals),
        "with_tiv": sum(deal.tiv is not None for deal in deals),
        "with_units": sum(deal.units is not None for deal in deals),
        "unknown_partner": sum(getattr(deal, OTHER[asked.role]) is None for deal in deals),
        "unknown_category": sum(deal.category is None for deal in deals),
        "loose": sum(deal.loose for deal in deals),
        "rivals": sum(deal.rivals for deal in deals),
    }


def _category(snapshot: Snapshot, name: str | None) -> Record | None:
    if name is None:
        return None
    term = snapshot.vocabulary.properties[CATEGORY]
    return {"id": name, "name": snapshot.vocabulary.concept(term.scheme or "", name).label}


def _limits(asked: Asked, deals: Sequence[Deal], chosen: Sequence[Deal], windows: Sequence[Window]) -> list[Record]:
    """What is in no window, and why."""
    undated = sum(not deal.years for deal in chosen)
    void = sum(not deal.in_effect for deal in deals)
    outside = sum(bool(d.years) and not any(d.part(w.first, w.last) for w in windows) for d in chosen)
    dates = "years of delivery" if asked.by == "delivery" else "a year of order"
    found = (
        ("undated", undated, f"{undated} deals without {dates} are in no window."),
        ("outside", outside, f"{outside} deals lie outside the windows."),
        ("not_in_effect", void, f"{void} deals are offers, talks or licences, rest, or were given up: not counted."),
    )
    return [limit_reached(name, count, text) | {"truncated": False} for name, count, text in found if count]


__all__ = ["depend"]
