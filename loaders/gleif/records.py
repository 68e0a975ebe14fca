"""GLEIF's records in one form, whichever layout they come in: its own texts, empty where it says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from loaders.stream import LONGEST_FIELD


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an entity: `kind` is GLEIF's type of it, "" for the legal name."""

    text: str
    lang: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A record of level 1. `names` begin with the legal name; `checked` is how well it was corroborated."""

    lei: str
    names: tuple[Name, ...]
    line: int
    category: str = ""
    status: str = ""
    jurisdiction: str = ""
    country: str = ""
    created: str = ""
    expired: str = ""
    register: str = ""
    number: str = ""
    successors: tuple[tuple[str, str], ...] = ()
    registration: str = ""
    checked: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of level 2: `child` is consolidated by `parent`, or a branch of it."""

    child: str
    parent: str
    kind: str
    line: int
    status: str = ""
    start: str = ""
    end: str = ""
    registration: str = ""
    checked: str = ""


@dataclass(frozen=True, slots=True)
class NoParent:
    """A reporting exception: why an entity names no parent, direct or ultimate (`category`), with GLEIF's reference."""

    lei: str
    category: str
    reason: str
    line: int
    reference: str = ""


Record = Entity | Relation | NoParent
RELATIONSHIP_PERIOD = "RELATIONSHIP_PERIOD"
"""The kind of period that says how long a relationship held; others are of its accounts."""

Json = dict[str, Any]


def held(periods: Sequence[tuple[str | None, str | None, str | None]]) -> tuple[str, str]:
    """From when until when a relationship held."""
    return next(((start or "", end or "") for kind, start, end in periods if kind == RELATIONSHIP_PERIOD), ("", ""))


def text(node: object) -> str:
    """A text, wrapped or not; none is "" here."""
    found = node.get("$") if isinstance(node, dict) else node
    if found is None:
        return ""
    if not isinstance(found, str):
        raise TypeError(repr(found)[:40])
    if len(found) > LONGEST_FIELD:
        raise ValueError(f"A text has more than {LONGEST_FIELD:,} characters.")
    return found.strip()


def several(node: Json, *keys: str) -> Sequence[Any]:
    """What stands under keys within one another: a list, or one thing that counts as a list of one."""
    found: Any = node
    for key in keys:
        found = found.get(key) or {} if isinstance(found, dict) else {}
    return found if isinstance(found, list) else [found] if found else []


__all__ = ["RELATIONSHIP_PERIOD", "Entity", "Json", "Name", "NoParent", "Record", "Relation", "held", "several", "text"]
