"""What a dataset folder says, and where what is wrong in it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.claim import Claim, Marker, Status, Value
from graph.errors import Refused
from graph.source import Reliability
from loaders.check import check
from loaders.claims_file import read_claims, read_dataset
from loaders.problem import Problem
from ontology.vocabulary import load_vocabulary

V = load_vocabulary()
Write = Callable[..., Path]

DESCRIPTION = """\
id: trial
title: A trial
publisher: Nobody
licence: CC0-1.0
coverage: Nothing in particular
"""
SOURCES = """\
sources:
  editors:
    title: Settled by the editors
    reliability: B
    reason: They only settle names.
  globes-2021:
    title: IAI buys half of BlueBird
    publisher: Globes
    date: 2021-03-01~
    url: https://example.org/globes
    language: he
    reliability: B
    reason: A business daily with a record on the matter.
  reprint-2021:
    title: IAI buys half of BlueBird
    reliability: D
    reason: Repeats Globes.
    derived_from: [globes-2021]
"""
FIRMS = """\
entities:
  iai:
    type: Firm
    claims:
      - {source: editors, name: {en: Israel Aerospace Industries, he: התעשייה האווירית}, alias: [IAI]}
  bluebird:
    type: Firm
    claims:
      - source: editors
        name: BlueBird Aero Systems
      - {source: globes-2021, credibility: 2, established: 2002, note: As the paper has it.}
"""
OWNERSHIP = """\
relationships:
  iai-bluebird:
    type: Ownership
    owner: iai
    asset: bluebird
    claims:
      - source: globes-2021
        credibility: 2
        valid: 2021/..
        ownershipKind: stake
        share: ~50 %
        quote: IAI has acquired half of BlueBird
        locator: paragraph 2
      - {source: reprint-2021, credibility: 3, valid: 2021, share: unknown, status: denied}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Writes a dataset folder; a keyword replaces a file's text (``ownership=...``) or adds a file."""

    def write(**texts: str) -> Path:
        files = {"dataset": DESCRIPTION, "sources": SOURCES, "firms": FIRMS, "ownership": OWNERSHIP} | texts
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_a_folder_says(folder: Write) -> None:
    loadset = read_dataset(folder(), V)
    assert (loadset.dataset.id, loadset.dataset.redistribute) == ("trial", True)
    assert [(s.id, s.dataset, s.reliability, s.derived_from) for s in loadset.sources] == [
        ("editors", "trial", Reliability.B, ()),
        ("globes-2021", "trial", Reliability.B, ()),
        ("reprint-2021", "trial", Reliability.D, ("globes-2021",)),
    ]
    assert set(loadset.claims) == {
        Claim(
            "iai",
            "Firm",
            "editors",
            (
                Value("name", "Israel Aerospace Industries", lang="en"),
                Value("name", "התעשייה האווירית", lang="he"),
                Value("alias", "IAI", lang="en"),
            ),
            credibility=1,
        ),
        Claim("bluebird", "Firm", "editors", (Value("name", "BlueBird Aero Systems", lang="en"),), credibility=1),
        Claim(
            "bluebird",
            "Firm",
            "globes-2021",
            (Value("established", "2002"),),
            credibility=2,
            note="As the paper has it.",
        ),
        Claim(
            "iai-bluebird",
            "Ownership",
            "globes-2021",
            (
                Value("owner", "iai"),
                Value("asset", "bluebird"),
                Value("ownershipKind", "stake"),
                Value("share", 50, Marker.APPROXIMATE, unit="percent", text="~50 %"),
            ),
            valid="2021/..",
            credibility=2,
            quote="IAI has acquired half of BlueBird",
            locator="paragraph 2",
        ),
        Claim(
            "iai-bluebird",
            "Ownership",
            "reprint-2021",
            (Value("owner", "iai"), Value("asset", "bluebird"), Value("share", None, Marker.UNKNOWN)),
            valid="2021",
            status=Status.DENIED,
            credibility=3,
        ),
    }


def test_reading_twice_gives_the_same_claims(folder: Write) -> None:
    path = folder()
    assert read_dataset(path, V) == read_dataset(path, V)


