"""``defgraph dependency``: questions on trade at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from api.trade_questions import Dependency
from cli.ask import finish
from cli.options import Where, asks
from cli.session import ask
from cli.tables import table

Record = Mapping[str, Any]


@asks(Dependency, arguments=("recipient",))
def dependency(question: Dependency, where: Where) -> None:
    """Show a recipient's suppliers (or, with --supplier, a supplier's customers), their shares and concentration."""
    finish(ask(where.settings, question.ask), where, windows)


def windows(records: Iterable[Record]) -> Group:
    """Partners by window and category."""
    return Group(*(part for record in records for part in _window(record)))


def _window(record: Record) -> Iterable[RenderableType]:
    years, totals = record["window"], record["totals"]
    name = f"{years['start']}–{years['end']}" + (f"  {record['category']['name']}" if record["category"] else "")
    told = f"  {totals['deals']:g} deals, TIV {totals['tiv']:,.6g} million, {_index(record['concentration']['tiv'])}"
    yield Text.assemble((name, "bold"), told)
    heads = ("rank", "", "TIV", "share", "deals", "share", "pieces", "share", "published")
    published = {one["entity"]["id"]: _percent(one["share"]) for one in record["published"]}
    yield table(*heads, rows=[_row(row, published) for row in record["partners"]])
    yield Text()


def _row(row: Record, published: Mapping[str, str]) -> list[object]:
    cells = [part for m in ("tiv", "deals", "units") for part in (f"{row[m]:,.6g}", _percent(row["shares"][m]))]
    entity = row["entity"]
    return [row["rank"], entity["name"] if entity else "unknown", *cells, published.get(entity["id"] if entity else "")]


def _index(index: Record | None) -> str:
    if index is None:
        return "no figures"
    low, high = (f"{index[end]:.3f}" for end in ("low", "high"))
    return f"HHI {low}" if low == high else f"HHI {low} to {high}"


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f} %"
