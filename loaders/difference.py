"""What a load would change, told so that a person can see what is new: things, and which of their properties."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from graph.claim import Claim, Value
from graph.loadset import LoadSet

EXAMPLES = 3
"""Changes shown of each property."""


@dataclass(frozen=True, slots=True)
class Change:
    """One property of one thing that a dataset says otherwise now; nothing said is an empty text."""

    thing: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a dataset says that it did not, and the other way round.

    `added`, `retracted`, `unchanged` and `kept` count claims; kept are those on which the release is silent without
    denying them. `appear` and `vanish` are the things spoken of only after or only before, by class. `changed` counts
    things of a class of which a property changes, by class and property, with `examples`. `entities` are the entities
    that no dataset has yet.
    """

    added: int
    retracted: int
    unchanged: int
    kept: int
    appear: Mapping[str, tuple[str, ...]]
    vanish: Mapping[str, tuple[str, ...]]
    changed: Mapping[str, Mapping[str, int]]
    examples: Mapping[str, Mapping[str, tuple[Change, ...]]]
    entities: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """As plain JSON data."""
        return asdict(self)


def compare(
    standing: Sequence[Claim], loadset: LoadSet, is_entity: Callable[[str], bool], known: Collection[str] = ()
) -> Difference:
    """What a load would change.

    Args:
        standing: the claims that the dataset makes now.
        loadset: what is to be loaded.
        is_entity: whether a class is one of entities.
        known: ids of entities that other datasets have.
    """
    before, after = ({claim.id: claim for claim in claims} for claims in (standing, loadset.claims))
    unsaid = [before[name] for name in before.keys() - after.keys()]
    kept = loadset.keeps(sorted(unsaid, key=lambda claim: claim.id)) if loadset.keeps else frozenset()
    added = [after[name] for name in after.keys() - before.keys()]
    retracted = [claim for claim in unsaid if claim.id not in kept]
    here = {claim.subject for claim in standing}
    there = {claim.subject for claim in after.values()} | {claim.subject for claim in unsaid if claim.id in kept}
    changes = _changes(added, retracted, here & there)
    new = {claim.subject for claim in added if is_entity(claim.type)} - here - set(known)
    return Difference(
        added=len(added),
        retracted=len(retracted),
        unchanged=len(before.keys() & after.keys()),
        kept=len(kept),
        appear=_by_class(claim for claim in added if claim.subject not in here),
        vanish=_by_class(claim for claim in retracted if claim.subject not in there),
        changed={kind: {name: len(of) for name, of in found.items()} for kind, found in changes.items()},
        examples={
            kind: {name: tuple(islice(of, EXAMPLES)) for name, of in found.items()} for kind, found in changes.items()
        },
        entities=tuple(sorted(new)),
    )


def _changes(
    added: Iterable[Claim], retracted: Iterable[Claim], both: Collection[str]
) -> Mapping[str, Mapping[str, list[Change]]]:
    """The changed properties of things that are spoken of before and after, by class and property, most first."""
    old, new = _texts(retracted, both), _texts(added, both)
    found: dict[str, dict[str, list[Change]]] = defaultdict(lambda: defaultdict(list))
    for key in sorted(old.keys() | new.keys()):
        kind, thing, name = key
        change = Change(thing, old.get(key, ""), new.get(key, ""))
        if change.before != change.after:
            found[kind][name].append(change)
    return {kind: dict(sorted(of.items(), key=lambda item: (-len(item[1]), item[0]))) for kind, of in found.items()}


def _texts(claims: Iterable[Claim], things: Collection[str]) -> Mapping[tuple[str, str, str], str]:
    """What claims say of things, by class, thing and property."""
    said: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for claim in claims:
        if claim.subject in things:
            for name, text in _said(claim):
                said[claim.type, claim.subject, name].add(text)
    return {key: "; ".join(sorted(texts)) for key, texts in said.items()}


def _said(claim: Claim) -> Iterator[tuple[str, str]]:
    """What a claim says, by property; when, how sure and in what words are told apart from the properties."""
    yield from ((value.property, show_value(value)) for value in claim.values)
    for name in ("valid", "credibility", "quote"):
        if (told := getattr(claim, name)) is not None:
            yield f"({name})", str(told)


def show_value(value: Value) -> str:
    """A value in short.

    >>> from graph.claim import Marker
    >>> show_value(Value("quantityDelivered", 36, Marker.UNCERTAIN)), show_value(Value("value", 5, upper=7, unit="USD"))
    ('36 (uncertain)', '5..7 USD')
    """
    upper = "" if value.upper is None else f"..{value.upper}"
    unit = f" {value.unit}" if value.unit else ""
    marker = "" if value.marker == "exact" else f" ({value.marker})"
    return f"{'' if value.value is None else value.value}{upper}{unit}{marker}".strip()


def _by_class(claims: Iterable[Claim]) -> Mapping[str, tuple[str, ...]]:
    things = sorted({(claim.type, claim.subject) for claim in claims})
    counts = Counter(kind for kind, _ in things)
    return {kind: tuple(thing for of, thing in things if of == kind) for kind, _ in counts.most_common()}


__all__ = ["Change", "Difference", "compare", "show_value"]
