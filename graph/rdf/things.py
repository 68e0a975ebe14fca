"""Entities and relationships as RDF: class, label, roles, dates, and those values that say all there is to say.

A value appears here only if it can be read without its claim: said outright and by nobody denied, in a unit that the
ontology leaves no choice of, and, where a property has one value at a time, without another beside it. The others are
in the graph of claims.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.cite import name_thing
from graph.claim import Marker, Status
from graph.dates import MAX, MIN, iso
from graph.naming import is_name
from graph.network import Network
from graph.questions.assemble import Assembly, Said, said_of
from graph.rdf.claims import Fact
from graph.rdf.direct import edges_of
from graph.rdf.model import Model
from graph.rdf.terms import LABEL, TYPE, Quad, curie, date_literal, iri, is_address, scalar_literal, text_literal
from graph.snapshot import Entity, Relationship

EXACT_MATCH = curie("skos:exactMatch")


def thing_quads(model: Model, network: Network, name: str) -> Iterator[Quad]:
    """An entity or relationship; nothing for one that no live claim asserts and that no edge leads to."""
    snapshot = network.snapshot
    thing = snapshot.entities.get(name) or snapshot.relationships[name]
    assembly = Assembly.of(snapshot, network.view, thing.rows)
    asserted = any(snapshot.rows[row].status is Status.ASSERTED for row in assembly.rows)
    if asserted or network.has(name):
        node, graph = model.things[name], model.graphs["entities"]
        facts = dict.fromkeys(_facts(model, network, thing, assembly))
        yield from ((node, predicate, value, graph) for predicate, value in facts)


def _facts(model: Model, network: Network, thing: Entity | Relationship, assembly: Assembly) -> Iterator[Fact]:
    yield TYPE, model.own[thing.type]
    given = dict.fromkeys(v.property for row in assembly.rows for v in assembly.snapshot.rows[row].values)
    said = {name: _plain(model, name, said_of(assembly, name)) for name in given}
    yield from _labels(model, network, thing, said)
    for name, values in said.items():
        for one in values:
            yield from _value(model, name, one)
    if isinstance(thing, Relationship):
        yield from _period(model, assembly)
    if assembly.live.contested[assembly.snapshot.position[thing.id]]:
        yield model.own["contested"], scalar_literal(True)


def _plain(model: Model, name: str, said: list[Said]) -> list[Said]:
    """The values of a property that can be read without their claims.

    Who plays a role is told in any case: it says which relationship this is. That one is denied is told by
    `dg:contested`.
    """
    term = model.vocabulary.properties.get(name)
    if term and term.functional and len({(s.value.value, s.value.upper, s.value.unit) for s in said}) > 1:
        return []
    units = term.units if term and term.kind == "number" else ()
    disputable = name not in model.vocabulary.roles
    return [s for s in said if not (disputable and s.denying) and _is_outright(s, units)]


def _is_outright(said: Said, units: tuple[str, ...]) -> bool:
    value = said.value
    only_unit = value.unit is None or units == (value.unit,)
    return value.marker is Marker.EXACT and value.upper is None and value.value is not None and only_unit


def _value(model: Model, name: str, said: Said) -> Iterator[Fact]:
    written = model.object(said.value)
    if written is not None:
        yield model.own[name], written
    term = model.vocabulary.properties.get(name)
    if term and term.iri_template:
        elsewhere = term.iri_template.replace("{id}", str(said.value.value))
        if is_address(elsewhere):
            yield EXACT_MATCH, iri(elsewhere)


def _labels(
    model: Model, network: Network, thing: Entity | Relationship, said: dict[str, list[Said]]
) -> Iterator[Fact]:
    """The usual names; what a relationship without one says, in words."""
    names = [s.value for name in said if _names(model, name) for s in said[name]]
    for value in names:
        yield LABEL, text_literal(str(value.value), value.lang)
    if not names:
        yield LABEL, text_literal(_sentence(network, thing))


def _names(model: Model, name: str) -> bool:
    term = model.vocabulary.properties.get(name)
    return term is not None and is_name(term)


def _sentence(network: Network, thing: Entity | Relationship) -> str:
    """An entity's name; of a relationship its first edge ("Elbit Systems has the division ELTA"), or class and id."""
    edges = edges_of(network, [thing.id]) if isinstance(thing, Relationship) else iter(())
    for _, data in edges:
        ends = (name_thing(network.snapshot, data[end])["name"] for end in ("from", "to"))
        return f" {data['phrase']} ".join(map(str, ends))
    return str(name_thing(network.snapshot, thing.id)["name"])


def _period(model: Model, assembly: Assembly) -> Iterator[Fact]:
    """When a relationship held: each date that is given for it, and the first and last day of all of them."""
    snapshot = assembly.snapshot
    rows = [row for row in assembly.rows if snapshot.rows[row].status is Status.ASSERTED and snapshot.rows[row].valid]
    if not rows:
        return
    for text in sorted({str(snapshot.rows[row].valid) for row in rows}):
        yield model.own["validText"], text_literal(text)
    times = assembly.live.times[:, rows]
    for name, day in (("validFrom", int(times[0].min())), ("validTo", int(times[3].max()))):
        if MIN < day < MAX:
            yield model.own[name], date_literal(str(iso(day)))
