"""A view as text parameters ask for it, every name checked against the snapshot."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from graph.checks import one_of, unknown_name
from graph.errors import BadQuestion
from graph.questions.hypotheses import read_treat
from graph.questions.names import resolve
from graph.view import PARAMETERS, View, read_grade

if TYPE_CHECKING:
    from graph.snapshot import Snapshot

Given = str | Sequence[str]


def read_view(parameters: Mapping[str, Given], snapshot: Snapshot) -> View:
    """The view that text parameters ask for, names checked against the snapshot.

    `parameters` maps names of `PARAMETERS` to a text or several; several may also be joined by commas. Class
    names may be given in any case. `known_at` is a revision's number or the ISO date by whose end it was
    committed. Raises `BadQuestion` with the parameter, the value, what would be allowed and the nearest name.
    """
    given = {name: _split(value) for name, value in parameters.items()}
    for name in given:
        one_of("parameter", name, tuple(PARAMETERS))
    return View(**{PARAMETERS[name]: _read(name, values, snapshot) for name, values in given.items() if values})


def _split(value: Given) -> tuple[str, ...]:
    texts = (value,) if isinstance(value, str) else value
    return tuple(part.strip() for text in texts for part in text.split(",") if part.strip())


def _read(name: str, values: tuple[str, ...], snapshot: Snapshot) -> Any:  # noqa: ANN401 - each field has its own type
    known: Mapping[str, Collection[str]] = {
        "type": snapshot.vocabulary.entities,
        "relationship": snapshot.vocabulary.relationships,
        "dataset": snapshot.datasets,
        "source": snapshot.sources,
    }
    if name == "without":
        kept = snapshot.identity.kept
        return _names(name, [kept.get(value, value) for value in values], snapshot.known_ids)
    if name == "treat":
        return tuple(_treated(value, snapshot) for value in values)
    if name == "trust":
        graded = [read_grade(value) for value in values]
        return tuple(f"{_names(name, [source], snapshot.sources)[0]}:{grade}" for source, grade in graded)
    if name in known:
        return _names(name, values, known[name])
    value = _single(name, values)
    if name == "known_at":
        return _revision(value, snapshot)
    return _number(name, value) if name == "min_confidence" else value


def _treated(entry: str, snapshot: Snapshot) -> str:
    """An entry of `treat` with ids for the names in it; an id stays what it is, also one that leads to another."""
    plain = snapshot.plain or snapshot
    names, same = read_treat(entry)
    known = (plain.identity.kept, plain.entities)
    ids = {name if any(name in ids for ids in known) else resolve(plain, name, "treat") for name in names}
    return f"{'|'.join(sorted(ids))}:{'same' if same else 'different'}"


def _single(name: str, values: tuple[str, ...]) -> str:
    if len(values) > 1:
        raise BadQuestion(f"{name} is given {len(values)} times.", hint="Give it once.", parameter=name)
    return values[0]


def _names(parameter: str, values: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    folded = {} if parameter == "without" else {name.casefold(): name for name in known}
    return tuple(v if v in known else folded.get(v.casefold()) or unknown_name(parameter, v, known) for v in values)


def _number(parameter: str, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise BadQuestion(f"{parameter} is {value!r}, not a number.", hint="Use 0 to 1.", parameter=parameter) from None


_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2}(T.+)?)?)?")


def _revision(text: str, snapshot: Snapshot) -> int:
    """The revision of that number, or the last one committed by the end of that year, month, day or moment."""
    if text.isdecimal() and int(text) <= snapshot.revision:
        return int(text)
    if _ISO.fullmatch(text):
        return max((r.number for r in snapshot.revisions if r.committed[: len(text)] <= text), default=0)
    hint = f"Use a revision from 0 to {snapshot.revision} or a date such as 2025-06-30."
    raise BadQuestion(f"known_at is {text!r}.", hint=hint, parameter="known_at")


__all__ = ["read_view"]
