"""What is refused before the first write, and that what is kept reads back."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.claim import Claim, Marker, Status, Value
from graph.errors import Refused
from graph.loadset import LoadSet
from graph.source import Dataset, Reliability, Source
from graph.store.records import Record, claim_in, dataset_in, digest_of, records_of, source_in
from ontology.vocabulary import Vocabulary, load_vocabulary

VOCABULARY = load_vocabulary()
words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20)
named = words.filter(bool)
numbers = st.one_of(st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False, allow_infinity=False))
values = st.builds(
    Value,
    property=named,
    value=st.one_of(st.none(), words, st.booleans(), numbers),
    marker=st.sampled_from(Marker),
    upper=st.one_of(st.none(), st.integers(0, 10**9)),
    unit=st.one_of(st.none(), words),
    lang=st.one_of(st.none(), words),
    text=st.one_of(st.none(), words),
)
claims = st.builds(
    Claim,
    subject=named,
    type=st.sampled_from(["State", "Transfer"]),
    source=st.just("s"),
    values=st.lists(values, max_size=4).map(tuple),
    valid=st.one_of(st.none(), words),
    status=st.sampled_from(Status),
    credibility=st.integers(1, 6),
    quote=st.one_of(st.none(), words),
)
sources = st.builds(
    Source,
    id=named,
    dataset=st.just("d"),
    title=words,
    url=st.one_of(st.none(), words),
    reliability=st.sampled_from(Reliability),
    derived_from=st.lists(named, max_size=2).map(tuple),
)
DATASET = Dataset("d", "Title", "publisher", "CC0", "all", redistribute=False)


def recorded(loadset: LoadSet, vocabulary: Vocabulary) -> dict[str, Record]:
    """All that a load would record, by id."""
    return {record.id: record for record in records_of(loadset, vocabulary)}


@given(claim=claims, source=sources)
def test_what_is_recorded_reads_back(claim: Claim, source: Source):
    loadset = LoadSet(DATASET, tuple({s.id: s for s in (source, Source("s", "d", "S"))}.values()), (claim,))
    kept = {
        record.subject if record.kind != "claim" else "": record for record in recorded(loadset, VOCABULARY).values()
    }
    assert claim_in(kept[""].body).id == claim.id
    assert source_in(kept[source.id].body) == loadset.sources[0]


def test_records_of_a_set_are_named_by_their_content(sets: Any, vocabulary: Vocabulary):
    one, two = recorded(sets.register(), vocabulary), recorded(sets.register(grade="D"), vocabulary)
    assert len(one) == len(sets.register().claims) + 2
    assert {r.kind for name, r in one.items() if name not in two} == {"source"}
    assert digest_of(one) != digest_of(two)
    (described,) = (r for r in one.values() if r.kind == "dataset")
    assert dataset_in(described.body) == sets.register().dataset


HOSTILE = [
    (Value("name", "half a pair \ud800"), "name holds half of a surrogate pair"),
    (Value("name", "nul \0"), "name holds a NUL character"),
    (Value("value", 2**63), "value is an integer of more than 64 bits"),
    (Value("value", -(2**63) - 1), "value is an integer of more than 64 bits"),
    (Value("value", float("nan")), "value is nan, which is no number"),
    (Value("value", 1, upper=float("inf")), "upper is inf, which is no number"),
    (Value("value", 1, unit="\udfff"), "unit holds half of a surrogate pair"),
    (Value("name", "x", text="y" * 65_537), "text is text of 65537 bytes; 65536 are allowed"),
    (Value("", "x"), "an id that is empty"),
]


@pytest.mark.parametrize(("value", "reason"), HOSTILE, ids=[reason for _, reason in HOSTILE])
def test_what_cannot_be_stored_is_refused_by_name(sets: Any, vocabulary: Vocabulary, value: Value, reason: str):
    loadset = sets.register(more=[Claim("morocco", "State", "sipri", (value,))])
    with pytest.raises(Refused) as refusal:
        recorded(loadset, vocabulary)
    assert reason in str(refusal.value)
    assert "claim of 'sipri' about 'morocco'" in str(refusal.value)


@pytest.mark.parametrize("field", ["valid", "quote", "locator", "note"])
def test_every_text_of_a_claim_is_looked_at(sets: Any, vocabulary: Vocabulary, field: str):
    claim = replace(sets.claim("morocco", "State", "sipri", {"name": "Morocco"}), **{field: "\ud800"})
    with pytest.raises(Refused, match=f"{field} holds half"):
        recorded(sets.register(more=[claim]), vocabulary)


@pytest.mark.parametrize("name", ["", "x" * 501, "ä" * 251])
def test_an_id_that_no_index_can_hold_is_refused(sets: Any, vocabulary: Vocabulary, name: str):
    with pytest.raises(Refused, match="empty or longer than 500 bytes"):
        recorded(sets.register(more=[sets.claim(name, "State", "sipri")]), vocabulary)
    with pytest.raises(Refused, match="empty or longer than 500 bytes"):
        recorded(sets.loadset("d", [sets.source(name, "d")], [sets.claim("x", "State", name)]), vocabulary)


def test_a_set_must_fit_itself_and_the_ontology(sets: Any, vocabulary: Vocabulary):
    claim, source = sets.claim("x", "State", "s"), sets.source("s", "d")
    refusals = {
        "'s', which the dataset does not describe": sets.loadset("d", [], [claim]),
        "belongs to the dataset 'e', not to 'd'": sets.loadset("d", [sets.source("s", "e")], [claim]),
        "'s' is described twice": sets.loadset("d", [source, sets.source("s", "d", "A")], [claim]),
        "of the class 'Planet'": sets.loadset("d", [source], [replace(claim, type="Planet")]),
        "has no claims": sets.loadset("d", [source], []),
    }
    for reason, loadset in refusals.items():
        with pytest.raises(Refused, match=reason):
            recorded(loadset, vocabulary)
    assert len(recorded(sets.loadset("d", [source, source], [claim, claim]), vocabulary)) == 3
