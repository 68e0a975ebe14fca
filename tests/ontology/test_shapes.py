"""The shapes that follow from the vocabulary, and those written by hand, as SHACL."""

import pyshacl
from rdflib import RDF, RDFS, SH, BNode, Graph

from ontology.iri import NAMESPACE
from ontology.shapes import DG, SHAPES, class_tree, shapes_from
from ontology.vocabulary import PACKAGED, load_vocabulary

KNOWN = load_vocabulary()


def both() -> Graph:
    return shapes_from(KNOWN).parse(PACKAGED / "shapes.ttl")


def test_the_shapes_by_hand_are_well_formed_shacl() -> None:
    by_hand = Graph().parse(PACKAGED / "shapes.ttl")
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=by_hand, meta_shacl=True)
    assert conforms, text


def test_every_role_and_property_has_a_shape() -> None:
    targets = set(shapes_from(KNOWN).objects(None, SH.targetSubjectsOf))
    assert targets == {DG[name] for name in (*KNOWN.roles, *KNOWN.properties)}


def test_every_shape_with_a_name_explains_itself() -> None:
    shapes = both()
    named = {s for s in shapes.subjects(RDF.type, SH.PropertyShape) if not isinstance(s, BNode)}
    assert len(named) > 200
    assert {shape for shape in named if (shape, SH.message, None) not in shapes} == set()
    assert all(shape.startswith(str(SHAPES)) for shape in named)


def test_shapes_by_hand_speak_only_of_what_there_is() -> None:
    shapes = Graph().parse(PACKAGED / "shapes.ttl")
    named = {str(n).removeprefix(NAMESPACE) for t in shapes for n in t if str(n).startswith(NAMESPACE)}
    concepts = {c.iri.removeprefix(NAMESPACE) for s in KNOWN.schemes.values() for c in s.concepts.values()}
    domain = {*KNOWN.entities, *KNOWN.relationships, *KNOWN.roles, *KNOWN.properties, *KNOWN.model}
    assert named - domain - concepts == set()


def test_functional_properties_may_have_rival_values() -> None:
    assert list(shapes_from(KNOWN).subjects(SH.maxCount, None)) == []


def test_the_tree_leads_every_class_to_its_root() -> None:
    tree = class_tree(KNOWN)
    for name in (*KNOWN.entities, *KNOWN.relationships):
        above = set(tree.transitive_objects(DG[name], RDFS.subClassOf))
        assert above == {DG[label] for label in KNOWN.labels(name)}
