"""Which claims and edges does a view let live?"""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claim import Claim, Value
from graph.dates import bounds, holds, span
from graph.live import live
from graph.snapshot import Snapshot
from graph.view import View
from tests.graph.worlds import DEAL, THINGS, VOCABULARY, claim, denial, forge_world, world, worlds

AS_OF = st.sampled_from(["2018", "2019", "2020-06-15", "2021", "2019/2021", "2023"])
VIEWS = st.builds(
    View,
    as_of=st.none() | AS_OF,
    known_at=st.none() | st.integers(0, 3),
    certainty=st.sampled_from(["certain", "possible"]),
    datasets=st.sampled_from([(), ("press",)]),
    min_confidence=st.sampled_from([0.0, 0.3, 0.8]),
    policy=st.sampled_from(["any", "majority", "strict"]),
    projection=st.sampled_from(["direct", "roles"]),
)


def edges(snapshot: Snapshot, view: View) -> set[str]:
    return {snapshot.edge_columns.ids[i] for i in live(snapshot, view).edges}


def standing(snapshot: Snapshot, view: View) -> set[str]:
    return {c.id for c, lives in zip(snapshot.rows, live(snapshot, view).claims, strict=True) if lives}


def stake(valid: str | None, source: str = "gazette", **said: object) -> Claim:
    return claim("stake", "Ownership", source, owner="anvil", asset="hammer", valid=valid, **said)


@pytest.mark.parametrize(
    ("valid", "as_of", "certainty", "there"),
    [
        ("2020/2022", "2021", "certain", True),
        ("2020/2022", "2022", "certain", False),
        ("2020/2022", "2022", "possible", True),
        ("2020/2022", "2023", "possible", False),
        ("2020/..", "2030", "certain", True),
        ("2020", "2030", "certain", True),  # a lone date of a state is its start
        ("2020/", "2030", "certain", False),
        ("2020/", "2030", "possible", True),
        ("../2020", "1990", "certain", True),
        ("2020~/..", "2019", "possible", True),
        (None, "2021", "possible", True),
        (None, "2021", "certain", False),
    ],
)
def test_when_a_stake_held(valid: str | None, as_of: str, certainty: str, there: bool) -> None:
    snapshot = world(*THINGS, stake(valid))
    assert (edges(snapshot, View(as_of=as_of, certainty=certainty)) == {"stake/owns"}) is there


def test_an_event_is_over_after_its_date() -> None:
    snapshot = world(*THINGS, DEAL)
    assert edges(snapshot, View(as_of="2022"))
    assert not edges(snapshot, View(as_of="2023"))


def test_a_claim_without_a_date_takes_the_hull_of_the_dated_ones() -> None:
    snapshot = world(*THINGS, stake("2010/2012"), stake("2014/2015", "herald"), stake(None, "yearbook", share=10))
    undated = next(c.id for c in snapshot.rows if c.source == "yearbook")
    assert undated in standing(snapshot, View(as_of="2013", certainty="certain"))
    assert undated not in standing(snapshot, View(as_of="2016"))


def test_the_hull_is_of_claims_that_the_view_believes() -> None:
    snapshot = world(*THINGS, stake("2010/2012"), stake("2020/2021", "herald"), stake(None, "yearbook"))
    undated = next(c.id for c in snapshot.rows if c.source == "yearbook")
    view = View(as_of="2015")
    assert undated in standing(snapshot, view)
    assert undated not in standing(snapshot, replace(view, without=("herald",)))


def test_what_was_known_at_a_revision() -> None:
    snapshot = world(*THINGS, later=[stake("2020/..")], gone=[DEAL])
    assert edges(snapshot, View(known_at=2)) == {"deal/supplies", "deal/suppliesSystem", "deal/acquires"}
    assert edges(snapshot, View()) == {"stake/owns"}
    assert edges(snapshot, View(known_at=0)) == set()


@pytest.mark.parametrize(
    ("denying", "any_", "majority", "strict"),
    [((), True, True, True), (("rumour",), True, True, False), (("gazette",), True, False, False)],
)
def test_policies_on_a_denied_stake(denying: tuple[str, ...], any_: bool, majority: bool, strict: bool) -> None:
    denials = [denial("stake", "Ownership", name, owner="anvil", asset="hammer") for name in denying]
    snapshot = world(*THINGS, stake("2020/..", "herald"), *denials)
    asked = {policy: bool(edges(snapshot, View(policy=policy))) for policy in ("any", "majority", "strict")}
    assert asked == {"any": any_, "majority": majority, "strict": strict}


def test_a_denial_that_names_no_ends_denies_all_of_the_relationship() -> None:
    snapshot = world(*THINGS, stake("2020/.."), denial("stake", "Ownership", "gazette", share=50))
    assert not edges(snapshot, View(policy="strict"))


def test_a_denial_alone_makes_no_edge() -> None:
    assert not edges(world(*THINGS, denial("stake", "Ownership", owner="anvil", asset="hammer")), View())


