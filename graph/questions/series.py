"""A question asked over and over, at a series of dates: columns for a plot, each point with what it stands on.

The dates are those of `as_of` (what held then), or, with `along="known_at"`, of `known_at` (what was known by then). A
question is anything that takes a view and answers; what of its answer becomes a column, its `Columns` function says.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from graph.budget import check_time
from graph.checks import one_of
from graph.questions.periods import read_series
from graph.questions.receipt import LISTED, Algorithm, Answer, Question, limit_reached, seal, version_of
from graph.questions.rows import about

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from graph.view import View

ALONG = ("as_of", "known_at")
MAX_COLUMNS = 50
"""How many columns an answer has at most: those that reach the greatest values."""
COUNTED = "Claims and sources are those that the points list; each point has its own count, of all that it stands on."
JOINED = "|"
"""What stands between two ids in that of a column."""
Number = float | int | None
Columns = Callable[[Answer], Mapping[str, Number]]
"""Reads an answer's numbers, by the name of their column."""
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Point:
    """The numbers of one date, with what they stand on."""

    date: str
    values: Mapping[str, Number]
    claim_count: int
    hash: str
    claims: tuple[str, ...]


def over(dates: Sequence[str], ask: Callable[[str], Answer], columns: Columns) -> tuple[Point, ...]:
    """The points of a question at several dates; looks at the clock before each."""
    points = []
    for date in dates:
        check_time()
        answer = ask(date)
        receipt = answer.receipt
        points.append(Point(date, columns(answer), receipt.claim_count, receipt.hash, tuple(receipt.claims)))
    return tuple(points)


def ask_series(
    snapshot: Snapshot,
    view: View,
    series: str,
    ask: Callable[[str], Answer],
    columns: Columns,
    *,
    along: str = "as_of",
) -> Answer:
    """A question over a series of dates ("2010/2025/P1Y": start, end, step), at most 200; `ask` answers it at one.

    Of more than 50 columns those with the greatest values are given.

    data: {"dates": [date], "columns": [{"id", "name", "values": [number or None]}], "points": [{"date", "claim_count",
    "hash"}]}. A column has a value for each date, None where it is not in the answer. `hash` is that of the receipt
    which the question has at that date alone.

    Raises:
        BadQuestion: the series cannot be read.
        TooLarge: it has too many dates.
        OutOfTime: it takes too long.
    """
    one_of("along", along, ALONG)
    dates = read_series(series)
    points = over(dates, ask, columns)
    found = _table(snapshot, points)
    told = f"There are {len(found)} columns in all; these reach the greatest values."
    limits = [limit_reached("columns", MAX_COLUMNS, told)] if len(found) > MAX_COLUMNS else []
    if any(point.claim_count > len(point.claims) for point in points):
        limits.append(limit_reached("claims", LISTED, COUNTED))
    single = ask(dates[-1]).receipt
    return seal(
        {
            "dates": list(dates),
            "columns": found[:MAX_COLUMNS],
            "points": [{"date": p.date, "claim_count": p.claim_count, "hash": p.hash} for p in points],
        },
        snapshot=snapshot,
        view=view,
        question=Question(single.question["name"], single.question["parameters"] | {"series": series, "along": along}),
        algorithm=_algorithm(single.algorithm),
        claims=chain.from_iterable(point.claims for point in points),
        limits=limits,
    )


def to_csv(answer: Answer) -> bytes:
    """A series as CSV (RFC 4180, UTF-8): a row a date, a column each; names that several columns share are followed
    by ids."""
    data: Any = answer.data
    names = [column["name"] for column in data["columns"]]
    heads = [c["name"] if names.count(c["name"]) == 1 else f"{c['name']} ({c['id']})" for c in data["columns"]]
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["date", *heads, "claim_count"])
    for i, point in enumerate(data["points"]):
        values = (column["values"][i] for column in data["columns"])
        writer.writerow([point["date"], *("" if v is None else v for v in values), point["claim_count"]])
    return file.getvalue().encode()


def _table(snapshot: Snapshot, points: Sequence[Point]) -> list[Record]:
    """The columns, those with the greatest values first."""
    ids = sorted({column for point in points for column in point.values})
    values = {column: [point.values.get(column) for point in points] for column in ids}
    ordered = sorted(ids, key=lambda column: (-max((v for v in values[column] if v is not None), default=0.0), column))
    return [{"id": column, "name": _name(snapshot, column), "values": values[column]} for column in ordered]


