"""Claims as strange as sources can be, for property tests."""

from functools import cache

from hypothesis import strategies as st

from graph.claim import Claim, Marker, Status, Value
from graph.rdf.read import Records
from graph.source import Dataset, Reliability, Revision, Source
from tests.graph.rdf.world import VOCABULARY

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
ID = st.one_of(st.sampled_from(["a", "b", "northwind"]), TEXT.filter(bool))
NUMBER = st.one_of(
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([50, 50.0, 1e-7]),
)
LANGUAGE = st.sampled_from([None, "en", "ar", "zh-Hant", "pt-BR", "es-419", "old English"])
EDTF = st.sampled_from(["2021", "2021-05~", "2021-05-03", "2019/2021", "2021/..", "/2021", "202X", "2021?"])
KINDS = (*VOCABULARY.relationships, *(n for n, c in VOCABULARY.entities.items() if not c.abstract))
SOURCES = ("s1", "s2/é", "s 3")


@cache
def _scalar(name: str) -> st.SearchStrategy[object]:
    term = VOCABULARY.properties.get(name)
    if term is None:
        return ID
    if term.scheme:
        return st.one_of(st.sampled_from(sorted(VOCABULARY.schemes[term.scheme].concepts)), TEXT)
    address = st.sampled_from(["https://example.org/ä?q=1#x", "no address", "urn:isbn:1", "skos:note"])
    known = {"iri": address, "date": EDTF}.get(term.kind, NUMBER)
    return st.one_of(known, NUMBER, TEXT, st.booleans())


@cache
def _names(kind: str) -> tuple[str, ...]:
    roles = VOCABULARY.roles_of(kind) if kind in VOCABULARY.relationships else {}
    return tuple(sorted({*VOCABULARY.properties_of(kind), *roles}))


@st.composite
def values(draw: st.DrawFn, kind: str) -> Value:
    """One value of any property or role that a class has."""
    name = draw(st.sampled_from(_names(kind)))
    marker = draw(st.sampled_from(Marker))
    return Value(
        name,
        None if marker is Marker.UNKNOWN else draw(_scalar(name)),  # type: ignore[arg-type]
        marker,
        draw(st.none() | NUMBER),
        draw(st.none() | st.sampled_from(["percent", "EUR", 'km "x"'])),
        draw(LANGUAGE),
        draw(st.none() | TEXT),
    )


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """A claim of one of the sources."""
    kind = draw(st.sampled_from(KINDS))
    return Claim(
        draw(ID),
        kind,
        draw(st.sampled_from(SOURCES)),
        tuple(draw(st.lists(values(kind), max_size=4))),
        draw(st.none() | EDTF),
        draw(st.sampled_from(Status)),
        draw(st.integers(1, 6)),
        draw(st.none() | TEXT),
        draw(st.none() | TEXT),
        draw(st.none() | TEXT),
    )


@st.composite
def records(draw: st.DrawFn) -> Records:
    """A dataset with its sources, and claims of two revisions; some came, went and came again."""
    some = draw(st.lists(claims(), max_size=4, unique_by=lambda claim: claim.id))
    spans = [draw(st.sampled_from([((1, None),), ((1, 2),), ((2, None),), ((1, 2), (3, None))])) for _ in some]
    optional = st.none() | TEXT
    sources = tuple(
        Source(
            id=name,
            dataset="d",
            title=draw(TEXT),
            publisher=draw(optional),
            date=draw(st.none() | EDTF | TEXT),
            url=draw(st.none() | st.sampled_from(["https://example.org/ä", "no address", "skos:note"])),
            language=draw(optional),
            reliability=draw(st.sampled_from(Reliability)),
            reason=draw(optional),
            derived_from=tuple(sorted({"s1", "s2/é"} - {name})),
            accessed=draw(optional),
            note=draw(optional),
        )
        for name in sorted(SOURCES)
    )
    dataset = Dataset("d", draw(TEXT), draw(TEXT), draw(TEXT), draw(TEXT), draw(optional), draw(optional))
    moments = ("2022-01-01T00:00:00+00:00", "2022-06-01T10:20:30.5Z", "2022-07-01T00:00:00Z")
    revisions = tuple(Revision(i + 1, "d", moment, draw(TEXT), i, 0, "d1") for i, moment in enumerate(moments))
    rows = [(claim, *span) for claim, known in zip(some, spans, strict=True) for span in known]
    return Records((dataset,), sources, tuple(sorted(rows, key=lambda row: (row[0].id, row[1]))), revisions)
