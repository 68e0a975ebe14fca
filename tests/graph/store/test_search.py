"""Finding entities by what people type."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from neo4j import Driver

from graph.claim import Value
from graph.errors import BadQuestion
from graph.folding import fold, folded_names
from graph.store import Store
from graph.store.search import FIND, lucene_query

NAMED = {
    "morocco": ("State", ["Morocco", "Kingdom of Morocco", "المغرب", "Марокко", "מרוקו", "Q1028", "MAR"]),
    "algeria": ("State", ["Algeria", "الجزائر"]),
    "uae": ("State", ["United Arab Emirates", "Émirats arabes unis", "U.A.E.", "الإمارات العربية المتحدة"]),
    "iai": ("Firm", ["Israel Aerospace Industries", "IAI", "Israel Aircraft Industries", "התעשייה האווירית"]),
    "idf": ("ArmedForce", ["Israel Defense Forces", "צה״ל"]),
    "rafael": ("Firm", ["Rafael Advanced Defense Systems"]),
    "israel": ("State", ["Israel"]),
    "barak-mx": ("System", ["Barak MX"]),
    "barak-8": ("System", ["Barak 8", "Barak-8"]),
    "f-16": ("System", ["F-16 Fighting Falcon"]),
    "is": ("ArmedGroup", ["Islamic State", "IS"]),
    "odd": ("System", ['AND OR NOT (a+b)*~?:\\/ "x"']),
}


@pytest.fixture
async def named(store: Store, sets: Any) -> Store:
    """A store that knows some things by many names."""
    claims = [
        sets.claim(name, kind, "s", {"name": Value("name", names[0], lang="en"), "alias": names[1:]})
        for name, (kind, names) in NAMED.items()
    ]
    await store.load(sets.loadset("names", [sets.source("s", "names")], claims))
    return store


FOUND = [
    ("Morocco", "morocco", "Morocco"),
    ("morocco", "morocco", "Morocco"),
    ("MOROCO", "morocco", "Morocco"),
    ("morroco", "morocco", "Morocco"),
    ("Kingdom of Moroco", "morocco", "Kingdom of Morocco"),
    ("Q1028", "morocco", "Q1028"),
    ("mar", "morocco", "MAR"),
    ("المغرب", "morocco", "المغرب"),
    ("الَمغرِب", "morocco", "المغرب"),
    ("المغربي", "morocco", "المغرب"),
    ("марокко", "morocco", "Марокко"),
    ("марако", "morocco", "Марокко"),
    ("מרוקו", "morocco", "מרוקו"),
    ("emirats arabes", "uae", "Émirats arabes unis"),
    ("UAE", "uae", "U.A.E."),
    ("الامارات العربيه", "uae", "الإمارات العربية المتحدة"),
    ("israel aircraft", "iai", "Israel Aircraft Industries"),
    ("isreal aerospce industries", "iai", "Israel Aerospace Industries"),
    ('צה"ל', "idf", "צה״ל"),
    ("rafael adv", "rafael", "Rafael Advanced Defense Systems"),
    ("barak mx", "barak-mx", "Barak MX"),
    ("barak8", "barak-8", "Barak 8"),
    ("F16", "f-16", "f-16"),
    ("f-16", "f-16", "f-16"),
    ("IS", "is", "IS"),
    ("and or not", "odd", NAMED["odd"][1][0]),
]


async def test_what_people_type_finds_what_they_mean(named: Store):
    for typed, expected, by in FOUND:
        hits = await named.search(typed)
        assert hits, typed
        assert (hits[0].id, hits[0].matched) == (expected, by), typed
        assert all(0 < hit.score <= 1 for hit in hits)
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


async def test_an_exact_name_is_worth_one_and_comes_first(named: Store):
    israel, *others = await named.search("Israel")
    assert (israel.id, israel.name, israel.type, israel.score) == ("israel", "Israel", "State", 1.0)
    assert {hit.id for hit in others} == {"iai", "idf"}
    assert all(hit.score < 1 for hit in others)


async def test_a_class_holds_those_below_it(named: Store):
    assert {hit.id for hit in await named.search("israel", type="Firm")} == {"iai"}
    assert {hit.id for hit in await named.search("israel", type="Actor")} == {"israel", "iai", "idf"}
    assert await named.search("israel", type="System") == ()
    with pytest.raises(BadQuestion, match=r"'Frim' is not known.*Did you mean Firm"):
        await named.search("israel", type="Frim")


async def test_what_is_not_there_is_not_found(named: Store):
    for nothing in ("", " ", "?!", "zzzzzz", "*", "qq:jj", "۞"):
        assert await named.search(nothing) == (), nothing


async def test_how_many_may_be_asked_for(named: Store):
    assert len(await named.search("israel", limit=1)) == 1
    for limit in (0, 101, -1):
        with pytest.raises(BadQuestion, match="limit"):
            await named.search("israel", limit=limit)


async def test_a_former_name_is_not_found_once_retracted(named: Store, sets: Any):
    await named.load(
        sets.loadset("names", [sets.source("s", "names")], [sets.claim("iai", "Firm", "s", {"name": "IAI"})])
    )
    assert await named.search("aircraft") == ()
    assert [hit.id for hit in await named.search("iai")] == ["iai"]


async def test_what_the_index_still_holds_but_is_no_entity_any_more_is_not_found(named: Store, neo4j_driver: Driver):
    held = "CALL db.index.fulltext.queryNodes('entity_names', $lucene) YIELD node RETURN node.name AS name"
    asked = {"lucene": lucene_query("Morocco"), "type": None, "limit": 10}
    with neo4j_driver.session() as session, session.begin_transaction() as transaction:
        # Until this is committed, the index has not heard of it.
        transaction.run("MATCH (e:Entity {id: 'morocco'}) REMOVE e:Entity SET e = {name: 'capital'}").consume()
        assert "capital" in {row["name"] for row in transaction.run(held, asked)}
        assert "capital" not in {row["name"] for row in transaction.run(FIND, asked)}


hostile = st.one_of(
    st.text(),
    st.text(alphabet="+-&|!(){}[]^\"~*?:\\/ aNDORT.'<>=", max_size=30),
    st.lists(st.sampled_from(["AND", "OR", "NOT", "TO", "[a TO b]", "x~", "/.*/", "a^9", "\\", "names:"])).map(
        " ".join
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=hostile)
async def test_nothing_that_is_typed_breaks_the_search(named: Store, query: str):
    assert isinstance(await named.search(query), tuple)


@given(text=st.text())
def test_folding_is_settled_at_once(text: str):
    folded = fold(text)
    assert fold(folded) == folded
    assert all(word.isalnum() for word in folded.split())
    assert folded_names([text]) == folded_names([text, text])


@given(text=st.text())
def test_composed_and_decomposed_letters_fold_alike(text: str):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(text=hostile)
def test_a_question_to_the_index_has_no_other_orders_than_ours(text: str):
    allowed: Callable[[str], bool] = lambda letter: letter.isalnum() or letter in " ()^~*"  # noqa: E731
    assert all(map(allowed, lucene_query(text)))
