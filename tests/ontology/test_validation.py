"""Checking data against the ontology: good graphs pass, each mistake is named."""

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Graph

from ontology.iri import NAMESPACE
from ontology.validation import Violation, validate
from ontology.vocabulary import load_vocabulary

PREFIXES = f"""
@prefix dg: <{NAMESPACE}> .
@prefix : <https://w3id.org/defgraph/id/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
CAST = """
:morocco a dg:State ; dg:name "Morocco"@en ; dg:iso3166 "MAR" .
:israel a dg:State ; dg:name "Israel"@en .
:iai a dg:Firm ; dg:name "Israel Aerospace Industries"@en ; dg:website <https://www.iai.co.il> .
:elta a dg:Firm ; rdfs:label "ELTA"@en .
:levy a dg:Person ; dg:name "Boaz Levy"@en .
:barak a dg:System ; dg:name "Barak MX"@en ; dg:category dg:WeaponCategory-air_defence_systems .
:mrad a dg:System ; dg:name "Barak MRAD"@en ; dg:range 35 .
:sahara a dg:Territory ; dg:name "Western Sahara"@en .
:mou a dg:Accord ; dg:name "Memorandum"@en ; dg:accordType dg:AccordType-memorandum .
:law a dg:Law ; dg:name "Law 10-20"@en .
"""
DEAL = """
:deal a dg:Transfer ; dg:supplier :iai ; dg:recipient :morocco ; dg:system :barak ; dg:negotiator :levy ;
    dg:transferStatus dg:TransferStatus-ordered ; dg:orderDate "2022-02"^^edtf:EDTF , "2023-02"^^edtf:EDTF ;
    dg:value 500000000 , 540000000.0 ; dg:unitNoun "systems" .
:stake a dg:Ownership ; dg:owner :iai ; dg:asset :elta ; dg:share 100.0 ; dg:ownershipKind dg:OwnershipKind-subsidiary .
:post a dg:Post ; dg:holder :levy ; dg:organisation :iai ; dg:title "chief executive" .
:parts a dg:Composition ; dg:whole :barak ; dg:part :mrad ; dg:partKind dg:PartKind-interceptor .
:share a dg:Indicator ; dg:subject :israel ; dg:measure dg:Measure-defence_exports ; dg:amount 14795000000 .
:says a dg:Recognition ; dg:recogniser :israel ; dg:beneficiary :morocco ; dg:territory :sahara .
"""
PROVENANCE = """
:c a dg:Claim ; dg:concerns :deal ; prov:wasDerivedFrom :s ; dg:claimStatus dg:ClaimStatus-asserted ;
    dg:credibility dg:Credibility-2 ; dg:weight 0.7 ; dg:says :v , :w ;
    dg:validFrom "2022-02-01"^^xsd:date ; dg:validTo "2022-02-28"^^xsd:date .
