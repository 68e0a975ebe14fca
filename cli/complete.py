"""What the shell may complete: names that the ontology and the questions know, looked up when somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module

from ontology.patterns import load_patterns
from ontology.vocabulary import load_vocabulary

Complete = Callable[[str], Iterator[str]]


def _among(names: Callable[[], Iterable[str]]) -> Complete:
    """A completion that offers the names that begin like what is typed, in any case."""

    def complete(incomplete: str) -> Iterator[str]:
        yield from (name for name in sorted(names()) if name.casefold().startswith(incomplete.casefold()))

    return complete


def _of(place: str) -> Complete:
    """One that offers what a module names; the module is imported then, as commands are."""
    module, _, attribute = place.partition(":")
    return _among(lambda: getattr(import_module(module), attribute))


def _categories() -> Iterable[str]:
    found: Iterable[str] = import_module("graph.questions.deals").categories(load_vocabulary())
    return found


COMPLETIONS: Mapping[str, Complete] = {
    "type": _among(lambda: load_vocabulary().entities),
    "from_type": _among(lambda: load_vocabulary().entities),
    "to_type": _among(lambda: load_vocabulary().entities),
    "among": _among(lambda: load_vocabulary().entities),
    "pattern": _among(load_patterns),
    "relationship": _among(lambda: load_vocabulary().relationships),
    "measure": _of("graph.questions.centrality:MEASURES"),
    "within": _among(lambda: load_vocabulary().entities),
    "category": _among(_categories),
    "format": _of("api.formats:FILE_FORMATS"),
    "mode": _of("graph.questions.search:MODES"),
    "weight": _of("graph.questions.seek:ORDERS"),
    "certainty": _of("graph.view:CERTAINTIES"),
    "cite": _of("graph.questions.footnotes:STYLES"),
    "policy": _of("graph.view:POLICIES"),
    "projection": _of("graph.view:PROJECTIONS"),
    "question": _of("api.doubt_questions:ASKABLE"),
}
"""By parameter. A completion takes what is typed so far and reads no graph: it must be quick."""