def test_one_file_alone_tells_where_each_thing_stands(folder: Write) -> None:
    file = folder() / "ownership.yaml"
    read = read_claims(file, V, "trial")
    lines = {read.places[claim.id].line for claim in read.claims}
    assert (lines, read.places["iai-bluebird"]) == ({7, 14}, (str(file), 2, 3))


def test_a_role_given_in_a_claim_goes_before_the_shared_one(folder: Write) -> None:
    path = folder(ownership=OWNERSHIP.replace("share: unknown", "owner: bluebird, asset: iai"))
    claim = next(c for c in read_dataset(path, V).claims if c.source == "reprint-2021")
    assert claim.values == (Value("owner", "bluebird"), Value("asset", "iai"))


def test_several_values_and_values_written_long(folder: Write) -> None:
    text = FIRMS.replace("alias: [IAI]}", "alias: {en: [IAI, Israel Aircraft]}}").replace(
        "established: 2002,",
        "capital: {value: 5 million, unit: ILS, marker: at_least, text: over 5 m}, "
        "established: {value: 2002~, text: about 2002},",
    )
    claims = {(c.subject, c.source): c for c in read_dataset(folder(firms=text), V).claims}
    assert claims["iai", "editors"].get("alias") == (
        Value("alias", "IAI", lang="en"),
        Value("alias", "Israel Aircraft", lang="en"),
    )
    assert claims["bluebird", "globes-2021"].values == (
        Value("capital", 5_000_000, Marker.AT_LEAST, unit="ILS", text="over 5 m"),
        Value("established", "2002~", text="about 2002"),
    )


def test_an_entity_may_get_claims_in_several_files(folder: Write) -> None:
    more = "entities:\n  iai:\n    type: Firm\n    claims:\n"
    more += "      - {source: globes-2021, credibility: 2, established: 1953}\n"
    loadset = read_dataset(folder(more=more), V)
    assert len([c for c in loadset.claims if c.subject == "iai"]) == 2


def test_entities_of_another_dataset_may_be_referred_to(folder: Write) -> None:
    path = folder(ownership=OWNERSHIP.replace("owner: iai", "owner: elsewhere"))
    assert read_dataset(path, V, {"elsewhere": "State"}).claims
    assert [p.value for p in check(path, V)] == ["elsewhere"]
    assert "is of class Topic, which cannot be the owner" in check(path, V, {"elsewhere": "Topic"})[0].message


Expected = tuple[str, str, str | None]
"""The field (empty: any), some words of the message, and the suggestion (None: any)."""

HERE = "▶"
"""Stands in a text before the place that the problem is at."""

CLAIM = OWNERSHIP.replace("ownershipKind: stake\n        share: ~50 %", "{}")
"""A claim to fill in."""