def _name(snapshot: Snapshot, column: str) -> str:
    """The names of the entities that a column is about, or what it is called."""
    entities = snapshot.entities
    return " - ".join(entities[part].name if part in entities else part for part in column.split(JOINED))


def _algorithm(told: Mapping[str, Any] | None) -> Algorithm | None:
    """The algorithm of a single date, without what depends on the date."""
    if told is None:
        return Algorithm("series", "defgraph", version_of("defgraph"), {})
    kept = {k: v for k, v in told["parameters"].items() if k not in ("nodes", "edges")}
    return Algorithm(told["name"], told["library"], told["version"], kept)


# -- what becomes a column --------------------------------------------------------------------------------------------


def of_ranking(answer: Answer) -> Mapping[str, Number]:
    """The scores of a ranking, by entity."""
    return {row["entity"]["id"]: row["score"] for row in _rows(answer)}


def of_dependency(answer: Answer) -> Mapping[str, Number]:
    """The shares of partners by volume (by deals, if it has none) in the last window, and their concentration."""
    record = next(iter(reversed(_rows(answer))), None)
    if record is None:
        return {}
    measure = "tiv" if record["totals"]["tiv"] else "deals"
    shares = {(p["entity"] or UNKNOWN)["id"]: p["shares"][measure] for p in record["partners"]}
    index = record["concentration"][measure]
    return shares | ({CONCENTRATION: index["low"]} if index else {})


def of_paths(answer: Answer) -> Mapping[str, Number]:
    """Whether there is a path (1 or 0), how many are given, how long the shortest is, how credible the best."""
    rows = _rows(answer)
    lengths, weights = [row["length"] for row in rows], [row["weight"] for row in rows]
    return {
        "exists": int(bool(rows)),
        "paths": len(rows),
        "shortest": min(lengths, default=None),
        "best": max(weights, default=None),
    }


def of_answer(answer: Answer) -> Mapping[str, Number]:
    """The numbers of any answer: of an object its own, and how long its lists are; of a list the score or count of each
    row that is about an entity or two, else how many rows there are and the largest."""
    data: Any = answer.data
    if not isinstance(data, list):
        return {name: number for member, value in data.items() for name, number in _numbers(member, value)}
    scored = {column: _score(row) for row in data if (column := _column(row))}
    greatest = {name: max(row[name] for row in data) for name in ("size", "k") if data and name in data[0]}
    return scored or {"rows": len(data), **greatest}


def _column(row: Any) -> str | None:  # noqa: ANN401 - a row of any answer
    """The name of a row's column, None if it has none of its own."""
    if not isinstance(row, Mapping) or _score(row) is None:
        return None
    return JOINED.join(thing["id"] for thing in about(row)) or row.get("kind")


def _score(row: Mapping[str, Any]) -> Number:
    return next((row[name] for name in ("score", "count") if isinstance(row.get(name), int | float)), None)


def _numbers(name: str, value: Any) -> Iterator[tuple[str, Number]]:  # noqa: ANN401 - a member of any answer
    if isinstance(value, int | float):
        yield name, int(value) if isinstance(value, bool) else value
    elif isinstance(value, list):
        yield name, len(value)
    elif isinstance(value, Mapping):
        yield from ((f"{name} {part}", v) for part, v in value.items() if isinstance(v, int | float))


def of_counts(answer: Answer) -> Mapping[str, Number]:
    """The plain numbers of an answer that is an object."""
    data: Any = answer.data
    return {name: value for name, value in data.items() if isinstance(value, int | float)}


UNKNOWN: Mapping[str, str] = MappingProxyType({"id": "unknown", "name": "unknown"})
CONCENTRATION = "concentration"


def _rows(answer: Answer) -> list[Record]:
    data: Any = answer.data
    return list(data)


__all__ = [
    "ALONG",
    "Columns",
    "Point",
    "ask_series",
    "of_answer",
    "of_counts",
    "of_dependency",
    "of_paths",
    "of_ranking",
    "over",
    "to_csv",
]
