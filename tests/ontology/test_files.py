"""The ontology's own files: is everything declared, defined, worded and aligned as it should be?"""

import re
from collections import Counter

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, URIRef

from graph.claim import Marker, Status
from graph.naming import is_identifier
from graph.source import CREDIBILITY_WEIGHT, Reliability
from ontology.iri import NAMESPACE
from ontology.vocabulary import PACKAGED, load_vocabulary

KNOWN = load_vocabulary()
FILES = sorted(PACKAGED.glob("*.ttl"))
PROPERTY_TYPES = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
LABELS_OF_THE_STORE = {"Claim", "Source", "Dataset", "Revision", "Entity", "Relationship", "Concept", "ConceptScheme"}
LABELS_OF_THE_STORE |= {"OntologyClass", "OntologyProperty", "Record", "Store", "Lease"}


def own(graph: Graph, kind: URIRef) -> set[URIRef]:
    return {s for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef) and s.startswith(NAMESPACE)}


@pytest.fixture(scope="module")
def triples() -> Graph:
    graph = Graph()
    for path in FILES:
        graph.parse(path)
    return graph


def test_everything_that_is_mentioned_is_declared(triples: Graph) -> None:
    mentioned = {n for triple in triples for n in triple if isinstance(n, URIRef) and n.startswith(NAMESPACE)}
    assert mentioned
    assert mentioned - set(triples.subjects(RDF.type, None)) == set()


def test_every_predicate_of_ours_is_a_property_of_one_kind(triples: Graph) -> None:
    predicates = {p for p in triples.predicates() if p.startswith(NAMESPACE)}
    properties = set().union(*(own(triples, kind) for kind in PROPERTY_TYPES))
    assert predicates <= properties
    assert {p: n for p in properties if (n := len(PROPERTY_TYPES & set(triples.objects(p, RDF.type)))) != 1} == {}


def test_ranges_fit_the_kind_of_property(triples: Graph) -> None:
    for prop in own(triples, OWL.DatatypeProperty):
        for range_ in triples.objects(prop, RDFS.range):
            assert re.search(r"XMLSchema#|langString|EDTF", str(range_)), prop
    for prop in own(triples, OWL.ObjectProperty):
        for range_ in triples.objects(prop, RDFS.range):
            assert not re.search(r"XMLSchema#|langString|EDTF", str(range_)), prop


def test_the_vocabulary_misses_nothing_that_the_files_declare(triples: Graph) -> None:
    kinds = (OWL.Class, *PROPERTY_TYPES, SKOS.Concept, SKOS.ConceptScheme)
    declared = set().union(*(own(triples, kind) for kind in kinds))
    assert {URIRef(term.iri) for term in KNOWN.terms()} == declared


def test_every_term_has_a_label_and_a_definition_in_a_sentence() -> None:
    for term in KNOWN.terms():
        assert re.fullmatch(r"\S.*[^.\s]", term.label) or len(term.label) == 1, term
        assert re.fullmatch(r"[A-Z0-9\"].*\.", term.definition), term
        assert term.definition.rstrip(".").casefold() != term.label.casefold(), term


def test_scope_notes_are_sentences_too() -> None:
    notes = [term.scope_note for term in KNOWN.terms() if term.scope_note is not None]
    assert len(notes) > 30
    assert [note for note in notes if not re.fullmatch(r"[A-Z\"].*\.", note)] == []


def test_no_two_terms_of_a_kind_share_a_label() -> None:
    for part in (KNOWN.entities, KNOWN.relationships, KNOWN.roles, KNOWN.projections, KNOWN.schemes):
        labels = Counter(term.label for term in part.values())
        assert [label for label, count in labels.items() if count > 1] == []
    for scheme in KNOWN.schemes.values():
        assert max(Counter(c.label for c in scheme.concepts.values()).values()) == 1, scheme.name


def test_alignments_are_iris_of_others() -> None:
    aligned = [(term, iri) for term in KNOWN.terms() for _, iri in term.alignments]
    assert len(aligned) > 100
    for term, iri in aligned:
        assert re.fullmatch(r"https?://[a-z0-9.-]+/\S+", iri), term
        assert not iri.startswith(NAMESPACE), term
        if iri.startswith("http://www.wikidata.org"):
            assert re.fullmatch(r"http://www\.wikidata\.org/entity/[QP][1-9][0-9]*", iri), term