@pytest.mark.parametrize(
    ("filled", "field", "says", "suggestion"),
    [
        ("share: ▶50 percnt", "share", "give a number with a unit, such as 50 %", "percent"),
        ("share: ▶50,5 %", "share", "without separators", None),
        ("▶share: [50 %, 60 %]", "share", "one value at a time", None),
        ("▶alias: [a, a]", "alias", "twice", None),
        ("ownershipKind: ▶subsidary", "ownershipKind", "is no kind of ownership", "subsidiary"),
        ("▶shares: 50 %", "shares", "no role or property of Ownership", "share"),
        ("▶established: 2002", "established", "no role or property of Ownership", None),
        ("share:", "share", "nothing here", None),
        ("share: ▶~", "share", "nothing here", None),
        ("share: ▶null", "share", "nothing here", None),
        ("share: ▶{amount: 50 %}", "share", "the key value", None),
        ("share: ▶{value: 50 %, mark: x}", "share", "no part of a value", "marker"),
        ("share: ▶{value: }", "share", "no text under value", None),
        ("share: [▶[50 %]]", "share", "one text", None),
        ("owner: ▶blubird", "owner", "no entity 'blubird'", "bluebird"),
        ("owner: [iai, ▶Blue Bird]", "owner", "no id", "blue-bird"),
        ("owner: ▶{en: iai}", "owner", "one text", None),
        ("description: ▶{en: a, fr: b}", "description", "the key value", None),
        ("name: ▶{English: a}", "name", "no language tag", None),
        ("▶wikidatum: 2", "wikidatum", "no role", None),
        ("stixId: ▶x", "stixId", "has to match", None),
    ],
)
def test_a_wrong_claim_is_shown_with_its_place(
    folder: Write, filled: str, field: str, says: str, suggestion: str | None
) -> None:
    expect_one(folder, "ownership", CLAIM.replace("{}", filled), (field, says, suggestion))


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "ownership",
            "    type: Ownership",
            "    type: ▶Ownershp",
            ("type", "no class that can stand here", "Ownership"),
        ),
        ("ownership", "type: Ownership", "type: ▶Firm", ("type", "belongs under entities", None)),
        ("ownership", "    type: Ownership\n    owner", "    ▶owner", ("type", "'type' is missing", None)),
        ("ownership", "owner: iai", "▶ownr: iai\n    owner: iai", ("ownr", "no role of Ownership", "owner")),
        ("ownership", "owner: iai", "owner: iai\n    ▶share: 50 %", ("share", "belongs into a claim", None)),
        ("ownership", "  iai-bluebird", "  ▶IAI Bluebird", ("IAI Bluebird", "no id", "iai-bluebird")),
        ("ownership", "  iai-bluebird", "  ▶bluebird", ("type", "is of class Ownership here but of class Firm", None)),
        (
            "ownership",
            "  iai-bluebird:\n    type: Ownership\n    owner: iai",
            "  ▶iai-bluebird:\n    type: Ownership",
            ("owner", "No claim says who or what is the owner", None),
        ),
        ("ownership", "valid: 2021/..", "valid: ▶2021-02-30", ("valid", "February 2021 has no day 30", None)),
        ("ownership", "valid: 2021/..", "valid: ▶unknown", ("valid", "leave valid out", None)),
        ("ownership", "status: denied", "status: ▶denyed", ("status", "no status", "denied")),
        ("ownership", "credibility: 2", "credibility: ▶B", ("credibility", "no credibility", None)),
        (
            "ownership",
            "- source: globes-2021\n        credibility: 2",
            "- ▶source: globes-2021",
            ("credibility", "is missing", None),
        ),
        ("ownership", "- source: globes-2021\n        credibility", "- ▶credibility", ("source", "who says it", None)),
        (
            "ownership",
            "source: globes-2021",
            "source: ▶globe-2021",
            ("source", "no source 'globe-2021'", "globes-2021"),
        ),
        ("ownership", "quote: IAI", 'quote: ▶"" #', ("quote", "nothing here", None)),
        ("ownership", "quote: IAI has", "quote: ▶[a, b] #", ("quote", "one text", None)),
        ("ownership", "relationships:", "▶relationship:", ("relationship", "no section", "relationships")),
        ("ownership", "    claims:\n", "    ▶claim:\n", ("claim", "no role of Ownership", "claims")),
        (
            "firms",
            "- source: editors\n        name: BlueBird Aero Systems",
            "- source: editors\n        alias: BlueBird",
            ("name", "No claim gives the name of 'bluebird'", None),
        ),
        (
            "firms",
            "  bluebird:\n    type: Firm",
            "  bluebird:\n    type: ▶Actor",
            ("type", "no class that can stand here", None),
        ),
        (
            "firms",
            "  bluebird:\n    type: Firm",
            "  bluebird:\n    type: ▶Frim",
            ("type", "no class that can stand here", "Firm"),
        ),
        (
            "firms",
            "  bluebird:\n    type: Firm",
            "  bluebird:\n    type: Firm\n    ▶owner: iai",
            ("owner", "no role of Firm", None),
        ),
        (
            "firms",
            "  bluebird:\n    type: Firm",
            "  bluebird:\n    type: ArmedForce",
            ("", "of class ArmedForce, which cannot be the asset", None),
        ),
        ("firms", "established: 2002, note", "note", ("claims", "says nothing", None)),
        ("firms", "established: 2002", "established: ▶2.5.2002", ("established", "is no date", None)),
        ("sources", "reliability: D", "reliability: ▶G", ("reliability", "no reliability", None)),
        ("sources", "    reason: Repeats Globes.\n", "", ("reason", "'reason' is missing", None)),
        ("sources", "url: https://example.org/globes", "url: ▶ftp://example.org", ("url", "no address", None)),
        ("sources", "date: 2021-03-01~", "date: ▶2021-3-1", ("date", "is no date", None)),
        ("sources", "language: he", "language: ▶Hebrew", ("language", "no language tag", None)),
        ("sources", "publisher: Globes", "▶publsher: Globes", ("publsher", "no field of a source", "publisher")),
        (
            "sources",
            "derived_from: [globes-2021]",
            "derived_from: [▶globes]",
            ("derived_from", "no source 'globes'", "globes-2021"),
        ),
        (
            "sources",
            "  globes-2021:\n    title",
            "  ▶globes-2021:\n    derived_from: reprint-2021\n    title",
            ("derived_from", "derived from itself", None),
        ),
        ("dataset", "id: trial", "id: ▶Trial", ("id", "no id", "trial")),
        ("dataset", "licence: CC0-1.0\n", "", ("licence", "'licence' is missing", None)),
        (
            "dataset",
            "title: A trial",
            "title: A trial\nredistribute: ▶maybe",
            ("redistribute", "neither yes nor no", None),
        ),
    ],
)
def test_a_wrong_file_is_shown_with_its_place(folder: Write, file: str, old: str, new: str, expected: Expected) -> None:
    original = (folder() / f"{file}.yaml").read_text(encoding="utf-8")
    assert old in original
    expect_one(folder, file, original.replace(old, new, 1), expected)


