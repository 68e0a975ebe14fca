"""From what is said in FollowTheMoney to claims."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.claim import Claim, Marker, Value
from graph.dates import BadDate, parse_edtf
from loaders.followthemoney.schemata import Schemata
from loaders.followthemoney.statements import Said
from loaders.problem import BadValue, shown
from loaders.release import Notes
from loaders.values import parse_value

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

MERGED = "ftm-merged"
"""The source of what several datasets say together."""
UNDETERMINED = "und"
CREDIBILITY = 2
_TIDY: Mapping[str, Callable[[str], str]] = {
    "jurisdiction": str.upper,
    "registeredIn": str.upper,
    "imo": lambda text: text.removeprefix("IMO").strip(),
    "share": lambda text: f"{text.removesuffix('%').strip()} %",
    "lei": str.upper,
}
"""How a value is written here that FollowTheMoney writes otherwise."""
_PROGRAMS = ("programId", "program")
_STARTS, _ENDS = ("startDate", "listingDate", "date"), ("endDate",)


def source_id(dataset: str) -> str:
    """The id of a dataset of FollowTheMoney as a source.

    >>> source_id("us_dod_chinese_milcorps")
    'ftm-us-dod-chinese-milcorps'
    """
    return f"ftm-{_slug(dataset)}"


def entity_id(name: str) -> str:
    """The id of an entity here.

    >>> entity_id("NK-2Tbri3s6GgNtAwsSXh4qpL")
    'ftm-nk-2tbri3s6ggntawssxh4qpl'
    """
    return f"ftm-{_slug(name)}"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", text.casefold()).strip("-.")


@dataclass(frozen=True, slots=True)
class Reader:
    """What claims are made with. `is_known` tells whether an id is of an entity read; `newest` are the last runs."""

    schemata: Schemata
    vocabulary: Vocabulary
    notes: Notes
    is_known: Callable[[str], bool]
    newest: Mapping[tuple[str, ...], str]

    def claims_of(self, said: Said) -> Iterator[Claim]:
        """What is said of an entity, as claims; what cannot be used is noted."""
        if said.schema in self.schemata.classes:
            yield from self._entity(said, self.schemata.classes[said.schema])
        elif said.schema in self.schemata.relationships:
            yield from self._relationship(said, self.schemata.relationships[said.schema])
        elif said.schema == "Sanction":
            yield from self._sanction(said)
        elif not self.schemata.knows(said.schema):
            self._note(said, "schema", said.schema, f"{shown(said.schema)} is in no table of this loader.")

    def _entity(self, said: Said, kind: str) -> Iterator[Claim]:
        table = self.schemata.properties[kind]
        values = (Value("ftmId", said.id), *self._values(said, table, ()))
        if any(value.property == "name" for value in values):
            yield self._claim(said, entity_id(said.id), kind, values)
        else:
            self._note(said, "name", "", "The entity has no name and is left out.")

    def _relationship(self, said: Said, table: Mapping[str, str]) -> Iterator[Claim]:
        kind, roles = table["class"], {name: role for name, role in table.items() if role in self.vocabulary.roles}
        players = [(role, said.properties.get(name, ())) for name, role in roles.items()]
        lone = [(role, names[0]) for role, names in players if len(names) == 1]
        if len(lone) < len(players):
            self._note(said, said.schema, "", "It does not link one entity with one other, and is left out.")
        elif unknown := [name for _, name in lone if not self.is_known(name)]:
            self._note(said, said.schema, unknown[0], "It links an entity that is not in the file, or is left out.")
        else:
            rest = {name: prop for name, prop in table.items() if name not in (*roles, "class")}
            values = (*(Value(role, entity_id(name)) for role, name in lone), *self._values(said, rest, roles))
            yield self._claim(said, entity_id(said.id), kind, values, valid=self._period(said))

    def _sanction(self, said: Said) -> Iterator[Claim]:
        """A designation under each programme; a programme is a topic, known by its name or number."""
        names = said.properties.get("entity", ())
        if len(names) != 1 or not self.is_known(names[0]):
            self._note(said, "entity", "".join(names[:1]), "Who is sanctioned is not in the file, or is left out.")
            return
        programs = next((said.properties[name] for name in _PROGRAMS if said.properties.get(name)), ())
        rest = {name: prop for name, prop in self.schemata.sanction.items() if name != "entity"}
        values = (Value("designee", entity_id(names[0])), *self._values(said, rest, ("entity",)))
        titles = said.properties.get("program", ())
        for program in programs or ("",):
            topic = f"ftm-program-{_slug(program)[:100]}" if _slug(program) else None
            on = Value("designation", topic) if topic else Value("designation", None, Marker.UNKNOWN)
            subject = entity_id(said.id) + (f"-{_slug(program)[:60]}" if len(programs) > 1 else "")
            yield self._claim(said, subject, "Designation", (on, *values), valid=self._period(said))
            if topic:
                title = titles[0] if len(titles) == len(programs) == 1 else program
                yield Claim(topic, "Topic", self._source(said), (Value("name", title, lang="en"),), credibility=2)

    def _values(self, said: Said, table: Mapping[str, str], roles: object) -> Iterator[Value]:
        known = (*self.schemata.ignored, *roles) if isinstance(roles, tuple | dict) else ()
        for name, texts in said.properties.items():
            if name not in table:
                if name not in known:
                    self._note(said, name, texts[0] if texts else "", f"{shown(name)} is in no table of this loader.")
                continue
            for text in dict.fromkeys(texts):
                yield from self._value(said, name, table[name], text)

    def _value(self, said: Said, name: str, target: str, text: str) -> Iterator[Value]:
        prop = self.vocabulary.properties[target]
        try:
            value = parse_value(_TIDY.get(target, str)(text), prop, self.vocabulary) if text != "unknown" else None
        except BadValue as error:
            self._note(said, name, text, error.detail)
            return
        if value:
            yield Value(value.property, value.value, unit=value.unit, lang=UNDETERMINED if value.lang else None)

    def _claim(self, said: Said, subject: str, kind: str, values: tuple[Value, ...], valid: str | None = None) -> Claim:
        unique = tuple(dict.fromkeys(values))
        return Claim(
            subject, kind, self._source(said), unique, valid=valid, credibility=CREDIBILITY, note=self._seen(said)
        )

    def _source(self, said: Said) -> str:
        return source_id(said.datasets[0]) if len(said.datasets) == 1 else MERGED

    def _seen(self, said: Said) -> str | None:
        """Which datasets have it, since when; and until when, if the last run did not see it any more."""
        told = [f"In {', '.join(said.datasets)}."] if len(said.datasets) > 1 else []
        told += [f"First seen {said.first}."] if said.first else []
        told += [f"Last seen {said.last}."] if said.last and said.last < self.newest.get(said.datasets, "") else []
        return " ".join(told) or None

    def _period(self, said: Said) -> str | None:
        start, end = (self._day(said, names) for names in (_STARTS, _ENDS))
        if start and end and end < start:
            self._note(said, "endDate", end, "It ends before it starts: no date is given.")
            return None
        return f"{start or ''}/{end}" if end else start

    def _day(self, said: Said, names: tuple[str, ...]) -> str | None:
        """The first date of the first of these properties that has one."""
        for name in names:
            for text in sorted(said.properties.get(name, ())):
                try:
                    parse_edtf(day := text[:10])
                except BadDate:
                    self._note(said, name, text, f"{shown(text)} is no date.")
                else:
                    return day
        return None

    def _note(self, said: Said, field: str, value: str, message: str) -> None:
        self.notes.note(said.line, 1, field, value or None, f"{said.id}: {message}")


__all__ = ["MERGED", "Reader", "entity_id", "source_id"]
