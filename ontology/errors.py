"""What can be wrong with an ontology, or with what is asked of it."""

from __future__ import annotations


class OntologyError(Exception):
    """The ontology's files contradict themselves, or something is asked for that they don't declare.

    `detail` says what is wrong and in which file, `hint` what to do about it.

    >>> str(OntologyError("dg:Firm has no label (defence.ttl).", hint="Add an rdfs:label."))
    'dg:Firm has no label (defence.ttl). Add an rdfs:label.'
    """

    slug = "ontology"

    def __init__(self, detail: str, *, hint: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.detail} {self.hint}".strip()


__all__ = ["OntologyError"]
