"""RDF of the claim model back into claims, sources and datasets: the inverse of `graph.rdf.quads`.

Only what sources said is read: claims with their values, sources, datasets, revisions. Entities, direct triples and
the statements that claims imply follow from these and are made anew. A claim's id is worked out from its content,
whatever its IRI. Named graphs don't matter, so that a Turtle file of the union reads the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import IO

import pyoxigraph as ox

from graph.checks import one_of
from graph.claim import Claim, Marker, Scalar, Status, Value
from graph.errors import Refused
from graph.loadset import LoadSet
from graph.rdf import claims as c
from graph.rdf import records as r
from graph.rdf.described import Document, Node
from graph.rdf.model import Model
from graph.rdf.serialise import FORMATS
from graph.source import Dataset, Reliability, Revision, Source
from ontology.iri import Iris
from ontology.vocabulary import Vocabulary

Row = tuple[Claim, int, int | None]


@dataclass(frozen=True, slots=True)
class Records:
    """What a document holds; `rows` are claims with the revisions that recorded (0: not said) and retracted them."""

    datasets: tuple[Dataset, ...]
    sources: tuple[Source, ...]
    rows: tuple[Row, ...]
    revisions: tuple[Revision, ...]

    def load_sets(self) -> tuple[LoadSet, ...]:
        """The datasets as loads: each with its sources and the claims that stand."""
        standing = defaultdict[str, list[Claim]](list)
        home = {source.id: source.dataset for source in self.sources}
        for claim, _, retracted in self.rows:
            if retracted is None:
                standing[home[claim.source]].append(claim)
        sources = {d.id: tuple(s for s in self.sources if s.dataset == d.id) for d in self.datasets}
        return tuple(LoadSet(d, sources[d.id], tuple(standing[d.id])) for d in self.datasets)


def read(
    data: bytes | IO[bytes],
    format: str,  # noqa: A002
    iris: Iris,
    vocabulary: Vocabulary,
) -> tuple[LoadSet, ...]:
    """The datasets in an RDF document, ready to be loaded.

    Raises:
        Refused: it is not well-formed, or not of this model; names the subject, the property, what it says and what
        it may. BadQuestion: the format is not known.
    """
    return read_records(data, format, iris, vocabulary).load_sets()


def read_records(
    data: bytes | IO[bytes],
    format: str,  # noqa: A002
    iris: Iris,
    vocabulary: Vocabulary,
) -> Records:
    """Everything in an RDF document, history included; errors as in `read`."""
    model = Model(vocabulary, iris)
    document = Document.parse(data, FORMATS[one_of("format", format, FORMATS)].parsed, model)
    own = model.own
    sources = tuple(_source(node) for node in document.of_class(own["Source"]))
    datasets = tuple(_dataset(node) for node in document.of_class(own["Dataset"]))
    rows = tuple(row for node in document.of_class(own["Claim"]) for row in _rows(document, node))
    _check_homes(document, sources, datasets, rows)
    return Records(datasets, sources, rows, tuple(_revision(node) for node in document.of_class(own["Revision"])))


def _check_homes(
    document: Document, sources: tuple[Source, ...], datasets: tuple[Dataset, ...], rows: tuple[Row, ...]
) -> None:
    """Refuse claims of a source, and sources of a dataset, that the document does not describe."""
    model = document.model
    missing = {model.sources[claim.source] for claim, _, _ in rows} - {model.sources[s.id] for s in sources}
    missing |= {model.datasets[s.dataset] for s in sources} - {model.datasets[d.id] for d in datasets}
    for name in sorted(missing):
        raise Refused(f"{name} is named but not described.", hint="Add its title, and the dataset of a source.")


def _rows(document: Document, node: Node) -> Iterator[Row]:
    """A claim, once for each time it was recorded."""
    claim, own = _claim(document, node), node.model.own
    recorded, retracted = (
        sorted(int(node.id_of("revision", thing, predicates[0])) for thing in node.all(*predicates))
        for predicates in ((c.GENERATED_BY, own["recorded"]), (c.INVALIDATED_BY, own["retracted"]))
    )
    for first, last in zip_longest(recorded or [0], retracted):
        yield claim, first or 0, last


def _claim(document: Document, node: Node) -> Claim:
    own, vocabulary = node.model.own, node.model.vocabulary
    kind = node.term(own["claimedClass"])
    if kind not in vocabulary.entities and kind not in vocabulary.relationships:
        near = vocabulary.suggest(kind, (*vocabulary.entities, *vocabulary.relationships))
        raise node.wrong("claimedClass", "There is no such class", kind, (near,) if near else ())
    claim = Claim(
        subject=node.id("entity", own["concerns"]),
        type=kind,
        source=node.id("source", c.DERIVED_FROM, own["saidBy"]),
        values=tuple(_value(document.node(str(name))) for name in node.all(own["says"])),
        valid=node.text_or_none(own["validText"]),
        status=Status(node.concept("ClaimStatus", node.one(own["claimStatus"]), "claimStatus")),
        credibility=int(node.concept("Credibility", node.one(own["credibility"]), "credibility")),
        quote=node.text_or_none(c.EXACT, own["quote"]),
        locator=node.text_or_none(own["locator"]),
        note=node.text_or_none(own["claimNote"]),
    )
    return Claim(**{**{f: getattr(claim, f) for f in claim.__dataclass_fields__}, "values": c.in_order(claim)})


def _value(node: Node) -> Value:
    own = node.model.own
    name = node.term(c.PREDICATE)
    if node.model.kind(name) is None:
        vocabulary = node.model.vocabulary
        near = vocabulary.suggest(name, (*vocabulary.roles, *vocabulary.properties))
        raise node.wrong("predicate", "There is no such property or role", name, (near,) if near else ())
    thing, marker = node.maybe(c.OBJECT), node.maybe(own["marker"])
    upper = node.scalar(own["upper"]) if own["upper"] in node.said else None
    if isinstance(upper, str):
        raise node.wrong("upper", "It has to be a number", upper)
    tag = thing.language if isinstance(thing, ox.Literal) else None
    return Value(
        property=name,
        value=None if thing is None else _object(node, name, thing),
        marker=Marker(node.concept("Marker", marker, "marker")) if marker else Marker.EXACT,
        upper=upper,
        unit=node.text_or_none(own["unit"]),
        lang=node.text_or_none(c.LANGUAGE) or tag,
        text=node.text_or_none(own["originalText"]),
    )


def _object(node: Node, name: str, thing: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Scalar:
    if isinstance(thing, ox.Literal):
        return node.read(thing, c.OBJECT)
    match node.model.kind(name):
        case "role":
            return node.id_of("entity", thing, c.OBJECT)
        case "concept":
            return node.concept(str(node.model.vocabulary.properties[name].scheme), thing, c.OBJECT)
        case "iri" if isinstance(thing, ox.NamedNode):
            return thing.value
        case _:
            raise node.wrong(c.OBJECT, "It has to be a literal", thing)


def _source(node: Node) -> Source:
    own = node.model.own
    return Source(
        id=node.model.iris.parse(node.name.strip("<>"))[1],
        dataset=node.id("dataset", r.PART_OF, own["inDataset"]),
        title=node.text(r.TITLE),
        publisher=node.text_or_none(r.PUBLISHER),
        date=node.text_or_none(r.ISSUED),
        url=node.text_or_none(r.URL),
        language=node.text_or_none(c.LANGUAGE),
        reliability=Reliability(node.concept("Reliability", node.one(own["reliability"]), "reliability")),
        reason=node.text_or_none(own["reliabilityReason"]),
        derived_from=tuple(
            sorted(
                node.id_of("source", thing, c.DERIVED_FROM) for thing in node.all(c.DERIVED_FROM, own["derivedFrom"])
            )
        ),
        accessed=node.text_or_none(own["accessed"]),
        note=node.text_or_none(r.NOTE),
    )


def _dataset(node: Node) -> Dataset:
    own = node.model.own
    return Dataset(
        id=node.model.iris.parse(node.name.strip("<>"))[1],
        title=node.text(r.TITLE),
        publisher=node.text(r.PUBLISHER),
        licence=node.text(r.RIGHTS),
        coverage=node.text(own["coverage"]),
        licence_url=node.text_or_none(r.LICENCE),
        url=node.text_or_none(r.URL),
        redistribute=bool(node.scalar(own["redistributable"])),
        aggregates=node.maybe(own["aggregable"]) is not None and bool(node.scalar(own["aggregable"])),
    )


def _revision(node: Node) -> Revision:
    own = node.model.own
    return Revision(
        number=int(node.scalar(own["revisionNumber"])),
        dataset=node.id("dataset", r.USED, own["ofDataset"]),
        committed=node.text(r.ENDED),
        message=node.text(r.COMMENT),
        added=int(node.scalar(own["added"])),
        retracted=int(node.scalar(own["removed"])),
        digest=node.text(own["digest"]),
    )


__all__ = ["Records", "read", "read_records"]
