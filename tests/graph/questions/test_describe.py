"""What is known of this? Every side of it, with its source."""

import pytest

from graph.claim import Marker, Status, Value
from graph.errors import BadQuestion, UnknownEntity
from graph.questions.datasets import describe_dataset, list_datasets
from graph.questions.describe import (
    describe_claim,
    describe_entity,
    describe_relationship,
    describe_source,
    list_relationships,
    list_revisions,
)
from graph.questions.receipt import Answer
from graph.snapshot import Snapshot
from graph.view import View
from tests.graph.worlds import (
    DEAL,
    DEAL_AGAIN,
    FORGE_WORLD,
    STAKE,
    THINGS,
    VOCABULARY,
    claim,
    denial,
    forge_world,
    thing,
    world,
)

NAMES = [
    Value("name", "Anvil", lang="en"),
    Value("name", "Enclume", lang="fr"),
    Value("alias", "ANV", lang="en"),
    Value("formerName", "Old Anvil", lang="en"),
]
ANVIL = claim(
    "anvil", "Firm", name=NAMES[:2], alias=NAMES[2], formerName=NAMES[3], lei="X" * 18 + "01", established="1990"
)


def properties(answer: Answer) -> dict[str, object]:
    return {p["property"]: [v["value"] for v in p["values"]] for p in answer.data["properties"]}


def test_an_entity_with_names_and_identifiers() -> None:
    data = describe_entity(world(ANVIL, thing("hammer", "Firm"), STAKE), View(), "anvil").data
    assert data["names"] == {"en": ["Anvil"], "fr": ["Enclume"]}
    assert [(a["value"], a["property"]) for a in data["aliases"]] == [("ANV", "alias"), ("Old Anvil", "formerName")]
    assert data["identifiers"] == {"lei": ["X" * 18 + "01"]}
    assert data["relationships"] == {"Ownership": 1}
    assert data["classes"] == ["Firm", "Actor", "Entity"]
    (established,) = [p for p in data["properties"] if p["property"] == "established"]
    assert established["values"][0]["claims"][0]["source"]["title"] == "Northland Gazette"


def test_sources_that_agree_stand_behind_one_value() -> None:
    other = claim("anvil", "Firm", "herald", established="1990")
    data = describe_entity(world(ANVIL, other), View(), "anvil").data
    (value,) = next(p for p in data["properties"] if p["property"] == "established")["values"]
    assert {c["source"]["id"] for c in value["claims"]} == {"gazette", "herald"}
    assert value["confidence"] == 1.0


def test_sources_that_differ_stand_side_by_side() -> None:
    other = claim("anvil", "Firm", "herald", established=Value("established", "1991", Marker.APPROXIMATE))
    data = describe_entity(world(ANVIL, other), View(), "anvil").data
    found = next(p for p in data["properties"] if p["property"] == "established")
    assert found["contested"]
    assert [(v["value"], v["marker"], v["label"]) for v in found["values"]] == [
        ("1990", "exact", "1990"),
        ("1991", "approximate", "about 1991"),
    ]


def test_several_aliases_are_no_contest() -> None:
    other = claim("anvil", "Firm", "herald", alias=Value("alias", "Nvl", lang="en"))
    data = describe_entity(world(ANVIL, other), View(), "anvil").data
    assert not next(p for p in data["properties"] if p["property"] == "alias")["contested"]


def test_what_a_source_does_not_know_is_said() -> None:
    unknown = claim("anvil", "Firm", established=Value("established", None, Marker.UNKNOWN))
    data = describe_entity(world(unknown), View(), "anvil").data
    (value,) = next(p for p in data["properties"] if p["property"] == "established")["values"]
    assert (value["value"], value["marker"], value["label"]) == (None, "unknown", "unknown")


@pytest.mark.parametrize(
    ("view", "values"),
    [
        (View(), [585, 500]),
        (View(sources=("herald",)), [500]),
        (View(without=(DEAL.id,)), [585]),
        (View(min_confidence=0.9), [585]),
        (View(as_of="2021"), None),
    ],
)
def test_a_record_shows_what_the_view_believes(view: View, values: list[int] | None) -> None:
    assert properties(describe_relationship(forge_world(), view, "deal")).get("value") == values


def test_a_relationship_with_roles_values_and_claims() -> None:
    answer = describe_relationship(forge_world(), View(), "deal")
    data = answer.data
    assert {r["role"]: [p["entity"]["name"] for p in r["players"]] for r in data["roles"]} == {
        "supplier": ["Anvil"],
        "recipient": ["Northland"],
        "system": ["Kite"],
    }
    assert (data["start"], data["end"], data["contested"]) == ("2022", "2022", True)
    assert {c["id"] for c in data["claims"]} == {DEAL.id, DEAL_AGAIN.id} == set(answer.receipt.claims)
    assert sorted(e["phrase"] for e in data["edges"]) == ["acquires", "supplies arms to", "supplies the system"]


def test_a_denied_value_is_contested_and_shows_both() -> None:
    no = denial("deal", "Transfer", "rumour", supplier="anvil", recipient="northland", value=500)
    data = describe_relationship(forge_world(no), View(), "deal").data
    value = next(v for p in data["properties"] if p["property"] == "value" for v in p["values"] if v["value"] == 500)
    assert [c["status"] for c in value["denied_by"]] == ["denied"]
    assert all(r["contested"] for r in data["roles"] if r["role"] != "system")
    strict = describe_relationship(forge_world(no), View(policy="strict"), "deal")
    assert properties(strict)["value"] == [585]


