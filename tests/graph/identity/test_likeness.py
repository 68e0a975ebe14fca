"""Do names tell firms apart as well as people who know them do?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.names import SCORES, measure, ours, read_pairs
from graph.identity.likeness import LIKELY, SUGGESTED, liken
from graph.identity.names import take_apart
from graph.identity.words import load_words

PAIRS = read_pairs()
HELD_OUT = [pair for pair in PAIRS if pair.held_out]


def test_the_labelled_set_is_what_it_says() -> None:
    assert len({frozenset((pair.one, pair.other)) for pair in PAIRS}) == len(PAIRS) >= 300
    assert all(pair.by_name or pair.why for pair in PAIRS)
    assert min(sum(pair.same for pair in PAIRS), sum(not pair.same for pair in PAIRS)) > 150
    assert {pair.why for pair in PAIRS if pair.kind == "renamed" and not pair.why.isdigit()} == set()


def test_what_is_likely_is_so() -> None:
    found = measure(HELD_OUT, ours, LIKELY)
    assert found.precision > 0.98
    assert found.recall > 0.75


def test_what_is_suggested_misses_little_that_names_tell() -> None:
    found = measure([pair for pair in HELD_OUT if pair.by_name], ours, SUGGESTED)
    assert found.recall > 0.95
    assert found.precision > 0.9


@pytest.mark.parametrize("threshold", [LIKELY, SUGGESTED])
def test_plain_distances_do_worse(threshold: float) -> None:
    quality = {name: measure(HELD_OUT, score, threshold).f1 for name, score in SCORES.items()}
    assert quality.pop("ours") > max(quality.values()) + 0.05


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("IAI", "Israel Aerospace Industries Ltd", "IAI are the initials of Israel Aerospace Industries Ltd"),
        ("Thales", "Thales Australia", "only Thales Australia has australia"),
        ("BAE Systems plc", "BAE Systems Inc.", "legal forms of different countries"),
        ("Lockhead Martin", "Lockheed Martin", "both have martin, lockhead / lockheed"),
        ("ST Engineering", "Singapore Technologies Engineering", "both have engineering, st / singapore technologies"),
        ("Rolls Royce", "RollsRoyce Group", "the same but for gaps and small words: rollsroyce"),
    ],
)
def test_the_reasons_say_what_was_seen(one: str, other: str, reason: str) -> None:
    assert reason in liken(one, other).reasons


@pytest.mark.parametrize(
    ("text", "words", "places"),
    [
        ("Aselsan A.Ş.", ("aselsan",), set()),
        ("Weibel Scientific A/S", ("weibel", "scientific"), set()),
        ("Heckler & Koch GmbH", ("heckler", "and", "koch"), {"de", "at", "ch"}),
        ("Paramount Group (Pty) Ltd", ("paramount", "group"), {"au", "za"}),
        ("OAO Rosoboronexport", ("rosoboronexport",), {"ru"}),
        ("Концерн Калашников", ("concern", "kalashnikov"), set()),
        ("Limited", ("limited",), set()),
        ("", (), set()),
    ],
)
def test_a_name_is_taken_apart(text: str, words: tuple[str, ...], places: set[str]) -> None:
    name = take_apart(text)
    assert (name.words, name.places) == (words, places)


names = st.one_of(st.text(max_size=40), st.sampled_from([name for pair in PAIRS for name in (pair.one, pair.other)]))


@given(names, names)
def test_a_likeness_is_the_same_both_ways_and_within_bounds(one: str, other: str) -> None:
    there, back = liken(one, other), liken(other, one)
    assert 0 <= there.score <= 1
    assert there.score == back.score


@given(names)
def test_a_name_is_like_itself(name: str) -> None:
    if take_apart(name).words:
        assert liken(name, name).score == 1


def test_a_word_has_one_kind_and_stands_for_one_word() -> None:
    known = load_words()
    assert not set(known.alike) & set(known.alike.values())
    assert set(known.kinds.values()) == set(known.weights)
