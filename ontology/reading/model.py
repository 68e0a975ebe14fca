"""What is no part of the domain, and what may not clash."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from ontology.errors import OntologyError
from ontology.reading.common import PROPERTY_TYPES, named
from ontology.statements import Statements
from ontology.terms import Projection, Role, Term


def read_model(statements: Statements, domain: Collection[str]) -> Mapping[str, Term]:
    """The terms that claims, sources and the ontology itself are described with: all that are not of the domain."""
    subjects = (s for kind in ("owl:Class", *PROPERTY_TYPES, "owl:AnnotationProperty") for s in statements.own(kind))
    return {s.name: Term(**named(s)) for s in subjects if s.name not in domain}


def check_edges(terms: Iterable[Role | Projection]) -> None:
    """Refuse two names that would be the same relationship type in Neo4j."""
    seen: dict[str, str] = {}
    for term in terms:
        if term.edge in seen:
            both = f"dg:{seen[term.edge]} and dg:{term.name}"
            raise OntologyError(f"{both} would both be {term.edge} in Neo4j.", hint="Rename one.")
        seen[term.edge] = term.name


__all__ = ["check_edges", "read_model"]
