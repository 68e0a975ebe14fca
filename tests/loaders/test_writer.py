"""What is written is read back as it was."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import loaders
from graph.claim import Claim, Marker, Scalar, Status, Value
from graph.source import Reliability, Source
from loaders.claims_file import read_claims, read_dataset
from loaders.writer import write_claims
from ontology.terms import Property
from ontology.vocabulary import load_vocabulary

V = load_vocabulary()
LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn"])
WORDS = st.text(LETTERS, min_size=1, max_size=30).filter(lambda text: text.strip())
IDS = st.from_regex(r"[a-z0-9][a-z0-9.-]{0,8}", fullmatch=True).filter(lambda name: name != "unknown")
DATES = st.sampled_from(["2021", "2021-05~", "2021/..", "2021-05-03", "202X?", "../2020", "2019/2021", "2021/"])
MARKERS = st.sampled_from(Marker).filter(lambda marker: marker is not Marker.UNKNOWN)


@st.composite
def values(draw: st.DrawFn, prop: Property) -> Value:
    text = draw(st.none() | WORDS)
    if draw(st.integers(0, 9)) == 0:
        return Value(prop.name, None, Marker.UNKNOWN, text=text)
    number = st.integers(0, 10**12) | st.floats(0.001, 1e6).map(lambda x: round(x, 3)).filter(lambda x: x != int(x))
    kinds: dict[str, st.SearchStrategy[Scalar]] = {
        "text": WORDS,
        "date": DATES,
        "iri": st.just("https://example.org/x#y"),
        "boolean": st.booleans(),
        "integer": st.integers(0, 10**12),
    }
    concepts = tuple(V.schemes[prop.scheme].concepts) if prop.scheme else ("",)
    value = draw(st.sampled_from(concepts) if prop.kind == "concept" else kinds.get(prop.kind, number))
    upper = draw(st.none() | st.integers(1, 100)) if prop.kind in ("number", "amount") else None
    return Value(
        prop.name,
        value,
        draw(MARKERS if upper is None else st.sampled_from([Marker.EXACT, Marker.APPROXIMATE])),
        int(value) + upper if upper is not None and isinstance(value, (int, float)) else None,
        draw(st.sampled_from(["USD", "MAD"] if prop.kind == "amount" else prop.units or (None,))),
        draw(st.sampled_from(["en", "ar", "zh-Hant"])) if prop.language_tagged else None,
        text,
    )


@st.composite
def claims(draw: st.DrawFn) -> list[Claim]:
    """A few claims on one thing."""
    kind = draw(st.sampled_from([*V.relationships, *(c.name for c in V.entities.values() if not c.abstract)]))
    props = [p for p in V.properties_of(kind).values() if not p.pattern and p.name != "note"]
    subject = draw(IDS)
    found = {}
    for _ in range(draw(st.integers(1, 3))):
        said = []
        for prop in draw(st.lists(st.sampled_from(props), min_size=1, max_size=4, unique_by=lambda p: p.name)):
            count = 1 if prop.functional else 2
            said += draw(st.lists(values(prop), min_size=1, max_size=count, unique=True))
        for role in V.roles_of(kind) if kind in V.relationships else ():
            said += [Value(role, player) for player in draw(st.lists(IDS, max_size=2, unique=True))]
        claim = Claim(
            subject,
            kind,
            draw(IDS),
            tuple(said),
            draw(st.none() | DATES),
            draw(st.sampled_from(Status)),
            draw(st.integers(1, 6)),
            *(draw(st.none() | WORDS) for _ in range(3)),
        )
        found[claim.id] = claim
    return list(found.values())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(claims())
def test_claims_are_read_back(tmp_path: Path, said: list[Claim]) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(write_claims([], said, V), encoding="utf-8")
    assert {claim.id: claim.as_dict() for claim in read_claims(file, V).claims} == {c.id: c.as_dict() for c in said}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORDS, WORDS, st.lists(IDS, max_size=2).map(tuple), st.sampled_from(Reliability))
def test_sources_are_read_back(
    tmp_path: Path, title: str, reason: str, parents: tuple[str, ...], grade: Reliability
) -> None:
    source = Source(
        "s", "d", title, title, "2021-05~", "https://example.org/?q=ü", "ar", grade, reason, parents, "2026"
    )
    file = tmp_path / "a.yaml"
    file.write_text(write_claims([source], [], V), encoding="utf-8")
    assert read_claims(file, V, "d").sources == (source,)


@pytest.mark.parametrize("name", ["curated", "sipri_excerpt"])
def test_the_packaged_datasets_are_read_back(tmp_path: Path, name: str) -> None:
    loadset = read_dataset(Path(loaders.__file__).parent / name, V)
    file = tmp_path / "all.yaml"
    file.write_text(write_claims(loadset.sources, loadset.claims, V), encoding="utf-8")
    read = read_claims(file, V, loadset.dataset.id)
    assert read.sources == loadset.sources
    assert {claim.id for claim in read.claims} == {claim.id for claim in loadset.claims}


def test_it_reads_as_a_person_would_write_it() -> None:
    said = [
        Claim(
            "m",
            "State",
            "editors",
            (Value("name", "Morocco", lang="en"), Value("name", "Maroc", lang="fr")),
            credibility=1,
        ),
        Claim(
            "deal",
            "Transfer",
            "paper",
            (
                Value("recipient", "m"),
                Value("value", 5 * 10**8, Marker.AT_LEAST, unit="USD", text="over half a billion"),
            ),
            valid="2022-02",
            credibility=3,
            quote='He said: "half a billion" #1',
        ),
    ]
    assert write_claims([], said, V) == (
        "entities:\n"
        "  m:\n"
        "    type: State\n"
        "    claims:\n"
        "      - source: editors\n"
        "        credibility: 1\n"
        "        name:\n"
        "          en: Morocco\n"
        "          fr: Maroc\n"
        "relationships:\n"
        "  deal:\n"
        "    type: Transfer\n"
        "    recipient: m\n"
        "    claims:\n"
        "      - source: paper\n"
        "        credibility: 3\n"
        "        valid: 2022-02\n"
        "        value:\n"
        "          value: 500000000\n"
        "          unit: USD\n"
        "          marker: at_least\n"
        "          text: over half a billion\n"
        '        quote: "He said: \\"half a billion\\" #1"\n'
    )
