"""From Wikidata's items to claims."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph.claim import Claim, Marker, Value
from graph.dates import BadDate, bounds
from loaders.lookup import Plain, mapping, read_lookup, texts
from loaders.problem import BadValue
from loaders.release import Notes
from loaders.values import LANGUAGE, parse_value
from loaders.wikidata.snaks import Json, references, value_of

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

FOLDER = Path(__file__).parent
SOURCE = "wikidata"
INSTANCE, START, END, POINT, PROPORTION = "P31", "P580", "P582", "P585", "P1107"
DEPRECATED, PREFERRED = "deprecated", "preferred"
_ITEM = re.compile(r"Q[1-9]\d*")
_WITH, _WITHOUT = 3, 4
"""Credibility of a statement with a reference, and of one without; a preferred one counts a grade more."""


@dataclass(frozen=True, slots=True)
class Table:
    """What `properties.yaml` says."""

    classes: Mapping[str, str]
    languages: tuple[str, ...]
    values: Mapping[str, str]
    links: Mapping[str, Mapping[str, str]]


@functools.cache
def read_properties() -> Table:
    """The table in the loader's folder, read once."""
    table = read_lookup(FOLDER / "properties.yaml")
    return Table(
        mapping(table["classes"]), texts(table["languages"]), mapping(table["values"]), _nested(table["links"])
    )


def _nested(node: Plain) -> Mapping[str, Mapping[str, str]]:
    return {name: mapping(inner) for name, inner in node.items()} if isinstance(node, dict) else {}


def entity_id(item: str) -> str:
    """The id here of an item.

    >>> entity_id("Q193199")
    'wikidata-q193199'
    """
    return f"wikidata-{item.lower()}"


def class_of(item: Json, table: Table) -> str | None:
    """The class of an item by what it is an instance of; a preferred statement goes before others."""
    statements = [s for s in (item.get("claims") or {}).get(INSTANCE, ()) if s.get("rank") != DEPRECATED]
    preferred = [s for s in statements if s.get("rank") == PREFERRED]
    kinds = {value_of(statement["mainsnak"]) for statement in preferred or statements}
    return next((kind for name, kind in table.classes.items() if name in kinds), None)


