"""``defgraph dependency | loss | single-points``: questions on trade at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.trade_questions import Dependency, Loss, SinglePoints
from cli.finish import finish_over_time
from cli.options import asks
from cli.tables import table
from cli.where import Where

Record = Mapping[str, Any]


@asks(Dependency, arguments=("recipient",))
def dependency(question: Dependency, where: Where) -> None:
    """Show a recipient's suppliers (or, with --supplier, a supplier's customers), and their shares."""
    finish_over_time(question, where, windows)


@asks(Loss, arguments=("recipient",))
def loss(question: Loss, where: Where) -> None:
    """Show what a recipient loses if what --without names drops out."""
    finish_over_time(question, where, losses)


@asks(SinglePoints, arguments=("recipient",))
def points(question: SinglePoints, where: Where) -> None:
    """Show whose loss alone would end the making of a recipient's systems."""
    finish_over_time(question, where, single_points)


def windows(records: Iterable[Record]) -> Group:
    """Partners by window and category."""
    return Group(*(part for record in records for part in _window(record)))


def losses(found: Record) -> Group:
    """Transfers and systems that are hit, and what is cut off."""
    share = ", ".join(f"{_percent(part)} of {name}" for name, part in found["share"].items() if part is not None)
    head = Text.assemble((found["recipient"]["name"], "bold"), f" loses {len(found['transfers'])} transfers ({share})")
    transfers = (
        (t["transfer"]["id"], t["system"] and t["system"]["name"], _years(t["years"]), "; ".join(t["reasons"]))
        for t in found["transfers"]
    )
    systems = (
        (
            s["entity"]["name"],
            "falls" if s["falls"] else "is hit",
            "; ".join(f"{r['entity']['name']} {r['why']} it" for r in s["reasons"]),
            ", ".join(other["name"] for other in s["others"]),
        )
        for s in found["systems"]
    )
    cut = Text("Cut off: " + (", ".join(entity["name"] for entity in found["cut_off"]) or "nothing"))
    return Group(
        head,
        table("transfer", "system", "delivered", "why", rows=transfers),
        Text(),
        table("system", "", "why", "left", rows=systems),
        Text(),
        cut,
    )


def single_points(rows: Iterable[Record]) -> Table:
    """Single points of failure."""
    cells = ((r["rank"], r["entity"]["name"], r["count"], ", ".join(s["name"] for s in r["systems"])) for r in rows)
    return table("rank", "", "systems", "which", rows=cells)


def _years(years: list[int]) -> str:
    return "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


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
