"""Classes of things, and the tree that all classes stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ontology.iri import NAMESPACE
from ontology.reading.common import ROOTS, named
from ontology.statements import Statements, Subject
from ontology.terms import EntityClass

_COLOUR = re.compile(r"#[0-9a-f]{6}")


def read_lineages(statements: Statements) -> Mapping[str, tuple[str, ...]]:
    """Of each class, itself and its superclasses of our own, up to the root."""
    parents = {}
    for subject in statements.own("owl:Class"):
        local = [name for name in subject.iris("rdfs:subClassOf") if name.startswith("dg:")]
        if len(local) > 1:
            raise subject.wrong(f"has more than one superclass: {' and '.join(local)}")
        parents[subject.name] = local[0].removeprefix("dg:") if local else None
    return {name: tuple(_lineage(name, parents, statements)) for name in parents}


def _lineage(name: str, parents: Mapping[str, str | None], statements: Statements) -> Iterator[str]:
    above: str | None = name
    seen: set[str] = set()
    while above is not None:
        if above not in parents:
            raise statements.subjects[NAMESPACE + name].wrong(f"has the superclass dg:{above}, which is no class")
        if above in seen:
            raise statements.subjects[NAMESPACE + name].wrong("is a superclass of itself")
        seen.add(above)
        yield above
        above = parents[above]


def below(lineages: Mapping[str, tuple[str, ...]], root: str) -> tuple[str, ...]:
    """The classes under a root, without it."""
    return tuple(name for name, line in lineages.items() if line[-1] == root and name != root)


def read_entities(statements: Statements, lineages: Mapping[str, tuple[str, ...]]) -> Mapping[str, EntityClass]:
    """The classes of things."""
    return {name: _entity(statements.subjects[NAMESPACE + name], lineages[name]) for name in below(lineages, "Entity")}


def _entity(subject: Subject, line: tuple[str, ...]) -> EntityClass:
    colour = subject.text("dg:colour")
    if not _COLOUR.fullmatch(colour):
        raise subject.wrong(f"has the colour {colour!r}", "Write it as #rrggbb, in lower case.")
    parent = line[1] if line[1] not in ROOTS else None
    return EntityClass(
        **named(subject), parent=parent, ancestors=line[1:-1], colour=colour, abstract=subject.flag("dg:abstract")
    )


__all__ = ["below", "read_entities", "read_lineages"]
