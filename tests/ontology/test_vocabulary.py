"""Asking the ontology: what a loader, the store, the API and a page want to know of it."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.errors import OntologyError
from ontology.vocabulary import PACKAGED, load_vocabulary

KNOWN = load_vocabulary()
NAMES = sorted({*KNOWN.entities, *KNOWN.relationships, *KNOWN.properties})


def test_the_packaged_ontology_is_read_once() -> None:
    assert load_vocabulary() is load_vocabulary()


def test_a_folder_named_by_its_path_gives_the_same_terms() -> None:
    assert load_vocabulary(PACKAGED).terms() == KNOWN.terms()


def test_the_version_is_the_ontology_s() -> None:
    assert KNOWN.version == "1.0.0"


def test_nothing_can_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        KNOWN.version = "2"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        KNOWN.entities["Firm"].label = "company"  # type: ignore[misc]
    with pytest.raises(TypeError):
        KNOWN.entities["Firm"] = KNOWN.entities["State"]  # type: ignore[index]
    with pytest.raises(TypeError):
        KNOWN.schemes["Marker"].concepts["exact"] = KNOWN.concept("Marker", "unknown")  # type: ignore[index]


def test_labels_go_from_the_class_up_to_the_root() -> None:
    assert KNOWN.labels("StateGroup") == ("StateGroup", "Group", "Actor", "Entity")
    assert KNOWN.labels("Ownership") == ("Ownership", "Relationship")


@pytest.mark.parametrize(
    ("name", "ancestor", "expected"),
    [
        ("Firm", "Firm", True),
        ("Firm", "Actor", True),
        ("Firm", "Entity", True),
        ("Facility", "Place", True),
        ("Firm", "Place", False),
        ("Firm", "Relationship", False),
        ("Transfer", "Relationship", True),
    ],
)
def test_is_a(name: str, ancestor: str, expected: bool) -> None:
    assert KNOWN.is_a(name, ancestor) is expected


def test_roots_are_no_classes_to_describe_a_thing_as() -> None:
    assert {"Entity", "Relationship"} & {*KNOWN.entities, *KNOWN.relationships} == set()
    assert KNOWN.entities["Actor"].abstract
    assert not KNOWN.entities["Place"].abstract


def test_parent_and_ancestors() -> None:
    assert KNOWN.entities["Actor"].parent is None
    assert KNOWN.entities["StateGroup"].parent == "Group"
    assert KNOWN.entities["StateGroup"].ancestors == ("Group", "Actor")


def test_properties_are_inherited() -> None:
    firm = KNOWN.properties_of("Firm")
    assert {"lei", "dissolved", "name"} <= set(firm)
    assert "share" not in firm
    assert {"share", "description"} <= set(KNOWN.properties_of("Ownership"))


def test_a_role_is_required_where_it_must_be() -> None:
    assert KNOWN.roles_of("Manufacture")["manufacturer"].required
    assert not KNOWN.roles_of("Transfer")["manufacturer"].required
    assert not KNOWN.roles["manufacturer"].required
    assert not any(role.required for role in KNOWN.roles_of("Transfer").values())


def test_roles_begin_with_the_ends_of_the_edge() -> None:
    assert list(KNOWN.roles_of("Recognition")) == ["recogniser", "beneficiary", "territory"]
    assert list(KNOWN.roles_of("Transfer"))[:3] == ["supplier", "recipient", "system"]
    assert list(KNOWN.roles_of("Indicator")) == ["subject", "counterpart"]


def test_three_roles_make_a_node() -> None:
    assert KNOWN.relationships["Recognition"].nary
    assert not KNOWN.relationships["Ownership"].nary


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("share", "number"),
        ("value", "amount"),
        ("quantityOrdered", "integer"),
        ("orderDate", "date"),
        ("transferStatus", "concept"),
        ("website", "iri"),
        ("description", "text"),
    ],
)
def test_kinds_of_values(name: str, kind: str) -> None:
    assert KNOWN.properties[name].kind == kind


def test_functional_properties_have_one_value_at_a_time() -> None:
    one = ("share", "value", "quantityOrdered", "orderDate", "facilityStatus", "endurance", "range")
    many = ("alias", "covers", "description", "obligation", "deliveryDate")
    assert {name: KNOWN.properties[name].functional for name in (*one, *many)} == dict.fromkeys(one, True) | (
        dict.fromkeys(many, False)
    )


def test_names_have_a_language() -> None:
    assert KNOWN.properties["name"].language_tagged
    assert not KNOWN.properties["description"].language_tagged


def test_neo4j_types_are_upper_snake_case() -> None:
    assert KNOWN.projections["approvesTransferTo"].edge == "APPROVES_TRANSFER_TO"
    assert KNOWN.roles["supplier"].edge == "SUPPLIER"


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: KNOWN.labels("Frim"), "'Frim' is no class. Did you mean Firm?"),
        (lambda: KNOWN.properties_of("Ownershp"), "'Ownershp' is no class. Did you mean Ownership?"),
        (lambda: KNOWN.roles_of("Firm"), "'Firm' is no relationship class."),
        (lambda: KNOWN.concept("TransferStatus", "orderd"), "Did you mean ordered?"),
        (lambda: KNOWN.concept("TransferStatuses", "ordered"), "'TransferStatuses' is no concept scheme."),
    ],
)
def test_unknown_names_are_refused_with_the_nearest(ask: Callable[[], object], message: str) -> None:
    with pytest.raises(OntologyError) as refused:
        ask()
    assert message in str(refused.value)


def test_what_is_like_nothing_gets_the_known_ones() -> None:
    with pytest.raises(OntologyError, match=r"Known are: asserted, denied\."):
        KNOWN.concept("ClaimStatus", "xyzzy")


@given(st.sampled_from(NAMES))
def test_a_known_name_suggests_itself(name: str) -> None:
    assert KNOWN.suggest(name, NAMES) == name


@given(st.sampled_from([n for n in NAMES if len(n) > 5]), st.data())
def test_two_letters_swapped_still_suggest_a_name_as_near(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 2))
    typo = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    suggestion = KNOWN.suggest(typo, NAMES)
    assert suggestion == name or (suggestion is not None and len(suggestion) in range(len(name) - 1, len(name) + 2))


def test_nothing_is_suggested_for_what_is_far_from_all() -> None:
    assert KNOWN.suggest("qqqqqqqqqqq", NAMES) is None
    assert KNOWN.suggest("anything", []) is None


# --- Adding to it ---


def test_a_class_written_in_one_file_is_everywhere(folder: Path, add: Callable[[str], None]) -> None:
    add('dg:Airline a owl:Class ; rdfs:subClassOf dg:Firm ; dg:colour "#dd6b20" ;\n')
    add('    rdfs:label "airline"@en ; skos:definition "A firm that flies."@en .')
    known = load_vocabulary(folder)
    assert known.labels("Airline") == ("Airline", "Firm", "Actor", "Entity")
    assert known.properties_of("Airline") == known.properties_of("Firm")
    assert known.subclasses("Firm") == ("Firm", "Airline")
    assert known.suggest("Arline", known.entities) == "Airline"
    assert "Airline" in {term.name for term in known.terms()}
    assert any(known.is_a("Airline", players) for players in known.roles["owner"].range)
    assert "Airline" not in KNOWN.entities


def test_a_narrower_relationship_has_its_parent_s_roles_edges_and_dates(
    folder: Path, add: Callable[[str], None]
) -> None:
    add("dg:MajorityOwnership a owl:Class ; rdfs:subClassOf dg:Ownership ;")
    add('rdfs:label "majority ownership"@en ; skos:definition "More than half is owned."@en .')
    known = load_vocabulary(folder)
    kind = known.relationships["MajorityOwnership"]
    assert [role.name for role in kind.roles] == ["owner", "asset"]
    assert all(role.required for role in kind.roles)
    assert [p.edge for p in kind.projections] == ["OWNS"]
    assert (kind.temporality, kind.parent, kind.ancestors) == ("state", "Ownership", ("Ownership",))
    assert "share" in known.properties_of("MajorityOwnership")


def test_a_label_in_another_language_does_not_count_twice(folder: Path, add: Callable[[str], None]) -> None:
    add('dg:Firm rdfs:label "entreprise"@fr .')
    assert load_vocabulary(folder).entities["Firm"].label == "firm"