@pytest.mark.parametrize("left_out", ["anvil", "anvil-hammer", "gazette", "press"])
def test_without_an_entity_relationship_source_or_dataset(left_out: str) -> None:
    assert "anvil-hammer/owns" in edges(forge_world(), View())
    assert "anvil-hammer/owns" not in edges(forge_world(), View(without=(left_out,)))


def test_types_count_with_their_subclasses_and_keep_what_is_asked_for() -> None:
    snapshot = forge_world()
    assert edges(snapshot, View(types=("Actor",))) >= {"southland-anvil/owns", "deal/supplies"}
    assert edges(snapshot, View(types=("Firm",))) == {"anvil-hammer/owns"}
    kept = live(snapshot, View(types=("Firm",)), frozenset({"forge"}))
    assert {snapshot.edge_columns.ids[i] for i in kept.edges} == {"anvil-hammer/owns", "forge-run/operates"}


def test_statistics_are_never_an_edge() -> None:
    figure = claim(
        "exports", "Indicator", subject="northland", counterpart="southland", measure="export_share_to", number=12
    )
    for projection in ("direct", "roles"):
        assert not edges(world(*THINGS, figure), View(projection=projection))


def test_by_roles_an_nary_relationship_is_a_node_and_never_a_short_cut() -> None:
    snapshot = world(*THINGS, DEAL, stake("2020/.."))
    assert edges(snapshot, View(projection="roles")) == {
        "deal/supplier",
        "deal/recipient",
        "deal/system",
        "stake/owns",
    }


@pytest.mark.parametrize(
    ("one", "other", "contested"),
    [
        (stake("2020/..", share=50), stake("2020/..", "herald", share=50), False),
        (stake("2020/..", share=50), stake("2021/..", "herald", share=100), True),
        (stake("2018/2020", share=50), stake("2021/..", "herald", share=100), False),  # one followed the other
        (stake("2018/2020", share=50), stake("2020/..", "herald", share=100), False),
        (stake(None, share=50), stake(None, "herald", share=100), True),
        (stake(None, share=50), stake(None, "herald", share=Value("share", 50, upper=60)), False),
        (stake(None, ownershipKind="stake"), stake(None, "herald", note="minority"), False),
    ],
)
def test_a_stake_is_contested_by_another_figure_for_the_same_time(one: Claim, other: Claim, contested: bool) -> None:
    snapshot = world(*THINGS, one, other)
    assert bool(live(snapshot, View()).contested[snapshot.position["stake"]]) is contested


def test_an_assertion_and_a_denial_make_it_contested() -> None:
    snapshot = world(*THINGS, stake("2020/.."), denial("stake", "Ownership", owner="anvil", asset="hammer"))
    assert live(snapshot, View()).contested[snapshot.position["stake"]]
    assert not live(snapshot, View(without=("rumour",))).contested.any()


@given(worlds(), VIEWS)
@settings(max_examples=60, deadline=None)
def test_stricter_views_have_fewer_edges(snapshot: Snapshot, view: View) -> None:
    certain, possible = (edges(snapshot, replace(view, certainty=c)) for c in ("certain", "possible"))
    assert certain <= possible
    strict, majority, any_ = (
        edges(snapshot, replace(view, policy=p, certainty="possible")) for p in ("strict", "majority", "any")
    )
    assert strict <= majority <= any_
    assert edges(snapshot, replace(view, min_confidence=0.9)) <= edges(snapshot, replace(view, min_confidence=0.2))


@given(worlds(), st.sampled_from(["certain", "possible"]), AS_OF)
@settings(max_examples=40, deadline=None)
def test_dated_claims_hold_when_their_dates_say(snapshot: Snapshot, certainty: str, as_of: str) -> None:
    found = standing(snapshot, View(as_of=as_of, certainty=certainty))
    for one, recorded, retracted in zip(
        snapshot.rows, snapshot.claim_columns.recorded, snapshot.claim_columns.retracted, strict=True
    ):
        if one.valid and recorded <= 3 < retracted:
            period = bounds(one.valid, VOCABULARY.relationships[one.type].temporality)
            assert (one.id in found) is holds(period, *span(as_of), certainty)


@given(worlds(), VIEWS)
@settings(max_examples=40, deadline=None)
def test_an_edge_lives_by_its_claims(snapshot: Snapshot, view: View) -> None:
    """Each live edge has a live claim that asserts both its ends, and goes when those claims go."""
    found = live(snapshot, view)
    columns = snapshot.edge_columns
    for edge in found.edges[:5]:
        rows = [c for e, c in zip(columns.pair_edge, columns.pair_claim, strict=True) if e == edge and found.claims[c]]
        assert any(snapshot.rows[row].status == "asserted" for row in rows)
        link = columns.links[columns.link[edge]]
        source, target = (snapshot.things[column[edge]] for column in (columns.source, columns.target))
        for row in rows:
            said = snapshot.rows[row]
            assert target in [v.value for v in said.get(link.target)]
            assert source == said.subject if link.source is None else source in [v.value for v in said.get(link.source)]
        gone = replace(view, without=tuple(snapshot.rows[row].id for row in rows))
        assert columns.ids[edge] not in edges(snapshot, gone)