def expect_one(folder: Write, file: str, text: str, expected: Expected) -> None:
    field, says, suggestion = expected
    path = folder(**{file: text.replace(HERE, "")})
    found = [p for p in check(path, V) if says in p.message]
    assert found, "\n".join(map(str, check(path, V)))
    for problem in found[:1]:
        assert says in str(problem)
        assert problem.suggestion == suggestion or suggestion is None
        assert problem.field == field or not field
        if HERE in text:
            before = text[: text.index(HERE)]
            place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
            assert (Path(problem.file).stem, problem.line, problem.column) == (file, *place)


def test_all_problems_are_told_at_once_in_their_order(folder: Write) -> None:
    text = OWNERSHIP.replace("~50 %", "half").replace("2021/..", "soon").replace("status: denied", "status: no")
    path = folder(ownership=text, sources=SOURCES.replace("reliability: D", "reliability: Z"))
    problems = check(path, V)
    assert [(Path(p.file).name, p.line, p.field) for p in problems] == [
        ("ownership.yaml", 9, "valid"),
        ("ownership.yaml", 11, "share"),
        ("ownership.yaml", 14, "status"),
        ("sources.yaml", 16, "reliability"),
    ]
    with pytest.raises(Refused) as caught:
        read_dataset(path, V)
    assert caught.value.problems == problems
    assert str(caught.value).startswith("4 problems:\n")


def test_a_message_reads_as_a_sentence(folder: Write) -> None:
    (problem,) = check(folder(ownership=OWNERSHIP.replace("~50 %", "50 percnt")), V)
    place = f"{problem.file}:11:16 share: "
    assert str(problem) == place + (
        "'50 percnt' is no share: give a number with a unit, such as 50 %. Did you mean 'percent'? Allowed: percent."
    )


def test_what_stands_in_two_files_is_shown_with_the_other_place(folder: Write) -> None:
    path = folder(zz=OWNERSHIP, sources2=SOURCES)
    messages = [p.message for p in check(path, V) if Path(p.file).stem in ("zz", "sources2")]
    assert any(f"There is already a relationship of this id at {path / 'ownership.yaml'}:2" in m for m in messages)
    assert any(f"There is already a source of this id at {path / 'sources.yaml'}:2" in m for m in messages)
    assert any(f"The same claim stands already at {path / 'ownership.yaml'}:7" in m for m in messages)


def test_a_source_nobody_cites_is_shown(folder: Write) -> None:
    text = SOURCES + "  idle:\n    title: Idle\n    reliability: F\n    reason: None\n"
    (problem,) = check(folder(sources=text), V)
    assert (problem.field, problem.line) == ("idle", 19)
    assert "No claim is by this source" in problem.message