:v a dg:ClaimValue ; rdf:subject :deal ; rdf:predicate dg:value ; rdf:object 500000000 ; dg:unit "USD" .
:w a dg:ClaimValue ; rdf:subject :deal ; rdf:predicate dg:quantityOrdered ; dg:marker dg:Marker-unknown .
:s a dg:Source ; dct:title "A paper" ; dg:reliability dg:Reliability-C ; dct:isPartOf :d .
:d a dg:Dataset ; dct:title "Curated" ; dct:rights "CC BY 4.0" .
:r a dg:Revision ; dg:revisionNumber 1 .
"""


def check(turtle: str, *, derived: bool = True) -> tuple[Violation, ...]:
    return validate(Graph().parse(data=PREFIXES + turtle, format="turtle"), derived=derived)


def said(turtle: str) -> list[str]:
    return [violation.message for violation in check(CAST + turtle)]


def test_good_data_pass_with_rival_values_side_by_side() -> None:
    assert check(CAST + DEAL + PROVENANCE) == ()


def test_an_empty_graph_passes() -> None:
    assert check("") == ()


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        (":x a dg:Firm .", "An entity needs a name."),
        (":x a dg:Ownership ; dg:owner :iai .", "Ownership needs the role asset."),
        (":x a dg:Ownership ; dg:owner :barak ; dg:asset :elta .", "The owner in Ownership must be Actor."),
        (
            ":x a dg:Ownership ; dg:owner :iai ; dg:asset :morocco .",
            "The asset in Ownership must be Firm, Organisation, Facility or Vessel.",
        ),
        (":x a dg:Ownership ; dg:owner :iai ; dg:asset :nobody .", "The asset in Ownership must be Firm,"),
        (":x a dg:Ownership ; dg:owner :iai ; dg:asset :iai .", "Nothing owns itself."),
        (":iai dg:share 50 .", "Only Ownership or Acquisition has share."),
        (":iai dg:supplier :elta .", "Only Transfer has supplier."),
        (':morocco dg:lei "5299001ERX0K10IZUL40" .', "Only Firm, Organisation or GovernmentBody has lei."),
        (':iai dg:lei "MOROCCO" .', "The LEI must be text that matches ^[0-9A-Z]{18}[0-9]{2}$."),
        (':iai dg:wikidata "1028" .', "The Wikidata item must be text that matches ^Q[1-9][0-9]*$."),
        (':barak dg:range "far" .', "The range must be a number."),
        (":barak dg:range -5 .", "A range is above 0."),
        (":barak dg:sensor 5 .", "The sensor must be text."),
        (":iai dg:capital dg:Marker-exact .", "The capital must be an amount of money."),
        (':iai dg:established "yesterday" .', "The established must be a date or interval in EDTF."),
        (":barak dg:category dg:Marker-exact .", "The category must be one of: aircraft, air_defence_systems,"),
        (
            ":deal a dg:Transfer ; dg:supplier :iai ; dg:quantityOrdered 1.5 .",
            "The quantity ordered must be a whole number.",
        ),
        (":deal a dg:Transfer ; dg:system :barak .", "A transfer needs a supplier, a recipient or an origin."),
        (":deal a dg:Transfer ; dg:supplier :iai ; dg:value -1 .", "A value is not below 0."),
        (":x a dg:Acquisition ; dg:acquirer :iai ; dg:target :morocco .", "What is acquired must be a Firm,"),
        (":x a dg:Post ; dg:holder :iai ; dg:organisation :morocco .", "The holder of a post must be a Person."),
        (":x a dg:Composition ; dg:whole :barak ; dg:part :mou .", "The part of a composition must be a System."),
        (
            ":x a dg:Composition ; dg:whole :barak ; dg:part :barak .",
            "The whole of a composition must be a System, and",
        ),
        (":x a dg:AccordPart ; dg:whole :barak ; dg:part :mou .", "What an accord is part of must be an Accord, and"),
        (":x a dg:Replacement ; dg:newer :mou ; dg:older :barak .", "What replaces must be a System, and another one"),
        (
            ":x a dg:Supersession ; dg:newer :mou ; dg:older :law .",
            "Accords supersede accords, and laws supersede laws.",
        ),
        (":x a dg:Cooperation ; dg:actor :iai ; dg:counterpart :iai .", "The two sides must be different."),
        (":x a dg:Indicator ; dg:subject :iai ; dg:number 1 .", "An indicator needs a measure."),
        (
            ":x a dg:Recognition ; dg:recogniser :morocco ; dg:beneficiary :morocco ; dg:territory :sahara .",
            "Recognition is by someone else; what an actor claims for itself is a TerritorialClaim.",
        ),
    ],
)
def test_a_mistake_is_named(turtle: str, message: str) -> None:
    assert any(found.startswith(message) for found in said(turtle)), said(turtle)


@pytest.mark.parametrize("share", ["-0.1", "100.1", "140"])
def test_a_share_is_between_none_and_all(share: str) -> None:
    found = said(f":x a dg:Ownership ; dg:owner :iai ; dg:asset :elta ; dg:share {share} .")
    assert found == ["A share is between 0 and 100 percent."]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("dg:concerns :deal", "dg:concerns :deal , :stake", "A claim is about exactly one entity or relationship."),
        ("prov:wasDerivedFrom :s", "prov:wasDerivedFrom :iai", "A claim is made by exactly one source."),
        ("dg:ClaimStatus-asserted", "dg:Marker-exact", "A claim asserts or denies."),
        ("dg:credibility dg:Credibility-2 ;", "", "A claim has one credibility, 1 to 6."),
        ("dg:weight 0.7", "dg:weight 1.7", "A weight is between 0 and 1."),
        ('validTo "2022-02-28"', 'validTo "2021-02-28"', "Valid time begins before it ends."),
        ("dg:marker dg:Marker-unknown", 'dg:unit "x"', "A claim gives a value, or says that it is unknown."),
        ("rdf:object 500000000", "rdf:object 500000000 , 540000000", "A value has at most one object."),
        ('dct:title "A paper" ;', "", "A source has a title."),
        ("dg:reliability dg:Reliability-C ;", "", "A source has one reliability, A to F."),
        ("dct:isPartOf :d", "dct:isPartOf :iai", "A source belongs to exactly one dataset."),
        ('; dct:rights "CC BY 4.0"', "", "A dataset says under which licence it stands."),
        ("dg:revisionNumber 1", "dg:revisionNumber 0", "A revision has one number, from 1."),
    ],
)
def test_provenance_is_whole(old: str, new: str, message: str) -> None:
    assert old in PROVENANCE
    assert [v.message for v in check(CAST + DEAL + PROVENANCE.replace(old, new))] == [message]


def test_all_mistakes_are_told_at_once_and_in_order() -> None:
    found = check(":a a dg:Firm . :b a dg:State . :c a dg:Ownership .")
    assert [violation.focus.rpartition("/")[2] for violation in found] == ["a", "b", "c", "c"]
    assert found == check(":c a dg:Ownership . :b a dg:State . :a a dg:Firm .")


def test_a_violation_says_where_and_what() -> None:
    (found,) = check(CAST + ":stake a dg:Ownership ; dg:owner :iai ; dg:asset :elta ; dg:share 140 .")
    assert found == Violation(
        focus="https://w3id.org/defgraph/id/stake",
        path=f"{NAMESPACE}share",
        value="140",
        message="A share is between 0 and 100 percent.",
        shape="https://w3id.org/defgraph/shapes#Share-share",
        severity="Violation",
    )


def test_what_may_be_intended_is_a_warning() -> None:
    more = ":deal a dg:Transfer ; dg:supplier :iai ; dg:quantityOrdered 2 ; dg:quantityDelivered 3 ."
    bare = ":x a dg:Indicator ; dg:subject :iai ; dg:measure dg:Measure-revenue ."
    assert [violation.severity for violation in check(CAST + more + bare)] == ["Warning", "Warning"]


def test_the_shapes_written_by_hand_alone_leave_the_rest_to_others() -> None:
    wrong = CAST + ":x a dg:Ownership ; dg:owner :barak ; dg:asset :elta ; dg:share 140 ."
    assert [v.message for v in check(wrong, derived=False)] == ["A share is between 0 and 100 percent."]
    assert len(check(wrong)) == 2


def test_the_data_are_left_as_they_were() -> None:
    data = Graph().parse(data=PREFIXES + CAST, format="turtle")
    before = set(data)
    validate(data)
    assert set(data) == before


def test_an_added_class_is_checked_without_another_edit(folder: Path, add: Callable[[str], None]) -> None:
    add('dg:Airline a owl:Class ; rdfs:subClassOf dg:Firm ; dg:colour "#dd6b20" ;\n')
    add('    rdfs:label "airline"@en ; skos:definition "A firm that flies."@en .')
    add("dg:fleetSize a owl:DatatypeProperty ; dg:domainIncludes dg:Airline ; rdfs:range xsd:integer ;\n")
    add('    rdfs:label "fleet size"@en ; skos:definition "How many aircraft it has."@en .')
    known = load_vocabulary(folder)
    owned = ':ram a dg:Airline ; dg:name "RAM"@en ; dg:fleetSize 50 . '
    owned += ":x a dg:Ownership ; dg:owner :morocco ; dg:asset :ram ."
    assert validate(Graph().parse(data=PREFIXES + CAST + owned, format="turtle"), known) == ()
    wrong = ':ram a dg:Airline ; dg:fleetSize "many" . :iai dg:fleetSize 3 .'
    found = validate(Graph().parse(data=PREFIXES + CAST + wrong, format="turtle"), known)
    assert [violation.message for violation in found] == [
        "Only Airline has fleetSize.",
        "The fleet size must be a whole number.",
        "An entity needs a name.",
    ]


def test_an_ontology_without_shapes_of_its_own_is_checked_by_those_that_follow(folder: Path) -> None:
    (folder / "shapes.ttl").unlink()
    data = Graph().parse(data=f"{PREFIXES} :x a dg:Ownership ; dg:share 140 .", format="turtle")
    assert {violation.message for violation in validate(data, load_vocabulary(folder))} == {
        "Ownership needs the role asset.",
        "Ownership needs the role owner.",
    }