@pytest.mark.parametrize(
    "partner",
    [
        "http://www.wikidata.org/",
        "https://schema.org/",
        "http://www.w3.org/ns/org#",
        "http://www.w3.org/ns/prov#",
        "https://w3id.org/ftm#",
    ],
)
def test_each_partner_vocabulary_is_aligned_to(partner: str) -> None:
    assert sum(iri.startswith(partner) for term in KNOWN.terms() for _, iri in term.alignments) >= 5


def test_stix_types_are_kept_as_identifiers(triples: Graph) -> None:
    types = {str(o) for s, o in triples.subject_objects(DCTERMS.identifier) if str(o).startswith("stix")}
    assert types == {f"stix2.1:{kind}" for kind in ("identity", "location", "relationship", "report")}


def test_concepts_keep_the_rules_of_skos(triples: Graph) -> None:
    for concept in own(triples, SKOS.Concept):
        (scheme,) = triples.objects(concept, SKOS.inScheme)
        broader = set(triples.objects(concept, SKOS.broader))
        assert all((b, SKOS.inScheme, scheme) in triples for b in broader), concept
        assert ((concept, SKOS.topConceptOf, scheme) in triples) == (not broader), concept
        assert all(concept not in triples.transitive_objects(b, SKOS.broader) for b in broader), concept
        assert concept == URIRef(f"{scheme}-{triples.value(concept, SKOS.notation)}")


def test_every_class_of_things_has_a_colour_of_its_own() -> None:
    colours = Counter(kind.colour for kind in KNOWN.entities.values())
    assert [colour for colour, count in colours.items() if count > 1] == []


def test_no_class_takes_a_label_that_the_store_uses_for_something_else() -> None:
    assert set(KNOWN.entities) & LABELS_OF_THE_STORE == set()
    assert set(KNOWN.relationships) & LABELS_OF_THE_STORE == set()


# --- Relationships and the edges that follow ---


def test_every_role_has_players_that_are_classes_of_things() -> None:
    for role in KNOWN.roles.values():
        assert role.range
        assert set(role.range) <= set(KNOWN.entities), role.name
        redundant = [(a, b) for a in role.range for b in role.range if a != b and KNOWN.is_a(a, b)]
        assert redundant == [], role.name


def test_a_relationship_between_two_is_one_edge() -> None:
    binary = [kind for kind in KNOWN.relationships.values() if not kind.nary and kind.projections]
    assert len(binary) > 15
    for kind in binary:
        (projection,) = kind.projections
        assert (projection.source, projection.target) == tuple(role.name for role in kind.roles)


def test_whoever_plays_a_role_is_linked_to_someone() -> None:
    for kind in KNOWN.relationships.values():
        ends = {end for p in kind.projections for end in (p.source, p.target)}
        assert ends in ({role.name for role in kind.roles}, set()), kind.name


def test_statistics_and_identities_are_no_edges() -> None:
    assert {kind.name for kind in KNOWN.relationships.values() if not kind.projections} == {"Indicator", "Identity"}


def test_what_identifies_is_an_identifier_of_the_classes_it_identifies() -> None:
    identifying = {term.name: set(term.identifies) for term in KNOWN.properties.values() if term.identifies}
    assert identifying.keys() >= {"lei", "iso3166", "wikidata", "sipriName", "imo"}
    assert "cowCode" not in identifying  # one code stands for the Soviet Union and Russia
    assert identifying["sipriName"] == {"State"}  # one designation may stand for several systems
    for name, classes in identifying.items():
        assert is_identifier(KNOWN.properties[name])
        assert all(kind == "Entity" or name in KNOWN.properties_of(kind) for kind in classes), name


def test_about_as_many_relationship_classes_as_a_reader_can_keep_in_mind() -> None:
    assert 25 <= len(KNOWN.relationships) <= 32