def test_an_unknown_supplier_has_no_entity() -> None:
    deal = claim("x", "Transfer", recipient="northland", supplier=Value("supplier", None, Marker.UNKNOWN))
    data = describe_relationship(world(*THINGS, deal), View(), "x").data
    assert [p["entity"] for r in data["roles"] if r["role"] == "supplier" for p in r["players"]] == [None]


def names(answer: Answer) -> list[str]:
    return [row["relationship"]["id"] for row in answer.data]


FIGURE = claim("exports", "Indicator", subject=Value("subject", "anvil"), measure="revenue", period="2024")


def figure_world() -> Snapshot:
    return forge_world(FIGURE.__class__(FIGURE.subject, FIGURE.type, FIGURE.source, FIGURE.values, credibility=1))


def test_relationships_of_an_entity_statistics_included() -> None:
    answer = list_relationships(figure_world(), View(), "anvil")
    assert names(answer) == ["exports", "anvil-hammer", "southland-anvil", "westland-anvil", "deal"]
    exports = answer.data[0]
    assert (exports["roles"], exports["edges"], exports["others"]) == (["subject"], [], [])
    assert {v["label"] for v in exports["values"]} == {"measure: revenue", "period: 2024"}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"type": "Ownership"}, ["anvil-hammer", "southland-anvil", "westland-anvil"]),
        ({"direction": "out"}, ["anvil-hammer", "deal"]),
        ({"direction": "in"}, ["southland-anvil", "westland-anvil"]),
        ({"type": "Ownership", "direction": "out"}, ["anvil-hammer"]),
    ],
)
def test_by_class_and_direction(asked: dict[str, str], expected: list[str]) -> None:
    assert names(list_relationships(forge_world(), View(), "anvil", **asked)) == expected  # type: ignore[arg-type]


def test_pages_follow_one_another() -> None:
    snapshot, cursor, found = forge_world(), None, []
    for _ in range(10):
        page = list_relationships(snapshot, View(), "anvil", limit=2, cursor=cursor)
        found += names(page)
        if (cursor := page.next) is None:
            break
    assert found == names(list_relationships(snapshot, View(), "anvil"))
    with pytest.raises(BadQuestion):
        list_relationships(
            snapshot, View(), "hammer", cursor=list_relationships(snapshot, View(), "anvil", limit=1).next
        )


def test_a_claim_with_its_history() -> None:
    snapshot = world(*THINGS, gone=[DEAL])
    data = describe_claim(snapshot, View(), DEAL.id).data
    assert data["about"] == {"id": "deal", "name": "transfer deal", "type": "Transfer"}
    assert (data["dataset"], data["history"]) == ("press", [{"recorded": 1, "retracted": 3}])
    assert data["source"]["id"] == "herald"
    assert {"property": "value", "value": 500} in data["values"]
    assert data["status"] == Status.ASSERTED


def test_a_source_and_what_it_repeats() -> None:
    data = describe_source(forge_world(), View(), "echo").data
    assert (data["derived_from"], data["reliability"], data["claim_count"]) == (["herald"], "C", 0)
    assert describe_source(forge_world(), View(), "yearbook").data["claim_count"] == 1


def test_datasets_and_revisions() -> None:
    snapshot = forge_world()
    data = describe_dataset(snapshot, View(), "register").data
    assert (data["coverage"], data["source_count"], data["claim_count"]) == ("Deliveries, 2000 to 2024.", 1, 1)
    assert [s["id"] for s in data["sources"]] == ["yearbook"]
    assert [d["id"] for d in list_datasets(snapshot, View()).data] == ["press", "register"]
    assert [r["number"] for r in list_revisions(snapshot, View()).data] == [3, 2, 1]


def test_a_dataset_says_of_when_it_is_and_how_much_it_holds() -> None:
    press, register = list_datasets(forge_world(), View()).data
    assert (press["released"], press["loaded"]["revision"]) == ("2022", 3)
    assert (register["released"], register["loaded"]) == (
        "2024",
        {"revision": 2, "committed": "2024-06-30T10:00:00Z"},
    )
    counts = ("claim_count", "entity_count", "relationship_count")
    assert [register[name] for name in counts] == [1, 0, 1]
    standing = [c for c in FORGE_WORLD if c is not DEAL_AGAIN]
    entities = {c.subject for c in standing if c.type in VOCABULARY.entities}
    assert [press[name] for name in counts] == [
        len(standing),
        len(entities),
        len({c.subject for c in standing} - entities),
    ]


def test_what_was_retracted_is_not_counted() -> None:
    kite = thing("kite", "System")
    (press, _) = list_datasets(world(thing("anvil", "Firm"), gone=[kite]), View()).data
    assert (press["claim_count"], press["entity_count"]) == (1, 1)


def test_what_is_not_there() -> None:
    snapshot = forge_world()
    for describe in (describe_entity, describe_relationship, describe_claim, describe_source, describe_dataset):
        with pytest.raises(UnknownEntity):
            describe(snapshot, View(), "nothing-like-it")