@dataclass(frozen=True, slots=True)
class Reader:
    """What claims are made with; `classes` are those of the items in the file, `counts` what is not used."""

    table: Table
    vocabulary: Vocabulary
    notes: Notes
    classes: Mapping[str, str]
    counts: Counter[str]

    def claims_of(self, line: int, item: Json) -> Iterator[Claim]:
        """What is said of an item and of its links."""
        name, kind = item["id"], self.classes[item["id"]]
        named = tuple(dict.fromkeys((Value("wikidata", name), *self._names(item))))
        if not any(value.property == "name" for value in named):
            self._note(line, "labels", name, f"{name} has no label in a language that is read, and is left out.")
            return
        yield Claim(entity_id(name), kind, SOURCE, named, credibility=_WITH, locator=name)
        made: dict[str, Claim] = {}
        for prop, statements in (item.get("claims") or {}).items():
            for statement in statements:
                for claim in self._statement(line, name, kind, prop, statement):
                    made[claim.id] = claim
        yield from made.values()

    def _names(self, item: Json) -> Iterator[Value]:
        labels, aliases = item.get("labels") or {}, item.get("aliases") or {}
        for lang in (lang for lang in self.table.languages if LANGUAGE.fullmatch(lang)):
            if lang in labels:
                yield Value("name", labels[lang]["value"], lang=lang)
            yield from (Value("alias", alias["value"], lang=lang) for alias in aliases.get(lang, ()))

    def _statement(self, line: int, name: str, kind: str, prop: str, statement: Json) -> Iterator[Claim]:
        if statement.get("rank") == DEPRECATED:
            self.counts["deprecated statements"] += 1
        elif prop in self.table.values and self.table.values[prop] in self.vocabulary.properties_of(kind):
            yield from self._value(line, name, kind, self.table.values[prop], statement)
        elif prop in self.table.links:
            yield from self._link(line, name, prop, statement)
        elif prop != INSTANCE:
            self.counts["statements of other properties"] += 1

    def _value(self, line: int, name: str, kind: str, target: str, statement: Json) -> Iterator[Claim]:
        told = value_of(statement["mainsnak"])
        if told is None:
            self.counts["statements without a value that can be used"] += 1
            return
        try:
            value = parse_value(str(told), self.vocabulary.properties[target], self.vocabulary)
        except BadValue as error:
            self._note(line, target, str(told), f"{name}: {error.detail}")
            return
        yield self._claim(entity_id(name), kind, (value,), statement)

    def _link(self, line: int, name: str, prop: str, statement: Json) -> Iterator[Claim]:
        table, unknown = self.table.links[prop], statement["mainsnak"].get("snaktype") == "somevalue"
        other = value_of(statement["mainsnak"])
        if not unknown and other is None:
            self.counts["statements that there is none"] += 1
            return
        if not unknown and other not in self.classes:
            message = f"{name} is linked to {other} by {prop}, which is in no class that is read, or not in the file."
            self._note(line, prop, str(other), message)
            return
        players = {table["item"]: name, table["value"]: None if unknown else str(other)}
        if wrong := next((role for role in players if not self._can_play(table["class"], role, players[role])), None):
            self._note(line, prop, str(other), f"{name}: {players[wrong]} cannot be the {wrong} of {table['class']}.")
            return
        yield self._linked(line, statement, table, players)

    def _can_play(self, kind: str, role: str, item: str | None) -> bool:
        allowed = self.vocabulary.roles_of(kind)[role].range
        return item is None or any(self.vocabulary.is_a(self.classes[item], other) for other in allowed)

    def _linked(self, line: int, statement: Json, table: Mapping[str, str], players: Mapping[str, str | None]) -> Claim:
        roles = [
            Value(role, entity_id(item)) if item else Value(role, None, Marker.UNKNOWN)
            for role, item in sorted(players.items())
        ]
        more = [Value(key, text) for key, text in table.items() if key not in ("class", "item", "value")]
        if table["class"] == "Ownership" and (share := self._qualifier(statement, PROPORTION)) is not None:
            more.append(Value("share", share, unit="percent"))
        ends = "-".join((item or statement["id"].replace("$", "-")).lower() for _, item in sorted(players.items()))
        subject = f"wikidata-{table['class'].lower()}-{ends}"
        valid = self._period(line, table["class"], statement)
        return self._claim(subject, table["class"], (*roles, *more), statement, valid)

    def _period(self, line: int, kind: str, statement: Json) -> str | None:
        start, end, point = (self._qualifier(statement, name) for name in (START, END, POINT))
        text = f"{start or ''}/{end}" if end else start or point
        try:
            bounds(text, self.vocabulary.relationships[kind].temporality) if text else None
        except BadDate as error:
            self._note(line, START, str(text), f"{statement['id']}: {error.detail} No date is given.")
            return None
        return str(text) if text else None

    def _qualifier(self, statement: Json, name: str) -> str | int | float | None:
        snaks = (statement.get("qualifiers") or {}).get(name) or ()
        found = [value for snak in snaks if (value := value_of(snak)) is not None]
        return found[0] if len(found) == 1 else None

    def _claim(
        self, subject: str, kind: str, values: tuple[Value, ...], statement: Json, valid: str | None = None
    ) -> Claim:
        told, preferred = list(dict.fromkeys(references(statement))), statement.get("rank") == PREFERRED
        where = "; ".join((statement["id"], *told))[:1_000]
        return Claim(
            subject,
            kind,
            SOURCE,
            values,
            valid=valid,
            credibility=(_WITH if told else _WITHOUT) - preferred,
            locator=where,
            note="preferred rank" if preferred else None,
        )

    def _note(self, line: int, field: str, value: str, message: str) -> None:
        self.notes.note(line, 1, field, value, message)


def is_item(name: object) -> bool:
    """Whether something is the id of an item."""
    return isinstance(name, str) and bool(_ITEM.fullmatch(name))


__all__ = ["FOLDER", "Reader", "class_of", "entity_id", "is_item", "read_properties"]