def test_a_type_that_differs_between_files_is_shown(folder: Write) -> None:
    more = "entities:\n  iai:\n    type: State\n    claims:\n      - {source: globes-2021, credibility: 2, alias: x}\n"
    found = [p for p in check(folder(more=more), V) if p.field == "type"]
    assert [(Path(p.file).stem, p.line) for p in found] == [("more", 2)]


def test_a_file_is_checked_among_its_neighbours(folder: Write) -> None:
    path = folder(ownership=OWNERSHIP.replace("owner: iai", "owner: nobody"))
    assert check(path / "firms.yaml", V) == ()
    assert [p.value for p in check(path / "ownership.yaml", V)] == ["nobody"]
    (path / "firms.yaml").write_text("a: [")
    assert [Path(p.file).name for p in check(path / "ownership.yaml", V)] == ["firms.yaml"]


def test_a_file_by_itself_has_to_be_complete(tmp_path: Path) -> None:
    file = tmp_path / "all.yaml"
    file.write_text(SOURCES + FIRMS + OWNERSHIP, encoding="utf-8")
    assert check(file, V) == ()
    file.write_text(FIRMS + OWNERSHIP, encoding="utf-8")
    assert {p.field for p in check(file, V)} == {"source"}


def test_what_would_not_be_read_is_shown(folder: Write) -> None:
    path = folder()
    (path / "more.yml").write_text("a: 1")
    (path / "README.md").write_text("is left alone")
    (path / "link.yaml").symlink_to(path / "firms.yaml")
    assert sorted((Path(p.file).name, p.message) for p in check(path, V)) == [
        ("link.yaml", "This is a link. Give the file itself."),
        ("more.yml", "This file is not read: its name must end in .yaml."),
    ]


def test_a_folder_without_a_description_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"dataset\.yaml"):
        read_dataset(tmp_path, V)
    with pytest.raises(Refused, match="No such file"):
        read_dataset(tmp_path / "nowhere", V)


WORDS = st.sampled_from(
    [
        "sources",
        "entities",
        "relationships",
        "type",
        "claims",
        "Firm",
        "Ownership",
        "owner",
        "iai",
        "name",
        "share",
        "50 %",
        "source",
        "editors",
        "valid",
        "2021",
        "unknown",
        "value",
        "",
        "\n  ",
        ": ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        ",",
        '"',
        "~",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=200), st.lists(WORDS, max_size=40).map(lambda words: "".join(words).encode())))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "fuzz.yaml"
    file.write_bytes(data)
    assert all(isinstance(problem, Problem) and problem.line >= 1 for problem in check(file, V))


TREES: st.SearchStrategy[object] = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=20
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(WORDS, st.dictionaries(WORDS, st.dictionaries(WORDS, TREES, max_size=4), max_size=3), max_size=3)
)
def test_any_structure_is_read_or_refused(tmp_path: Path, tree: dict[str, object]) -> None:
    file = tmp_path / "fuzz.yaml"
    file.write_text(json.dumps(tree))
    assert all(str(problem) for problem in check(file, V))


IDENTITY = """
sources:
  reviewer:
    title: Who is who, decided by A. Reviewer
    reliability: B
    reason: Looked at the names and at what both are said to make.
relationships:
  iai-elsewhere:
    type: Identity
    identified: israel-aerospace-industries
    identifiedWith: top-100-iai
    claims:
      - {source: reviewer, credibility: 1, note: The same firm under its initials.}
"""


def test_an_identity_may_name_ids_of_other_datasets(tmp_path: Path) -> None:
    (tmp_path / "dataset.yaml").write_text(DESCRIPTION, encoding="utf-8")
    (tmp_path / "who.yaml").write_text(IDENTITY, encoding="utf-8")
    (claim,) = read_dataset(tmp_path, V).claims
    assert [value.value for value in claim.values] == ["israel-aerospace-industries", "top-100-iai"]
    twice = IDENTITY.replace("top-100-iai", "israel-aerospace-industries")
    (tmp_path / "who.yaml").write_text(twice, encoding="utf-8")
    with pytest.raises(Refused, match="that an id is its own"):
        read_dataset(tmp_path, V)
