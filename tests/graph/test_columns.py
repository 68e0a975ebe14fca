"""Are the edges laid out those that the ontology projects?"""

from graph.columns import links_of
from graph.confidence import independent_groups
from tests.graph.worlds import SOURCES, STAKE, THINGS, VOCABULARY, claim, forge_world, world


def test_links_are_all_projections_and_the_roles_of_nary_relationships() -> None:
    links = links_of(VOCABULARY)
    projections = {link.name for link in links if link.source is not None}
    assert projections == set(VOCABULARY.projections)
    for kind in VOCABULARY.relationships.values():
        roles = {link.target for link in links if link.source is None and link.relationship == kind.name}
        assert roles == ({role.name for role in kind.roles} if kind.nary and kind.projections else set())


def test_both_ends_of_an_edge_are_in_one_claim() -> None:
    split = [claim("stake", "Ownership", owner="anvil"), claim("stake", "Ownership", "herald", asset="hammer")]
    assert world(*THINGS, *split).edge_columns.ids == ()


def test_edges_count_their_claims() -> None:
    snapshot = forge_world()
    columns = snapshot.edge_columns
    edge = columns.ids.index("anvil-hammer/owns")
    rows = columns.pair_claim[columns.pair_edge == edge]
    assert [snapshot.rows[row].id for row in rows] == [STAKE.id]
    assert snapshot.things[columns.source[edge]] == "anvil"
    assert list(columns.pair_edge) == sorted(columns.pair_edge)


def test_groups_of_claims_follow_their_sources() -> None:
    snapshot = world(*THINGS, *(claim("s", "Ownership", s.id, owner="anvil", asset="hammer") for s in SOURCES))
    groups = independent_groups(SOURCES)
    numbers = {c.source: int(g) for c, g in zip(snapshot.rows, snapshot.claim_columns.group, strict=True)}
    assert numbers["echo"] == numbers["herald"] != numbers["gazette"]
    assert len(set(numbers.values())) == len({groups[s.id] for s in SOURCES})
