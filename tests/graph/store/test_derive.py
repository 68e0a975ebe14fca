"""What claims about one thing come to."""

from datetime import date
from typing import Any

from graph.claim import Claim, Marker, Status, Value
from graph.confidence import independent_groups
from graph.source import Reliability, Source
from graph.store.derive import Trust, is_contested, name_of, properties_of, times_of, type_of
from ontology.vocabulary import Vocabulary

SOURCES = tuple(
    Source(name, "d", name, reliability=Reliability(grade), derived_from=origins)
    for name, grade, origins in (("a", "A", ()), ("b", "B", ()), ("c", "C", ()), ("echo", "C", ("c",)))
)
TRUST = Trust({source.id: source for source in SOURCES}, independent_groups(SOURCES))


def deal(source: str, value: Value | None = None, **said: Any) -> Claim:
    return Claim("deal", "Transfer", source, (value,) if value else (), **said)


def usd(number: float, marker: Marker = Marker.EXACT, **more: Any) -> Value:
    return Value("value", number, marker, unit="USD", **more)


def test_confidence_counts_what_repeats_once():
    one, two, echo = deal("b", credibility=2), deal("c", credibility=2), deal("echo", credibility=2)
    assert TRUST.confidence([one]) == round(0.85 * 0.85, 6)
    assert TRUST.confidence([one, two]) == round(1 - (1 - 0.85 * 0.85) * (1 - 0.65 * 0.85), 6)
    assert TRUST.confidence([two, echo]) == TRUST.confidence([two])
    assert TRUST.confidence([]) == 0


def test_the_class_is_the_one_with_most_weight():
    claims = [Claim("x", "Firm", "c", ()), Claim("x", "Organisation", "a", ()), Claim("x", "State", "c", ())]
    assert type_of(claims, TRUST) == "Organisation"
    assert type_of(claims[::2], TRUST) == "Firm"


def test_the_name_is_english_if_there_is_one():
    french, plain = Value("name", "Maroc", lang="fr"), Value("name", "Marokko")
    english = Value("name", "Morocco", lang="en"), Value("name", "Kingdom of Morocco", lang="en")
    claims = [Claim("m", "State", "a", (french,)), Claim("m", "State", "c", (plain,))]
    assert name_of(claims[:1], ("name",), TRUST) == "Maroc"
    assert name_of(claims, ("name",), TRUST) == "Marokko"
    claims += [Claim("m", "State", "c", english[1:]), Claim("m", "State", "b", english[:1])]
    assert name_of(claims, ("name",), TRUST) == "Morocco"
    denied = [Claim("m", "State", "a", (french,), status=Status.DENIED)]
    assert name_of(denied, ("name",), TRUST) is None


def test_of_rival_values_the_best_supported_is_shown(vocabulary: Vocabulary):
    claims = [deal("b", usd(500)), deal("c", usd(585)), deal("echo", usd(585))]
    assert properties_of(claims, "Transfer", vocabulary, TRUST) == {"value": 500, "valueUnit": "USD"}
    claims.append(deal("a", usd(585, Marker.APPROXIMATE, upper=600)))
    shown = {"value": 585, "valueUnit": "USD", "valueMarker": "approximate", "valueUpper": 600}
    assert properties_of(claims, "Transfer", vocabulary, TRUST) == shown


def test_what_is_unknown_or_denied_is_no_value(vocabulary: Vocabulary):
    unknown = Value("value", None, Marker.UNKNOWN)
    claims = [deal("a", unknown), deal("a", usd(1), status=Status.DENIED)]
    assert properties_of(claims, "Transfer", vocabulary, TRUST) == {}


def test_what_may_have_several_values_is_a_list_of_one_kind(vocabulary: Vocabulary):
    def states(*aliases: Any) -> list[Claim]:
        return [Claim("m", "State", "a", tuple(Value("alias", alias) for alias in aliases))]

    assert properties_of(states("b", "a", "b"), "State", vocabulary, TRUST) == {"alias": ["a", "b"]}
    assert properties_of(states(1, 2.5), "State", vocabulary, TRUST) == {"alias": [1.0, 2.5]}
    assert properties_of(states("x", 1), "State", vocabulary, TRUST) == {"alias": ["1", "x"]}
    united = [Claim("m", "State", "a", (Value("alias", 20000, unit="km"), Value("alias", 3)))]
    assert properties_of(united, "State", vocabulary, TRUST) == {"alias": ["20,000 km", "3"]}


def test_properties_that_the_ontology_does_not_have_are_left_to_the_claims(vocabulary: Vocabulary):
    assert properties_of([deal("a", Value("colour", "red"))], "Transfer", vocabulary, TRUST) == {}


def test_times_are_the_texts_and_the_outermost_days(vocabulary: Vocabulary):
    claims = [deal("a", valid="2022"), deal("b", valid="2021-11-24/2022-02"), deal("c")]
    shown = {"valid": ["2021-11-24/2022-02", "2022"], "start": date(2021, 11, 24), "end": date(2022, 12, 31)}
    assert times_of(claims, vocabulary) == shown
    assert times_of(claims[2:], vocabulary) == {"valid": []}
    stake = Claim("s", "Ownership", "a", (), valid="2021")
    assert times_of([stake], vocabulary) == {"valid": ["2021"], "start": date(2021, 1, 1)}


def test_what_is_contested(vocabulary: Vocabulary):
    def contested(*claims: Claim) -> bool:
        return is_contested(claims, "Transfer", vocabulary)

    assert contested(deal("a", usd(500)), deal("b", usd(585)))
    assert contested(deal("a", usd(500), valid="2022"), deal("b", usd(585)))
    assert not contested(deal("a", usd(500)), deal("b", usd(500)))
    assert not contested(deal("a", usd(500)), deal("b", usd(585), status=Status.DENIED))
    assert not contested(deal("a", Value("goods", "radars")), deal("b", Value("goods", "missiles")))
    assert not contested()
