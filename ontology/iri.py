"""Names of things on the web: from an id to its IRI and back.

Every IRI begins with one permanent base. Under it stand entities and relationships (``id/``), claims, sources,
datasets, revisions and named graphs, and the terms of the ontology (``ns#``).
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

from ontology.errors import OntologyError

BASE = "https://w3id.org/defgraph/"
"""The base that published data has."""

NAMESPACE = f"{BASE}ns#"
"""The namespace of the ontology's terms, prefix ``dg:``, whatever base a graph's own things have."""

_FOLDERS = {"entity": "id/", "claim": "claim/", "source": "source/", "dataset": "dataset/", "revision": "revision/"}
_FOLDERS |= {"graph": "graph/", "term": "ns#"}
_LETTERS = "!$'()*+,;=:@"
"""Besides letters, digits and ``-._~``, what an IRI's path segment may hold as it is."""


@dataclass(frozen=True, slots=True)
class Iris:
    """IRIs under one base, which ends in a slash.

    >>> iris = Iris()
    >>> iris.entity("israel-aerospace-industries")
    'https://w3id.org/defgraph/id/israel-aerospace-industries'
    >>> iris.parse("https://w3id.org/defgraph/claim/c0ffee")
    ('claim', 'c0ffee')
    """

    base: str = BASE

    def __post_init__(self) -> None:
        """Refuse a base that cannot be put before an id."""
        if not self.base.startswith(("http://", "https://")) or not self.base.endswith("/"):
            raise OntologyError(
                f"{self.base!r} cannot be the base of IRIs.", hint="It begins with https:// and ends with a slash."
            )

    def entity(self, name: str) -> str:
        """The IRI of an entity or relationship."""
        return self._make("entity", name)

    def claim(self, name: str) -> str:
        """The IRI of a claim."""
        return self._make("claim", name)

    def source(self, name: str) -> str:
        """The IRI of a source."""
        return self._make("source", name)

    def dataset(self, name: str) -> str:
        """The IRI of a dataset."""
        return self._make("dataset", name)

    def revision(self, number: int) -> str:
        """The IRI of a revision."""
        return self._make("revision", str(number))

    def graph(self, name: str) -> str:
        """The IRI of a named graph."""
        return self._make("graph", name)

    def term(self, name: str) -> str:
        """The IRI of a term under this base; that of the published ontology under the usual one.

        >>> Iris().term("Ownership") == NAMESPACE + "Ownership"
        True
        """
        return self._make("term", name)

    def parse(self, iri: str) -> tuple[str, str]:
        """What an IRI names: its kind (entity, claim, ..., term) and its id. Raises OntologyError for a foreign IRI.

        >>> Iris().parse(Iris().entity("a/b c"))
        ('entity', 'a/b c')
        """
        for kind, folder in _FOLDERS.items():
            name = iri.removeprefix(self.base + folder)
            if name and name != iri and "/" not in name:
                return kind, self._decode(iri, name)
        raise OntologyError(f"{iri!r} names nothing under {self.base}.")

    @staticmethod
    def _decode(iri: str, name: str) -> str:
        try:
            return unquote(name, errors="strict")
        except UnicodeDecodeError:
            raise OntologyError(f"{iri!r} is not percent-encoded UTF-8.") from None

    def _make(self, kind: str, name: str) -> str:
        if not name:
            raise OntologyError(f"A {kind} without an id has no IRI.")
        return self.base + _FOLDERS[kind] + quote(name, safe=_LETTERS)


__all__ = ["BASE", "NAMESPACE", "Iris"]
