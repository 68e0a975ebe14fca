"""What the shell may complete: names that the ontology and the questions know."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from api.formats import FILE_FORMATS
from graph.questions.centrality import MEASURES
from graph.questions.deals import categories
from graph.questions.footnotes import STYLES
from graph.questions.paths import MODES, ORDERS
from graph.view import CERTAINTIES, POLICIES, PROJECTIONS
from ontology.patterns import load_patterns
from ontology.vocabulary import load_vocabulary

Complete = Callable[[str], Iterator[str]]


def _among(names: Callable[[], Iterable[str]]) -> Complete:
    """A completion that offers the names that begin like what is typed, in any case."""

    def complete(incomplete: str) -> Iterator[str]:
        yield from (name for name in sorted(names()) if name.casefold().startswith(incomplete.casefold()))

    return complete


COMPLETIONS: Mapping[str, Complete] = {
    "type": _among(lambda: load_vocabulary().entities),
    "from_type": _among(lambda: load_vocabulary().entities),
    "to_type": _among(lambda: load_vocabulary().entities),
    "among": _among(lambda: load_vocabulary().entities),
    "pattern": _among(load_patterns),
    "relationship": _among(lambda: load_vocabulary().relationships),
    "measure": _among(lambda: MEASURES),
    "within": _among(lambda: load_vocabulary().entities),
    "category": _among(lambda: categories(load_vocabulary())),
    "format": _among(lambda: FILE_FORMATS),
    "mode": _among(lambda: MODES),
    "weight": _among(lambda: ORDERS),
    "certainty": _among(lambda: CERTAINTIES),
    "cite": _among(lambda: STYLES),
    "policy": _among(lambda: POLICIES),
    "projection": _among(lambda: PROJECTIONS),
}
"""By parameter. A completion takes what is typed so far and reads no graph: it must be quick."""
