"""Short records of things, sources and claims, as they are cited wherever an answer names them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.claim import Claim, Marker, Scalar, Status, Value
from graph.source import Source

if TYPE_CHECKING:
    from graph.snapshot import Snapshot

SIGNS = {
    Marker.EXACT: "",
    Marker.APPROXIMATE: "about ",
    Marker.UNCERTAIN: "perhaps ",
    Marker.AT_LEAST: "at least ",
    Marker.AT_MOST: "at most ",
}


def name_thing(snapshot: Snapshot, name: str) -> dict[str, Any]:
    """An entity or relationship by id, name and type; an id that leads to another one is that."""
    name = snapshot.identity.kept.get(name, name)
    thing = snapshot.entities.get(name) or snapshot.relationships[name]
    shown = thing.name or f"{snapshot.vocabulary.relationships[thing.type].label} {name}"
    return {"id": thing.id, "name": shown, "type": thing.type}


def cite_source(source: Source) -> dict[str, Any]:
    """A source as a receipt or a hop names it.

    >>> cite_source(Source("trt", "press", "Historic deal", publisher="TRT World", date="2021-11-24"))["publisher"]
    'TRT World'
    """
    fields = ("id", "title", "publisher", "date", "url")
    return {name: getattr(source, name) for name in fields} | {"reliability": source.reliability.value}


def cite_claim(snapshot: Snapshot, claim: Claim) -> dict[str, Any]:
    """A claim as a hop or a value names it: its source, its grades, its date and what it says, in words and in
    quotation."""
    cited = {
        "id": claim.id,
        "source": cite_source(snapshot.sources[claim.source]),
        "credibility": claim.credibility,
        "status": claim.status.value,
        "valid": claim.valid,
        "says": say(snapshot, claim),
        "quote": claim.quote,
        "locator": claim.locator,
        "note": claim.note,
    }
    return {k: v for k, v in cited.items() if v is not None}


def say(snapshot: Snapshot, claim: Claim) -> str:
    """What a claim says, in one line: "owner: Israel Aerospace Industries; share: about 50 percent"."""
    text = "; ".join(f"{_label(snapshot, v.property)}: {say_value(snapshot, v)}" for v in claim.values)
    return f"not so: {text}" if claim.status is Status.DENIED else text


def say_value(snapshot: Snapshot, value: Value) -> str:
    """A value in words, with the name of the entity or concept it stands for."""
    if value.marker is Marker.UNKNOWN:
        return "unknown"
    upper = None if value.upper is None else f"to {_figure(value.upper)}"
    return SIGNS[value.marker] + " ".join(part for part in (_named(snapshot, value), upper, value.unit) if part)


def _label(snapshot: Snapshot, name: str) -> str:
    vocabulary = snapshot.vocabulary
    term = vocabulary.roles.get(name) or vocabulary.properties.get(name)
    return term.label if term else name


def _named(snapshot: Snapshot, value: Value) -> str:
    vocabulary = snapshot.vocabulary
    if value.property in vocabulary.roles:
        return str(name_thing(snapshot, str(value.value))["name"])
    term = vocabulary.properties.get(value.property)
    concept = vocabulary.schemes[term.scheme].concepts.get(str(value.value)) if term and term.scheme else None
    return concept.label if concept else _figure(value.value)


def _figure(value: Scalar | None) -> str:
    """A number with its thousands apart, anything else as it is.

    >>> _figure(14_800_000_000.0), _figure(2.5), _figure("2021")
    ('14,800,000,000', '2.5', '2021')
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,}"


__all__ = ["cite_claim", "cite_source", "name_thing", "say", "say_value"]
