"""Classes of links, put together from their roles and projections."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from ontology.iri import NAMESPACE
from ontology.reading.classes import below
from ontology.reading.common import ROOTS, named
from ontology.statements import Statements, Subject
from ontology.terms import Projection, Property, RelationshipClass, Role

TEMPORALITIES = ("state", "event")


def read_relationships(
    statements: Statements,
    lineages: Mapping[str, tuple[str, ...]],
    roles: Mapping[str, Role],
    projections: Mapping[str, Projection],
    properties: Mapping[str, Property],
) -> Mapping[str, RelationshipClass]:
    """The classes of links, each with its own and its superclasses' roles and projections."""
    return {
        name: _relationship(statements, lineages[name], roles, projections, properties)
        for name in below(lineages, "Relationship")
    }


def _relationship(
    statements: Statements,
    line: tuple[str, ...],
    roles: Mapping[str, Role],
    projections: Mapping[str, Projection],
    properties: Mapping[str, Property],
) -> RelationshipClass:
    subject = statements.subjects[NAMESPACE + line[0]]
    mine = tuple(p for p in projections.values() if p.relationship in line)
    played = {role.name: role for role in roles.values() if set(role.relationships) & set(line)}
    for projection in mine:
        _check_fits(statements.subjects[projection.iri], projection, line, played, properties)
    if len(played) < 2:  # noqa: PLR2004 - a link has two ends
        raise subject.wrong("has fewer than two roles", "Add its name to the roles' dg:domainIncludes.")
    return RelationshipClass(
        **named(subject),
        parent=line[1] if line[1] not in ROOTS else None,
        ancestors=line[1:-1],
        roles=_in_order(played, mine, line),
        temporality=_temporality(statements, line),
        projections=mine,
    )


def _in_order(played: Mapping[str, Role], mine: tuple[Projection, ...], line: tuple[str, ...]) -> tuple[Role, ...]:
    """The roles as this class has them, required or not: the ends of its edges first, then the required ones."""
    here = {name: replace(role, required=bool(set(role.required_in) & set(line))) for name, role in played.items()}
    ends = [role for projection in mine for role in (projection.source, projection.target)]
    required = [name for name, role in here.items() if role.required]
    return tuple(here[name] for name in dict.fromkeys([*ends, *required, *here]))


def _check_fits(
    subject: Subject,
    projection: Projection,
    line: tuple[str, ...],
    played: Collection[str],
    properties: Mapping[str, Property],
) -> None:
    for role in (projection.source, projection.target):
        if role not in played:
            raise subject.wrong(f"leads between roles that dg:{line[0]} does not have: dg:{role}")
    if projection.phrased_by and not {*line, "Relationship"} & set(properties[projection.phrased_by].domain):
        raise subject.wrong(f"is phrased by dg:{projection.phrased_by}, which dg:{line[0]} does not have")


def _temporality(statements: Statements, line: tuple[str, ...]) -> str:
    for name in line:
        subject = statements.subjects[NAMESPACE + name]
        text = subject.text_or_none("dg:temporality")
        if text is not None and text not in TEMPORALITIES:
            raise subject.wrong(f"has the temporality {text!r}", f"Use one of: {', '.join(TEMPORALITIES)}.")
        if text is not None:
            return text
    raise statements.subjects[NAMESPACE + line[0]].wrong("has no dg:temporality", 'Say "state" or "event".')


__all__ = ["read_relationships"]
