"""Records of fixed fields: the sources of a claims file, and the description of a dataset."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.dates import BadDate, parse_edtf
from graph.source import Dataset, Reliability, Source
from loaders.problem import BadValue, shown
from loaders.reading import Reading, Reference
from loaders.values import LANGUAGE, check_id, check_url
from loaders.yaml_tree import Map, Node, Text

Check = Callable[[str], object]


def _plain(text: str) -> str:
    return text


def _date(text: str) -> str:
    try:
        parse_edtf(text)
    except BadDate as error:
        raise BadValue(str(error)) from None
    return text


def _language(text: str) -> str:
    if LANGUAGE.fullmatch(text):
        return text
    raise BadValue(f"{shown(text)} is no language tag: write en, ar, he or zh-Hant.")


def _reliability(text: str) -> Reliability:
    if text in Reliability.__members__:
        return Reliability(text)
    raise BadValue(
        f"{shown(text)} is no reliability: A is completely reliable, F cannot be judged.", tuple(Reliability)
    )


def _yes(text: str) -> bool:
    if text in ("yes", "no", "true", "false"):
        return text in ("yes", "true")
    raise BadValue(f"{shown(text)} is neither yes nor no.", ("yes", "no"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A record's fields of one text each, with what checks them; those it needs; and others it may have."""

    what: str
    checks: Mapping[str, Check]
    needs: tuple[str, ...]
    others: tuple[str, ...] = ()


SOURCE = Sheet(
    "source",
    {
        "title": _plain,
        "publisher": _plain,
        "date": _date,
        "url": check_url,
        "language": _language,
        "reliability": _reliability,
        "reason": _plain,
        "accessed": _date,
        "note": _plain,
    },
    needs=("title", "reliability", "reason"),
    others=("derived_from",),
)
DATASET = Sheet(
    "dataset",
    {
        "id": check_id,
        "title": _plain,
        "publisher": _plain,
        "licence": _plain,
        "coverage": _plain,
        "licence_url": check_url,
        "url": check_url,
        "redistribute": _yes,
        "aggregates": _yes,
    },
    needs=("id", "title", "publisher", "licence", "coverage"),
)


def read_dataset_fields(node: Node, reading: Reading) -> Dataset | None:
    """The dataset that a mapping describes; None, and problems, if it does not."""
    record = reading.mapping(node, "")
    fields = _fields(record, DATASET, reading) if record else None
    return Dataset(**fields) if fields is not None else None


def read_source(key: Text, node: Node, reading: Reading) -> None:
    """Take the source under a key into the reading."""
    record = reading.mapping(node, key.value)
    if record is None or not is_id(key, reading):
        return
    parents = _parents(record, reading)
    fields = _fields(record, SOURCE, reading)
    if fields is not None:
        source = Source(key.value, reading.dataset, derived_from=parents, **fields)
        reading.sources.append((source, reading.place(key)))


def is_id(key: Text, reading: Reading) -> bool:
    """Whether a key can be an id; notes a problem if not."""
    try:
        check_id(key.value)
    except BadValue as error:
        reading.bad_value(key, key.value, error)
        return False
    return True


def _parents(record: Map, reading: Reading) -> tuple[str, ...]:
    """The sources that one is derived from, in their order."""
    node = record.items.get("derived_from")
    names = [
        (item, name)
        for item in (reading.items(node, "derived_from") if node else ())
        if (name := reading.text(item, "derived_from")) is not None
    ]
    reading.references.extend(Reference(name, reading.place(item), "derived_from") for item, name in names)
    return tuple(name for _, name in names)


def _fields(record: Map, sheet: Sheet, reading: Reading) -> dict[str, Any] | None:
    """The checked fields of a record; None, and problems, if one is missing, unknown or wrong."""
    before = len(reading.problems)
    for name in sheet.needs:
        if name not in record.items:
            reading.problem(record, name, f"'{name}' is missing.")
    fields: dict[str, Any] = {}
    for name, node in record.items.items():
        if name in sheet.checks:
            fields[name] = _field(name, node, sheet.checks[name], reading)
        elif name not in sheet.others:
            reading.unknown_key(record.keys[name], f"field of a {sheet.what}", (*sheet.checks, *sheet.others))
    return fields if len(reading.problems) == before else None


def _field(name: str, node: Node, check: Check, reading: Reading) -> object:
    text = reading.text(node, name)
    try:
        return None if text is None else check(text)
    except BadValue as error:
        reading.bad_value(node, name, error)
        return None


__all__ = ["DATASET", "SOURCE", "is_id", "read_dataset_fields", "read_source"]
