"""A short fuzz of everything that reads what others write: `python -m tests.fuzz --seconds 60`.

Each target takes text that hypothesis makes, half of it bent from text that is good, and may answer only in the ways
that are promised: a value, or an error that says what is wrong. Anything else ends the run with the text that did it.
The search is for a stated time, not a count, so it finds more on a faster machine; the seed printed first repeats it.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from graph.claim import Claim, Value
from graph.dates import parse_edtf
from graph.errors import BadQuestion, DefgraphError, Refused, UnknownEntity
from graph.questions.names import resolve
from graph.questions.views import read_view
from graph.snapshot import Snapshot
from graph.source import Dataset, Reliability, Source
from graph.view import PARAMETERS
from loaders.claims_file import read_claims
from loaders.values import parse_value
from ontology.vocabulary import load_vocabulary

GOOD_FILE = """\
sources:
  paper-2021: {title: A paper, date: 2021-11-24, reliability: C, reason: general press}
entities:
  acme: {type: Firm, claims: [{source: editors, name: {en: Acme, ar: أكمي}}]}
  bolt: {type: Firm, claims: [{source: editors, name: Bolt}]}
relationships:
  acme-bolt:
    type: Ownership
    owner: acme
    asset: bolt
    claims:
      - {source: paper-2021, credibility: 2, valid: 2021/.., share: 50 %, quote: half of it}
"""
GOOD_VALUES = [
    "50 %",
    "~150",
    "75?",
    ">=500 million USD",
    "500..585 million EUR",
    "unknown",
    "2021-11~",
    "1 000,5",
    "yes",
]
GOOD_DATES = ["2021", "2021-11", "2021-11-24", "2021~", "202X", "2021/..", "../2021", "2021-21", "1985-04-12?/2004-06~"]
GOOD_VIEWS = ["2019", "certain", "Firm", "Ownership", "acme", "0.5", "majority", "roles", "1", "paper"]

LIMITS = settings(
    max_examples=200,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)

vocabulary = load_vocabulary()


def bent(examples: list[str]) -> st.SearchStrategy[str]:
    """Good text with a few characters taken out, put in or doubled, or any text at all."""
    edits = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 3), st.text(max_size=3)), max_size=4)
    return st.one_of(st.text(max_size=200), st.tuples(st.sampled_from(examples), edits).map(lambda made: bend(*made)))


def bend(text: str, edits: list[tuple[int, int, str]]) -> str:
    """Apply edits: at a place, drop as many characters as the number says and put in the text."""
    for place, dropped, put in edits:
        at = place % (len(text) + 1)
        text = text[:at] + put + text[at + dropped :]
    return text


def small_snapshot() -> Snapshot:
    """Two firms, one owning the other, said by one paper."""
    claims = [
        Claim("acme", "Firm", "paper", (Value("name", "Acme", lang="en"),), credibility=2),
        Claim("bolt", "Firm", "paper", (Value("name", "Bolt", lang="en"),), credibility=2),
        Claim(
            "acme-bolt",
            "Ownership",
            "paper",
            (Value("owner", "acme"), Value("asset", "bolt")),
            "2021/..",
            credibility=2,
        ),
    ]
    dataset = Dataset("press", "Press", "A press", "CC-BY-4.0", "2021")
    source = Source("paper", "press", "A paper", reliability=Reliability.C)
    return Snapshot.build(vocabulary, 1, [dataset], [source], [(claim, 1, None) for claim in claims])


SNAPSHOT = small_snapshot()
PROPERTIES = sorted(vocabulary.properties)


def read_a_file(folder: Path, text: str) -> None:
    """A claims file is read or refused with places."""
    path = folder / "claims.yaml"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    try:
        read_claims(path, vocabulary)
    except Refused as error:
        assert str(error)


def read_a_date(text: str) -> None:
    """A date is within its own bounds or refused."""
    try:
        period = parse_edtf(text)
    except ValueError as error:
        assert str(error)
    else:
        assert period.start_earliest <= period.start_latest
        assert period.end_earliest <= period.end_latest


def read_a_value(name: str, text: str) -> None:
    """A value is read or refused."""
    try:
        value = parse_value(text, vocabulary.properties[name], vocabulary)
    except DefgraphError as error:
        assert str(error)
    else:
        assert Value.from_dict(value.as_dict()) == value


def read_a_view(parameters: Mapping[str, list[str]]) -> None:
    """A view is read, the same however often, or refused with its parameter."""
    try:
        view = read_view(parameters, SNAPSHOT)
    except BadQuestion as error:
        assert error.parameter
    else:
        assert read_view(parameters, SNAPSHOT) == view


def resolve_a_name(text: str) -> None:
    """A name is that of an entity, of several, or unknown."""
    try:
        assert resolve(SNAPSHOT, text, "from") in {"acme", "bolt"}
    except (BadQuestion, UnknownEntity) as error:
        assert str(error)


Search = tuple[Callable[..., None], tuple[st.SearchStrategy[Any], ...]]


def searches(folder: Path) -> dict[str, Search]:
    """What is tried, and what it is tried with."""
    views = st.dictionaries(st.sampled_from([*PARAMETERS, "junk"]), st.lists(bent(GOOD_VIEWS), max_size=3), max_size=4)
    return {
        "claims file": (partial(read_a_file, folder), (bent([GOOD_FILE]),)),
        "date": (read_a_date, (bent(GOOD_DATES),)),
        "value": (read_a_value, (st.sampled_from(PROPERTIES), bent(GOOD_VALUES))),
        "view": (read_a_view, (views,)),
        "name": (resolve_a_name, (bent(["Acme", "acme", "bolt"]),)),
    }


def run(search: Search, until: float, number: int) -> int:
    """Search in rounds, each with a seed of its own, until the time is over; how many examples were tried."""
    check, strategies = search
    tried = 0
    while tried == 0 or time.monotonic() < until:

        @seed(number + tried)
        @settings(LIMITS)
        @given(st.tuples(*strategies))
        def once(made: tuple[Any, ...]) -> None:
            check(*made)

        once()
        tried += LIMITS.max_examples
    return tried


def main() -> None:
    """Share the time between the targets and say how many examples each saw."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args()
    print(f"seed {options.seed}")
    with tempfile.TemporaryDirectory() as folder:
        chosen = searches(Path(folder))
        for number, (name, search) in enumerate(chosen.items()):
            until = time.monotonic() + options.seconds / len(chosen)
            print(f"{name}: {run(search, until, options.seed + number)} examples")


if __name__ == "__main__":
    main()
