"""Which ids are one? Whatever was said in whatever order, it is what a union-find of what stands gives."""

from collections.abc import Iterable

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from graph.identity.merges import Ground, Pair, merge

IDS = [f"id-{letter}" for letter in "abcdefg"]
ends = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda two: two[0] != two[1])
pairs = st.builds(
    lambda two, same, ground, weight: Pair(*two, same=same, ground=ground, weight=weight),
    ends,
    st.booleans(),
    st.sampled_from([Ground.IDENTIFIER, Ground.CLAIM]),
    st.sampled_from([0.5, 1.0]),
)


def groups(kept: dict[str, str]) -> set[frozenset[str]]:
    """The ids that stand for one thing, by what the merged ones lead to."""
    found: dict[str, set[str]] = {}
    for name, first in kept.items():
        found.setdefault(first, {first}).add(name)
    return {frozenset(group) for group in found.values()}


def components(said: Iterable[Pair]) -> set[frozenset[str]]:
    graph = nx.Graph([tuple(pair.ends) for pair in said])
    return {frozenset(part) for part in nx.connected_components(graph)}


@given(st.lists(ends))
def test_without_denials_it_is_the_components_of_what_is_said(said: list[tuple[str, str]]) -> None:
    told = [Pair(*two) for two in said]
    assert groups(dict(merge(told, {}).kept)) == components(told)


@given(st.lists(st.tuples(ends, st.sampled_from(["same", "retracted"])), max_size=12))
def test_a_sequence_of_merges_and_splits_is_what_stands_at_its_end(
    steps: list[tuple[tuple[str, str], str]],
) -> None:
    stands: dict[frozenset[str], Pair] = {}
    for two, step in steps:
        if step == "same":
            stands[frozenset(two)] = Pair(*two)
        else:
            stands.pop(frozenset(two), None)
    assert groups(dict(merge(stands.values(), {}).kept)) == components(stands.values())


@given(st.lists(pairs, max_size=12), st.randoms())
def test_the_order_in_which_it_was_said_does_not_matter(said: list[Pair], random: object) -> None:
    mixed = list(said)
    random.shuffle(mixed)  # type: ignore[attr-defined]  # it is random.Random
    assert merge(mixed, {}).kept == merge(said, {}).kept


@given(st.lists(pairs, max_size=12))
def test_no_two_are_one_that_are_said_not_to_be(said: list[Pair]) -> None:
    kept = merge(said, {}).kept
    for pair in said:
        if not pair.same:
            assert kept.get(pair.one, pair.one) != kept.get(pair.other, pair.other)


@given(st.lists(pairs, max_size=12))
def test_what_is_said_to_be_one_is_one_or_is_told_of(said: list[Pair]) -> None:
    found = merge(said, {})
    for pair in said:
        together = found.kept.get(pair.one, pair.one) == found.kept.get(pair.other, pair.other)
        assert not pair.same or together or pair in found.contradicted


@given(st.lists(pairs, max_size=12), ends)
def test_what_a_caller_supposes_goes_before_all_else(said: list[Pair], two: tuple[str, str]) -> None:
    kept = merge([*said, Pair(*two, ground=Ground.SUPPOSED)], {}).kept
    assert kept.get(two[0], two[0]) == kept.get(two[1], two[1])


@given(st.lists(pairs, max_size=12), st.dictionaries(st.sampled_from(IDS), st.integers(1, 3)))
def test_the_id_that_was_known_first_is_kept(said: list[Pair], age: dict[str, int]) -> None:
    for group in groups(dict(merge(said, age).kept)):
        (first,) = group - merge(said, age).kept.keys()
        assert age.get(first, 9) == min(age.get(name, 9) for name in group)


def test_a_chain_breaks_at_its_weakest_link() -> None:
    strong, weak = Pair("a", "b", weight=1.0), Pair("b", "c", weight=0.4)
    found = merge([weak, strong, Pair("a", "c", same=False)], {})
    assert (dict(found.kept), found.contradicted) == ({"b": "a"}, (weak,))


def test_an_identifier_goes_before_a_claim() -> None:
    said, shared = Pair("a", "b"), Pair("b", "c", ground=Ground.IDENTIFIER)
    found = merge([said, shared, Pair("a", "c", same=False)], {})
    assert found.contradicted == (said,)
