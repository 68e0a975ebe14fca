"""Do the shapes as SPARQL find what pySHACL finds?"""

import random

import rdflib

from graph.dumps.conformance import conforms, report, violations
from graph.rdf.terms import Quad
from ontology.validation import validate
from tests.graph.rdf.world import MODEL, THINGS, VOCABULARY, claim, quads_of, snapshot_of, store_of, value

OWNED = {"owner": "northwind", "asset": "lantern"}
WORLD = quads_of(
    snapshot_of(
        *THINGS,
        claim("stake", "Ownership", {**OWNED, "share": value("share", 50, unit="percent")}, valid="2021/2022"),
        claim("deal", "Transfer", {"supplier": "northwind", "recipient": "arcadia", "orderDate": "2021-11"}),
    )
)


def both(quads: list[Quad]) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """What either finds: things and shapes."""
    found = {(thing, one.check.shape) for one in violations(store_of(quads), VOCABULARY) for thing in one.things}
    lines = "".join(f"{s} {p} {o} .\n" for s, p, o, _ in quads)
    theirs = {(v.focus, v.shape) for v in validate(rdflib.Graph().parse(data=lines, format="nt"), VOCABULARY)}
    return found, theirs


def damaged(seed: int) -> list[Quad]:
    """The world with some triples taken out, doubled with another object, or turned to nonsense."""
    chance, quads = random.Random(seed), list(WORLD)
    objects = [*sorted({q[2] for q in quads}), '"x"', '"-5"^^<http://www.w3.org/2001/XMLSchema#integer>', '"900.0"']
    for _ in range(12):
        quad = quads.pop(chance.randrange(len(quads)))
        if chance.random() < 0.7:
            quads.append((quad[0], quad[1], chance.choice(objects), quad[3]))
        if chance.random() < 0.3:
            quads.append(quad)
    return quads


def test_pyshacl_finds_the_same():
    found = [both(damaged(seed)) for seed in range(6)]
    assert [ours for ours, _ in found] == [theirs for _, theirs in found]
    assert sum(len(ours) for ours, _ in found) > 5


def test_what_conforms_is_said_to():
    ours, theirs = both(list(WORLD))
    assert ours == theirs == set()
    told = rdflib.Graph().parse(data=report([], "https://example.org/report"), format="turtle")
    assert told.value(predicate=rdflib.SH.conforms, object=rdflib.Literal(True)) is not None


def test_a_report_is_one_of_shacl():
    share = (MODEL.things["stake"], MODEL.own["share"], '"500"^^<http://www.w3.org/2001/XMLSchema#integer>')
    [found] = violations(store_of([*WORLD, (*share, MODEL.graphs["entities"])]), VOCABULARY)
    assert not conforms([found])
    told = rdflib.Graph().parse(data=report([found], "https://example.org/report"), format="turtle")
    [result] = told.objects(None, rdflib.SH.result)
    assert told.value(result, rdflib.SH.focusNode) == rdflib.URIRef(share[0].strip("<>"))
    assert "between 0 and 100" in str(told.value(result, rdflib.SH.resultMessage))
