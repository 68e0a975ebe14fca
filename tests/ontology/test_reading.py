"""Mistakes in the ontology's files: each is refused with the term, the file and what to do."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ontology.errors import OntologyError
from ontology.vocabulary import load_vocabulary

WORDS = 'rdfs:label "thing"@en ; skos:definition "A thing."@en'
PLAIN = f"owl:ObjectProperty , dg:Role ; {WORDS}"


def refused(folder: Path) -> str:
    with pytest.raises(OntologyError) as error:
        load_vocabulary(folder)
    return str(error.value)


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        (
            'dg:X a owl:Class ; rdfs:subClassOf dg:Firm ; dg:colour "#000000" ; skos:definition "A thing."@en .',
            "dg:X has no rdfs:label (defence.ttl). Add one",
        ),
        (
            'dg:X a owl:Class ; rdfs:subClassOf dg:Firm ; dg:colour "#000000" ; rdfs:label "x"@en .',
            "dg:X has no skos:definition (defence.ttl).",
        ),
        (f"dg:X a owl:Class ; rdfs:subClassOf dg:Firm ; {WORDS} .", "dg:X has no dg:colour (defence.ttl)."),
        (
            f'dg:X a owl:Class ; rdfs:subClassOf dg:Firm ; dg:colour "red" ; {WORDS} .',
            "dg:X has the colour 'red' (defence.ttl). Write it as #rrggbb",
        ),
        (
            f'dg:X a owl:Class ; rdfs:subClassOf dg:Frim ; dg:colour "#000000" ; {WORDS} .',
            "dg:X has the superclass dg:Frim, which is no class (defence.ttl).",
        ),
        (
            f"dg:X a owl:Class ; rdfs:subClassOf dg:Firm , dg:State ; {WORDS} .",
            "dg:X has more than one superclass: dg:Firm and dg:State (defence.ttl).",
        ),
        (f"dg:X a owl:Class ; rdfs:subClassOf dg:X ; {WORDS} .", "dg:X is a superclass of itself (defence.ttl)."),
        ('dg:X a owl:Clas ; rdfs:label "x"@en .', "dg:X is of no known kind (defence.ttl)."),
        ('dg:Firm rdfs:label "company"@en .', "dg:Firm has more than one rdfs:label: 'firm' and 'company'"),
        (
            f'dg:X-Y a owl:Class ; rdfs:subClassOf dg:Firm ; dg:colour "#000000" ; {WORDS} .',
            "dg:X-Y has a name that is no plain word (defence.ttl).",
        ),
    ],
)
def test_a_class(folder: Path, add: Callable[[str], None], turtle: str, message: str) -> None:
    add(turtle)
    assert message in refused(folder)


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        (f"dg:x a {PLAIN} ; dg:domainIncludes dg:Ownership .", "dg:x has no dg:rangeIncludes (defence.ttl)."),
        (f"dg:x a {PLAIN} ; dg:rangeIncludes dg:Firm .", "dg:x has no dg:domainIncludes (defence.ttl)."),
        (
            f"dg:x a {PLAIN} ; dg:domainIncludes dg:Ownership ; dg:rangeIncludes dg:Frim .",
            "dg:x has dg:rangeIncludes dg:Frim, which is no entity class (defence.ttl).",
        ),
        (
            f"dg:x a {PLAIN} ; dg:domainIncludes dg:Firm ; dg:rangeIncludes dg:Firm .",
            "dg:x has dg:domainIncludes dg:Firm, which is no relationship class (defence.ttl).",
        ),
        (
            f"dg:x a {PLAIN} ; dg:domainIncludes dg:Post ; dg:requiredIn dg:Visit ; dg:rangeIncludes dg:Firm .",
            "dg:x has dg:requiredIn dg:Visit, which is no class that has this role (defence.ttl).",
        ),
        (
            f"dg:x a {PLAIN} ; dg:domainIncludes dg:Post ; dg:rangeIncludes <http://example.org/Firm> .",
            "dg:x has dg:rangeIncludes http://example.org/Firm, which is no term of this ontology (defence.ttl).",
        ),
        (
            f"dg:OWNER a {PLAIN} ; dg:domainIncludes dg:Post ; dg:rangeIncludes dg:Firm .",
            "dg:owner and dg:OWNER would both be OWNER in Neo4j. Rename one.",
        ),
    ],
)
def test_a_role(folder: Path, add: Callable[[str], None], turtle: str, message: str) -> None:
    add(turtle)
    assert message in refused(folder)


DATA = f"owl:DatatypeProperty ; {WORDS} ; dg:domainIncludes dg:Firm"


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        (f"dg:x a {DATA} .", "dg:x has the range nothing (defence.ttl). Use one of: xsd:string"),
        (f"dg:x a {DATA} ; rdfs:range xsd:gYear .", "dg:x has the range xsd:gYear (defence.ttl)."),
        (
            f"dg:x a {DATA} ; rdfs:range skos:Concept .",
            "dg:x needs both or neither of rdfs:range skos:Concept and dg:scheme (defence.ttl).",
        ),
        (
            f"dg:x a {DATA} ; rdfs:range skos:Concept ; dg:scheme dg:Colours .",
            "dg:x has dg:scheme dg:Colours, which is no concept scheme (defence.ttl).",
        ),
        (f"dg:x a dg:Amount , {DATA} ; rdfs:range xsd:string .", "dg:x is a dg:Amount without the range xsd:decimal"),
        (
            f'dg:x a {DATA} ; rdfs:range xsd:string ; dg:pattern "^(" .'.replace("^(", "^($"),
            "dg:x has the pattern '^($', which is no regular expression",
        ),
        (f'dg:x a {DATA} ; rdfs:range xsd:string ; dg:pattern "[0-9]" .', "Anchor it with ^ and $."),
        (f'dg:x a {DATA} ; rdfs:range xsd:string ; dg:iriTemplate "http://a/" .', "Write {id} in it once"),
        (
            f"dg:x a owl:DatatypeProperty ; {WORDS} ; dg:domainIncludes dg:Frim ; rdfs:range xsd:string .",
            "dg:x has dg:domainIncludes dg:Frim, which is no class (defence.ttl).",
        ),
    ],
)
def test_a_property(folder: Path, add: Callable[[str], None], turtle: str, message: str) -> None:
    add(turtle)
    assert message in refused(folder)


EDGE = f'owl:ObjectProperty , dg:Projection ; {WORDS} ; dg:inverseLabel "is linked by"@en'
CLASS = f'dg:X a owl:Class ; rdfs:subClassOf dg:Relationship ; dg:temporality "state" ; {WORDS} ; dg:projects dg:x .'
ENDS = "\n".join(
    f"dg:{end} a {PLAIN} ; dg:domainIncludes dg:X ; dg:rangeIncludes dg:Firm ." for end in ("one", "other")
)
FROM_ONE = f"dg:x a {EDGE} ; dg:sourceRole dg:one"


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        (f"{CLASS} {ENDS}", "dg:X has dg:projects dg:x, which is no projection (defence.ttl)."),
        (f"{ENDS} {CLASS} {FROM_ONE} .", "dg:x has no dg:targetRole (defence.ttl)."),
        (
            f"{ENDS} {CLASS} {FROM_ONE} ; dg:targetRole dg:nobody .",
            "dg:x has dg:targetRole dg:nobody, which is no role (defence.ttl).",
        ),
        (
            f"{ENDS} {CLASS} {FROM_ONE} ; dg:targetRole dg:owner .",
            "dg:x leads between roles that dg:X does not have: dg:owner (defence.ttl).",
        ),
        (
            f"{ENDS} {CLASS} {FROM_ONE} ; dg:targetRole dg:other ; dg:phrasedBy dg:share .",
            "dg:x has dg:phrasedBy dg:share, which is no property with a concept scheme (defence.ttl).",
        ),
        (
            f"{ENDS} {CLASS} {FROM_ONE} ; dg:targetRole dg:other ; dg:phrasedBy dg:visitStatus .",
            "dg:x is phrased by dg:visitStatus, which dg:X does not have (defence.ttl).",
        ),
        (
            f"{ENDS} {CLASS} dg:x a owl:ObjectProperty , dg:Projection ; {WORDS} ; "
            "dg:sourceRole dg:one ; dg:targetRole dg:other .",
            "dg:x has no dg:inverseLabel (defence.ttl).",
        ),
        (
            f"dg:x a {EDGE} ; dg:sourceRole dg:owner ; dg:targetRole dg:asset .",
            "dg:x is projected by no relationship class (defence.ttl).",
        ),
        (f"{ENDS} {CLASS.replace('dg:x .', 'dg:owns .')}", "projects dg:owns, which dg:Ownership projects already"),
        (
            f"dg:X a owl:Class ; rdfs:subClassOf dg:Relationship ; {WORDS} . {ENDS}",
            "dg:X has no dg:temporality (defence.ttl).",
        ),
        (
            f'dg:X a owl:Class ; rdfs:subClassOf dg:Relationship ; dg:temporality "day" ; {WORDS} . {ENDS}',
            "dg:X has the temporality 'day' (defence.ttl). Use one of: state, event.",
        ),
        (
            f'dg:X a owl:Class ; rdfs:subClassOf dg:Relationship ; dg:temporality "state" ; {WORDS} .',
            "dg:X has fewer than two roles (defence.ttl).",
        ),
    ],
)
def test_a_relationship(folder: Path, add: Callable[[str], None], turtle: str, message: str) -> None:
    add(turtle)
    assert message in refused(folder)


CONCEPT = 'a skos:Concept ; skos:prefLabel "x"@en ; skos:definition "X."@en'


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        (f'dg:x {CONCEPT} ; skos:notation "x" .', "dg:x is not in exactly one scheme (defence.ttl)."),
        (f'dg:x {CONCEPT} ; skos:notation "x" ; skos:inScheme dg:Mark .', "which is no concept scheme (defence.ttl)."),
        (f"dg:x {CONCEPT} ; skos:inScheme dg:Marker .", "dg:x has no skos:notation (defence.ttl)."),
        (
            f'dg:x {CONCEPT} ; skos:notation "exact" ; skos:inScheme dg:Marker .',
            "has the notation 'exact', which is taken",
        ),
        (
            f'dg:x {CONCEPT} ; skos:notation "a b" ; skos:inScheme dg:Marker .',
            "has the notation 'a b', which is taken or",
        ),
        (
            f'dg:x {CONCEPT} ; skos:notation "x" ; skos:inScheme dg:Marker ; dg:phrase "does"@en .',
            "dg:x has words for one direction only (defence.ttl).",
        ),
        (
            f'dg:x {CONCEPT} ; skos:notation "x" ; skos:inScheme dg:Marker ; skos:broader dg:Obligation-defence .',
            "dg:x has skos:broader dg:Obligation-defence, which is no concept of dg:Marker (defence.ttl).",
        ),
        (f"dg:X a skos:ConceptScheme ; {WORDS} .", "dg:X has no concepts (defence.ttl)."),
        ('dg:x a dg:Wording ; dg:ofProjection dg:owns ; dg:phrase "x"@en .', "dg:x needs exactly one dg:ofProjection"),
        ("dg:x a dg:Wording ; dg:ofProjection dg:own .", "dg:x has dg:ofProjection dg:own, which is no projection"),
    ],
)
def test_a_concept(folder: Path, add: Callable[[str], None], turtle: str, message: str) -> None:
    add(turtle)
    assert message in refused(folder)


def test_a_term_that_two_files_define_names_both(folder: Path) -> None:
    text = (folder / "defence.ttl").read_text(encoding="utf-8")
    header, _, _ = text.partition("# === Actors")
    (folder / "more.ttl").write_text(f"{header}\ndg:Firm a owl:Class ; {WORDS} .", encoding="utf-8")
    message = refused(folder)
    assert "dg:Firm has more than one" in message
    assert "(defence.ttl, more.ttl)" in message


def test_broken_turtle_names_the_file_and_the_place(folder: Path, add: Callable[[str], None]) -> None:
    add("dg:Firm a owl:Class ; ; . .")
    message = refused(folder)
    assert message.startswith("defence.ttl is no well-formed Turtle: ")
    assert "line " in message


def test_bytes_that_are_no_text_are_refused(folder: Path) -> None:
    (folder / "more.ttl").write_bytes(b"\xff\xfe")
    assert refused(folder).startswith("more.ttl is no well-formed Turtle")


def test_an_empty_folder_is_no_ontology(tmp_path: Path) -> None:
    assert refused(tmp_path).endswith("Name a folder that holds .ttl files.")


def test_files_that_declare_no_ontology(folder: Path) -> None:
    path = folder / "meta.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("<https://w3id.org/defgraph/ns> a", "<https://example.org/ns> a"), encoding="utf-8")
    assert "declares the ontology" in refused(folder)
