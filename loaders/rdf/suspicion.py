"""What a document in foreign hands must not say, whatever it says of the matter.

It may make claims. It may not change what the ontology's terms mean, make one of two things by the dozen, or write into
graphs that are not ours: a store that believed it would answer other questions than those asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from ontology.iri import NAMESPACE, Iris

RDFS, OWL = "http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/2002/07/owl#"
AXIOMS = frozenset(
    (
        *(RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range")),
        *(OWL + name for name in ("equivalentClass", "equivalentProperty", "inverseOf", "disjointWith", "imports")),
    )
)
"""What says what terms mean."""
SAME = OWL + "sameAs"
MOST_SAME = 10
"""Other names that one thing may be given."""
COMMON = (
    NAMESPACE,
    RDFS,
    OWL,
    "http://www.w3.org/",
    "http://purl.org/dc/",
    "http://xmlns.com/foaf/",
    "https://schema.org/",
)
"""Where the predicates come from that our own exports use."""
SHOWN = 5


@dataclass(slots=True)
class Suspicion:
    """What was found: `reasons` to refuse the document, by rule; `foreign` predicates, which are not read."""

    iris: Iris
    quads: int = 0
    found: dict[str, Counter[str]] = field(default_factory=dict)
    foreign: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)

    def take(self, quads: Iterable[ox.Quad]) -> None:
        """Look at all statements of a document."""
        for quad in quads:
            self.quads += 1
            self._look(quad)

    def _look(self, quad: ox.Quad) -> None:
        subject, predicate = _name(quad.subject), quad.predicate.value
        if isinstance(quad.object, ox.Triple) or isinstance(quad.subject, ox.Triple):
            self._note("It speaks of statements in a way that is not read (RDF 1.2 triple terms)", subject)
        if subject.startswith(NAMESPACE):
            self._note("It says something of the ontology's own terms", subject)
        if predicate in AXIOMS:
            self._note("It says what terms mean, which the ontology alone does", predicate)
        if predicate == SAME:
            self._look_at_same(subject, _name(quad.object))
        if not isinstance(quad.graph_name, ox.DefaultGraph) and not self._is_own(_name(quad.graph_name), "graph"):
            self._note(f"It has named graphs that are not under {self.iris.base}", _name(quad.graph_name))
        if not predicate.startswith(COMMON):
            self.foreign[predicate] += 1

    def _look_at_same(self, one: str, other: str) -> None:
        if self._is_own(one, "id") and self._is_own(other, "id"):
            self._note("It makes one of two things of the graph, which is a person's to decide", f"{one} {other}")
        for name in (one, other):
            self.same[name] += 1
            if self.same[name] == MOST_SAME + 1:
                self._note(f"It gives one thing more than {MOST_SAME} other names (owl:sameAs)", name)

    def _is_own(self, name: str, folder: str) -> bool:
        return name.startswith(f"{self.iris.base}{folder}/")

    def _note(self, rule: str, what: str) -> None:
        self.found.setdefault(rule, Counter())[what] += 1

    def reasons(self) -> Iterator[str]:
        """Why the document is refused, each with examples."""
        for rule, what in self.found.items():
            more = f" and {len(what) - SHOWN} more" if len(what) > SHOWN else ""
            yield f"{rule}: {', '.join(list(what)[:SHOWN])}{more}."


def _name(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


__all__ = ["AXIOMS", "MOST_SAME", "Suspicion"]
