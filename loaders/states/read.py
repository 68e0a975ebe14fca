"""From the tables and CLDR to claims on states, who succeeded whom, who borders whom and who claims what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.claim import Claim, Value
from graph.loadset import LoadSet
from loaders.description import read_description
from loaders.lookup import Plain, mapping, read_lookup, texts
from loaders.release import Release
from loaders.states.names import names_of
from loaders.states.table import State, read_states

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

CLDR, ISO, COW, RIGOUR, GEONAMES, TABLES = (
    "unicode-cldr",
    "iso-3166-1",
    "cow-state-system-2016",
    "opensanctions-rigour",
    "geonames-borders",
    "states-tables",
)
COW_NUMBERS = 3
"""Digits of the longest number in the Correlates of War list; longer ones are another project's additions."""
_SAID, _KNOWN = 2, 2


def read_release(path: Path, vocabulary: Vocabulary, *, strict: bool = False) -> Release:  # noqa: ARG001 - as any loader
    """All that the program knows of the world's states, from the tables in the folder `path`; nothing in them is wrong.

    >>> from ontology.vocabulary import load_vocabulary
    >>> release = read_release(Path(__file__).parent, load_vocabulary())
    >>> release.counts["State"], release.problems
    (236, ())
    """
    described = read_description(path, vocabulary)
    claims = (*_states(), *_successions(path), *_borders(path), *_disputes(path))
    loadset = LoadSet(described.dataset, tuple(described.sources.values()), claims)
    kinds = Counter(kind for kind, _ in {(claim.type, claim.subject) for claim in claims})
    return Release(loadset, (), MappingProxyType(dict(kinds)))


def _states() -> Iterator[Claim]:
    for state in read_states().by_id.values():
        yield from _state(state)


def _state(state: State) -> Iterator[Claim]:
    known = [Value("name", state.name, lang="en"), *(Value("sipriName", name) for name in state.sipri)]
    if state.dissolved:
        known.append(Value("dissolved", state.dissolved))
    yield Claim(state.id, "State", TABLES, tuple(known), credibility=_KNOWN)
    for name, valid in state.formerly.items():
        yield Claim(state.id, "State", TABLES, (Value("formerName", name, lang="en"),), valid, credibility=_KNOWN)
    yield from _coded(state.id, "State", state.name, state.iso3166, state.wikidata)
    for number, valid in state.cow.items():
        if len(number) <= COW_NUMBERS:
            yield Claim(state.id, "State", COW, (Value("cowCode", number),), valid, credibility=1)


def _coded(name: str, kind: str, known: str, codes: tuple[str, ...], wikidata: str | None) -> Iterator[Claim]:
    """What follows from the codes of a state or area: names, and the codes themselves."""
    if names := names_of(codes, known):
        yield Claim(name, kind, CLDR, names, credibility=_SAID)
    if codes:
        yield Claim(name, kind, ISO, tuple(Value("iso3166", code) for code in codes), credibility=1)
    if wikidata:
        yield Claim(name, kind, RIGOUR, (Value("wikidata", wikidata),), credibility=_SAID)


def _successions(folder: Path) -> Iterator[Claim]:
    for older, node in read_lookup(folder / "succession.yaml").items():
        record = mapping(node)
        for newer in texts(_of(node, "successors")):
            ends = (Value("successor", newer), Value("predecessor", older))
            name = f"{newer}-succeeds-{older}"
            yield Claim(name, "Succession", TABLES, ends, record["date"], credibility=_KNOWN, note=record.get("note"))


def _borders(folder: Path) -> Iterator[Claim]:
    for state, node in read_lookup(folder / "borders.yaml").items():
        for neighbour in texts(node):
            ends = (Value("borderer", state), Value("neighbour", neighbour))
            yield Claim(f"{state}-borders-{neighbour}", "Border", GEONAMES, ends, credibility=_SAID)


def _disputes(folder: Path) -> Iterator[Claim]:
    table = read_lookup(folder / "disputes.yaml")
    for name, record in _records(table["territories"]):
        known = mapping(record)
        yield Claim(name, "Territory", TABLES, (Value("name", known["name"], lang="en"),), credibility=_KNOWN)
        codes = texts(_of(record, "iso3166"))
        yield from _coded(name, "Territory", known["name"], codes, known.get("wikidata"))
    for name, record in _records(table["claimants"]):
        known = mapping(record)
        yield Claim(name, known["type"], TABLES, (Value("name", known["name"], lang="en"),), credibility=_KNOWN)
    for area, record in _records(table["claims"]):
        for claimant, by in mapping(record).items():
            ends = (Value("claimant", claimant), Value("territory", area))
            source = RIGOUR if by == "rigour" else TABLES
            yield Claim(f"{claimant}-claims-{area}", "TerritorialClaim", source, ends, credibility=_SAID)


def _records(node: Plain) -> Iterator[tuple[str, Plain]]:
    return iter(node.items() if isinstance(node, dict) else ())


def _of(node: Plain, key: str) -> Plain:
    return node.get(key, []) if isinstance(node, dict) else []


__all__ = ["read_release"]