def test_edges_read_as_sentences() -> None:
    for projection in KNOWN.projections.values():
        concepts: list[str | None] = [None, *(name for name, _, _ in projection.wordings)]
        for words in (projection.say(c, inverse=i) for c in concepts for i in (False, True)):
            assert re.fullmatch(r"[a-z][\w' -]*\w", words), (projection.name, words)


def test_both_directions_are_worded_differently_unless_symmetric() -> None:
    for projection in KNOWN.projections.values():
        assert (projection.phrase == projection.inverse_phrase) == projection.symmetric, projection.name


def test_words_about_arms_between_actors_are_not_said_of_systems() -> None:
    worded = [p for p in KNOWN.projections.values() if p.phrased_by == "transferStatus"]
    assert {p.name for p in worded} == {"supplies", "suppliesSystem", "acquires"}
    for projection in worded:
        said = [word for _, *words in projection.wordings for word in words]
        assert len(said) == 2 * len(KNOWN.schemes["TransferStatus"].concepts)
        assert all(("arms" in words) == (projection.name == "supplies") for words in said)


@pytest.mark.parametrize(
    ("source", "projection", "concept", "target", "sentence"),
    [
        ("IAI", "owns", "subsidiary", "ELTA", "ELTA is a subsidiary of IAI"),
        ("IAI", "owns", "division", "Malat", "Malat is a division of IAI"),
        ("US", "partyTo", "broker", "Declaration", "Declaration was brokered by US"),
        ("Algeria", "hasRelationsWith", "severed", "Morocco", "Morocco had relations severed by Algeria"),
        ("Algeria", "takesStanceOn", "criticises", "ties", "ties is criticised by Algeria"),
        ("Morocco", "acquires", "negotiating", "Harop", "Harop is under negotiation with Morocco"),
        ("ATMOS", "hasPart", "platform", "truck", "truck carries ATMOS"),
        ("plant", "produces", None, "SpyX", "SpyX is produced at plant"),
    ],
)
def test_a_kind_words_the_edge(source: str, projection: str, concept: str | None, target: str, sentence: str) -> None:
    assert f"{target} {KNOWN.projections[projection].say(concept, inverse=True)} {source}" == sentence


def test_a_break_of_relations_names_who_broke_them() -> None:
    assert KNOWN.projections["hasRelationsWith"].symmetric
    assert KNOWN.projections["hasRelationsWith"].say("severed") == "severed relations with"


# --- Vocabularies that others fixed ---


def test_sipri_s_twelve_categories_are_there_at_the_top() -> None:
    sipri = "aircraft|air_defence_systems|anti_submarine_warfare_weapons|armoured_vehicles|artillery|engines|missiles|"
    sipri += "naval_weapons|other|satellites|sensors|ships"
    concepts = KNOWN.schemes["WeaponCategory"].concepts
    assert [concepts[name].broader for name in sipri.split("|")] == [None] * 12


def test_atop_s_five_obligations() -> None:
    assert set(KNOWN.schemes["Obligation"].concepts) == {
        "defence",
        "offence",
        "neutrality",
        "non_aggression",
        "consultation",
    }


def test_grades_markers_and_statuses_are_those_that_claims_may_have() -> None:
    assert set(KNOWN.schemes["Reliability"].concepts) == {grade.value for grade in Reliability}
    assert set(KNOWN.schemes["Credibility"].concepts) == {str(grade) for grade in CREDIBILITY_WEIGHT}
    assert set(KNOWN.schemes["Marker"].concepts) == {marker.value for marker in Marker}
    assert set(KNOWN.schemes["ClaimStatus"].concepts) == {status.value for status in Status}


@pytest.mark.parametrize("status", ["offered", "negotiating", "approved", "suspended", "cancelled"])
def test_a_deal_that_is_not_made_is_not_in_effect(status: str) -> None:
    assert not KNOWN.concept("TransferStatus", status).in_effect


@pytest.mark.parametrize("status", ["ordered", "delivering", "delivered"])
def test_a_deal_that_is_made_is_in_effect(status: str) -> None:
    assert KNOWN.concept("TransferStatus", status).in_effect


def test_trend_indicator_values_are_never_money() -> None:
    assert {KNOWN.properties[name].kind for name in ("tivOrdered", "tivDelivered")} == {"number"}
