"""Which edges a relationship's claims come to."""

from typing import Any

from graph.claim import Claim, Marker, Status, Value
from graph.confidence import independent_groups
from graph.source import Reliability, Source
from graph.store.derive import Trust
from graph.store.edges import cast_of, edges_of, is_disputed, roles_of
from ontology.vocabulary import Vocabulary

SOURCES = tuple(Source(name, "d", name, reliability=Reliability(name.upper())) for name in "abc")
TRUST = Trust({source.id: source for source in SOURCES}, independent_groups(SOURCES))


def deal(source: str, /, status: Status = Status.ASSERTED, **roles: Any) -> Claim:
    said = {name: value if isinstance(value, Value) else Value(name, value) for name, value in roles.items()}
    return Claim("deal", "Transfer", source, tuple(said.values()), status=status, credibility=1)


def ends(edges: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    return {(edge["type"], edge["source"], edge["target"]) for edge in edges}


def projected(kind: str, vocabulary: Vocabulary, **cast: str) -> set[tuple[str, str, str]]:
    """The edges of a class between some players, by the ontology's own words."""
    projections = vocabulary.relationships[kind].projections
    named = [(p.edge, p.source, p.target) for p in projections]
    return {(edge, cast[s], cast[t]) for edge, s, t in named if s in cast and t in cast}


def test_the_cast_is_who_plays_what(vocabulary: Vocabulary):
    unknown = Value("supplier", None, Marker.UNKNOWN)
    claims = [deal("a", supplier="iai", recipient="morocco"), deal("b", supplier=unknown, recipient="israel", value=5)]
    assert cast_of(claims, vocabulary) == {"supplier": ["iai"], "recipient": ["israel", "morocco"]}


def test_an_edge_needs_both_its_ends_in_one_claim(vocabulary: Vocabulary):
    apart = [deal("a", supplier="iai"), deal("a", recipient="morocco")]
    assert edges_of(apart, "Transfer", vocabulary, TRUST) == []
    together = deal("a", supplier="iai", recipient="morocco", system="barak")
    expected = projected("Transfer", vocabulary, supplier="iai", recipient="morocco", system="barak")
    assert ends(edges_of([together], "Transfer", vocabulary, TRUST)) == expected
    assert len(expected) > 1


def test_rival_suppliers_are_rival_edges_with_a_confidence_each(vocabulary: Vocabulary):
    claims = [deal("a", supplier="iai", recipient="morocco"), deal("c", supplier="elbit", recipient="morocco")]
    edges = edges_of(claims, "Transfer", vocabulary, TRUST)
    assert {e["source"]: e["properties"]["confidence"] for e in edges} == {"iai": 1.0, "elbit": 0.65}


def test_an_edge_has_the_words_of_its_concept(vocabulary: Vocabulary):
    def words(kind: str | None) -> str:
        said = (Value("owner", "iai"), Value("asset", "elta"), *([Value("ownershipKind", kind)] if kind else []))
        (edge,) = edges_of([Claim("stake", "Ownership", "a", said)], "Ownership", vocabulary, TRUST)
        return str(edge["properties"]["phrase"])

    assert words(None) == vocabulary.projections["owns"].phrase
    assert words("subsidiary") == vocabulary.projections["owns"].say("subsidiary") != words(None)


def test_a_statistic_is_no_edge(vocabulary: Vocabulary):
    claim = Claim("share", "Indicator", "a", (Value("subject", "morocco"), Value("counterpart", "israel")))
    assert edges_of([claim], "Indicator", vocabulary, TRUST) == []
    assert {(row["type"], row["entity"]) for row in roles_of([claim], vocabulary, TRUST)} == {
        (vocabulary.roles["subject"].edge, "morocco"),
        (vocabulary.roles["counterpart"].edge, "israel"),
    }


def test_what_is_only_denied_is_no_role_but_still_in_reach(vocabulary: Vocabulary):
    claims = [
        deal("a", supplier="iai"),
        deal("b", Status.DENIED, supplier="elbit"),
        deal("c", Status.DENIED, supplier="iai"),
    ]
    edge = vocabulary.roles["supplier"].edge
    assert roles_of(claims, vocabulary, TRUST) == [
        {"type": "DENIED_ROLE", "entity": "elbit", "properties": {"role": edge}},
        {"type": edge, "entity": "iai", "properties": {"confidence": 1.0}},
    ]
    assert edges_of(claims[1:], "Transfer", vocabulary, TRUST) == []


def test_a_denial_disputes_the_edge_it_names_or_all_of_them(vocabulary: Vocabulary):
    said = deal("a", supplier="iai", recipient="morocco")

    def disputed(denial: Claim) -> bool:
        return is_disputed([said, denial], "Transfer", vocabulary)

    assert disputed(deal("b", Status.DENIED, supplier="iai", recipient="morocco"))
    assert disputed(deal("b", Status.DENIED))
    assert not disputed(deal("b", Status.DENIED, supplier="elbit", recipient="morocco"))
    assert not disputed(deal("b", supplier="elbit", recipient="morocco"))
    assert not is_disputed([deal("b", Status.DENIED)], "Transfer", vocabulary)
