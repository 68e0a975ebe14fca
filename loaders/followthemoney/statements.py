"""The two layouts in one form: what one dataset, or several together, say of one entity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from loaders.problem import Problem, refused
from loaders.stream import read_objects, read_table

COLUMNS = ("canonical_id", "prop", "schema", "value", "dataset")
"""The columns a file of statements cannot do without."""
LONGEST = 2**24
"""Bytes of the longest line; some merged persons have thousands of names."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of an entity; `first` and `last` are the days on which the publisher first and last saw it said."""

    line: int
    id: str
    schema: str
    datasets: tuple[str, ...]
    properties: Mapping[str, tuple[str, ...]]
    first: str = ""
    last: str = ""


def read_said(path: Path) -> Iterator[Said]:
    """All that a file says, in its order.

    Raises:
        Refused: it has neither layout, or cannot be read to its end; says where.
    """
    yield from _statements(path) if path.suffix.lower() == ".csv" else _entities(path)


def _entities(path: Path) -> Iterator[Said]:
    for line, entity in read_objects(path, longest=LONGEST):
        try:
            yield _entity(line, entity)
        except (AttributeError, KeyError, TypeError) as error:
            message = f"This is no entity of FollowTheMoney: {error} is missing, or not what stands there."
            raise refused([Problem(str(path), line, 1, "", None, message)]) from None


def _entity(line: int, entity: dict[str, Any]) -> Said:
    properties = {name: tuple(_texts(values)) for name, values in entity["properties"].items()}
    datasets = tuple(sorted(set(_texts(entity.get("datasets") or ()))))
    name, schema = _texts([entity["id"], entity["schema"]])
    first, last = (day[:10] for day in _texts([entity.get(key) or "" for key in ("first_seen", "last_seen")]))
    return Said(line, name, schema, datasets, properties, first, last)


def _texts(values: Any) -> list[str]:  # noqa: ANN401 - whatever stands in the file
    found = list(values)
    if isinstance(values, str) or not all(isinstance(value, str) for value in found):
        raise TypeError(repr(values)[:40])
    return found


def _statements(path: Path) -> Iterator[Said]:
    """Statements on one entity stand together; those of one dataset become one."""
    rows = read_table(path, needed=COLUMNS)
    for name, on_one in groupby(rows, key=lambda item: item[1]["canonical_id"]):
        by_dataset: dict[str, list[tuple[int, dict[str, str]]]] = {}
        for item in on_one:
            by_dataset.setdefault(item[1]["dataset"], []).append(item)
        yield from (_together(name, dataset, items) for dataset, items in sorted(by_dataset.items()))


def _together(name: str, dataset: str, items: list[tuple[int, dict[str, str]]]) -> Said:
    properties: dict[str, list[str]] = {}
    for _, row in items:
        if row["prop"] != "id":
            properties.setdefault(row["prop"], []).append(row["value"])
    first = min((row.get("first_seen", "")[:10] for _, row in items), default="")
    last = max((row.get("last_seen", "")[:10] for _, row in items), default="")
    schema = items[0][1]["schema"]
    return Said(items[0][0], name, schema, (dataset,), {k: tuple(v) for k, v in properties.items()}, first, last)


__all__ = ["Said", "read_said"]
