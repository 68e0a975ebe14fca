"""A small invented world to write as RDF, and ways to look at what was written."""

from collections.abc import Iterable

import pyoxigraph as ox

from graph.claim import Claim, Marker, Status, Value
from graph.rdf import Model, Quad, dumps, to_quads
from graph.snapshot import Snapshot
from graph.source import Dataset, Reliability, Revision, Source
from graph.view import View
from ontology.iri import Iris
from ontology.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
IRIS = Iris()
MODEL = Model(VOCABULARY, IRIS)
PREFIXES = "".join(f"PREFIX {name}: <{start}> " for name, start in MODEL.prefixes.items())

PRESS = Dataset(
    "press", "Press", "The editors", "CC BY 4.0", "Everything.", "https://example.org/by", redistribute=True
)
CLOSED = Dataset("closed", "Register", "An institute", "All rights reserved", "Transfers.", redistribute=False)
SOURCES = (
    Source("good", "press", "Annual report", "Northwind", "2021-11-24", "https://example.org/a", "en", Reliability.A),
    Source("other", "press", "Northwind in talks", date="2021", reliability=Reliability.B, derived_from=("good",)),
    Source("gossip", "press", "Heard it", url="not an address", reliability=Reliability.E, reason="Invented before."),
    Source("register", "closed", "Register 2021", reliability=Reliability.A),
)


def value(name: str, said: object, **more: object) -> Value:
    return Value(name, said, **more)  # type: ignore[arg-type]


def claim(subject: str, kind: str, said: dict[str, object], source: str = "good", **more: object) -> Claim:
    """A claim; a value that is more than a name or number is given as a `Value`."""
    values = tuple(v if isinstance(v, Value) else Value(name, v) for name, v in said.items())  # type: ignore[arg-type]
    return Claim(subject, kind, source, values, **{"credibility": 1, **more})  # type: ignore[arg-type]


def named(subject: str, kind: str, name: str) -> Claim:
    return claim(subject, kind, {"name": value("name", name, lang="en")})


THINGS = (
    named("northwind", "Firm", "Northwind Optics"),
    named("lantern", "Firm", "Lantern"),
    named("arcadia", "State", "Arcadia"),
    named("telescope", "System", "Telescope"),
)


def snapshot_of(
    *claims: Claim,
    retracted: Iterable[Claim] = (),
    sources: Iterable[Source] = SOURCES,
    datasets: Iterable[Dataset] = (PRESS, CLOSED),
) -> Snapshot:
    """The claims as revision 2 of 2022-06-30 knows them; those in `retracted` stood in revision 1 only."""
    revisions = (
        Revision(1, "press", "2022-01-31T12:00:00+00:00", "first", 3, 0, "aa"),
        Revision(2, "press", "2022-06-30T12:00:00+00:00", "second", 1, 1, "bb"),
    )
    rows = [*((c, 1, None) for c in claims), *((c, 1, 2) for c in retracted)]
    return Snapshot.build(VOCABULARY, 2, datasets, sources, rows, revisions)


def quads_of(snapshot: Snapshot, view: View | None = None, **more: bool) -> list[Quad]:
    return list(to_quads(snapshot, view or View(), IRIS, **more))


def store_of(quads: Iterable[Quad]) -> ox.Store:
    """The quads in a real RDF store."""
    store = ox.Store()
    store.bulk_load(dumps(quads, "nquads", MODEL), ox.RdfFormat.N_QUADS)
    return store


def ask(store: ox.Store, query: str) -> bool:
    return bool(store.query(PREFIXES + query, use_default_graph_as_union=True))


def rows(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    """The answer to a query, each IRI by its last part, each literal by its text."""
    found = store.query(PREFIXES + query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return sorted(tuple(_short(term) for term in solution) for solution in found)


def direct(snapshot: Snapshot, view: View | None = None) -> list[str]:
    """The direct triples in short: "northwind owns lantern"."""
    quads = (q for q in quads_of(snapshot, view) if q[3] == MODEL.graphs["direct"])
    return [" ".join(_last(term) for term in quad[:3]) for quad in quads]


def canonical(data: bytes, format: ox.RdfFormat) -> set[str]:  # noqa: A002
    """The triples of a document, graphs aside."""
    return {str(quad.triple) for quad in ox.parse(data, format)}


def _short(term: object) -> str:
    if term is None:
        return ""
    return _last(term.value) if isinstance(term, ox.NamedNode) else str(getattr(term, "value", term))


def _last(text: str) -> str:
    return text.strip("<>").replace("#", "/").rpartition("/")[2]


__all__ = [
    "CLOSED",
    "IRIS",
    "MODEL",
    "PREFIXES",
    "PRESS",
    "SOURCES",
    "THINGS",
    "VOCABULARY",
    "Marker",
    "Status",
    "ask",
    "canonical",
    "claim",
    "direct",
    "named",
    "quads_of",
    "rows",
    "snapshot_of",
    "store_of",
    "value",
]
