"""A folder of decisions on who is who: a dataset of claims like any other, which a person makes one by one.

Each decision is written down at once, so that nothing is lost when the person leaves, and the next sitting goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph.claim import Claim, Status, Value
from graph.errors import Refused
from graph.identity.merges import ROLES
from graph.questions.candidates import Candidate
from graph.source import Reliability, Source
from loaders.claims_file import DESCRIPTION, read_claims
from loaders.writer import write_claims
from ontology.names import IDENTITY

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

DATASET = "identity"
FILE = "decisions.yaml"
DRAFT = "candidates.yaml"
TITLE = "Who is who, as decided by {}"
REASON = "A person who looked at both names and the reasons given for and against."
CREDIBILITY = 2
DESCRIBED = """\
id: {}
title: Who is who, as decided here
publisher: whoever decided, as the sources say
licence: CC0-1.0
licence_url: https://creativecommons.org/publicdomain/zero/1.0/
coverage: Pairs of ids that somebody looked at. That a pair is not here says nothing.
"""


HOW = """\
# Candidates, the likeliest first. Take the # away from the lines of those that are one. Where they are known not to
# be, take it away too, and write "status: denied" under the credibility. Leave the others, then load the folder.
"""


@dataclass(frozen=True, slots=True)
class Decision:
    """That two ids are one thing, or are not: `by` whom, `on` which day, and `why`."""

    one: str
    other: str
    same: bool
    by: str
    on: str
    why: str

    def source(self) -> Source:
        """Who says so: a source for each person and day."""
        return Source(
            f"identity-{_slug(f'{self.by} {self.on}')}",
            DATASET,
            TITLE.format(self.by),
            self.by,
            self.on,
            None,
            "en",
            Reliability.B,
            REASON,
        )

    def claim(self) -> Claim:
        """What is said.

        >>> Decision("top-iai", "iai", True, "A. Reviewer", "2026-11-26", "The same").claim().subject
        'iai--top-iai'
        """
        one, other = sorted((self.one, self.other))
        status = Status.ASSERTED if self.same else Status.DENIED
        values = tuple(Value(role, name) for role, name in zip(ROLES, (one, other), strict=True))
        return Claim(
            f"{one}--{other}"[:128], IDENTITY, self.source().id, values, None, status, CREDIBILITY, note=self.why
        )


def open_folder(folder: Path, dataset: str = DATASET) -> None:
    """Make a dataset folder, if it is not there.

    Raises:
        Refused: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / DESCRIPTION).exists():
            (folder / DESCRIPTION).write_text(DESCRIBED.format(dataset), encoding="utf-8")
    except OSError as error:
        raise Refused(f"{folder} cannot be written: {error.strerror}.", hint="Choose another folder.") from None


def write_down(folder: Path, decision: Decision, vocabulary: Vocabulary) -> None:
    """Add a decision to a folder; it takes the place of an earlier one on the same pair.

    Raises:
        Refused: what is in the folder already cannot be read.
    """
    open_folder(folder)
    claim, source = decision.claim(), decision.source()
    sources, claims = _written(folder, vocabulary)
    kept = [other for other in claims if other.subject != claim.subject]
    used = {other.source for other in kept}
    _replace(
        folder / FILE,
        write_claims(
            [*(known for name, known in sources.items() if name in used and name != source.id), source],
            [*kept, claim],
            vocabulary,
        ),
    )


def decided(folder: Path, vocabulary: Vocabulary) -> frozenset[frozenset[str]]:
    """The pairs of ids that a folder has a decision on."""
    _, claims = _written(folder, vocabulary)
    return frozenset(frozenset(str(value.value) for value in claim.values) for claim in claims)


def write_draft(folder: Path, candidates: Iterable[Candidate], by: str, on: str, vocabulary: Vocabulary) -> Path:
    """Write candidates into a dataset folder of their own, each behind marks of a remark: who takes them away decides.

    Raises:
        Refused: the folder cannot be written, or has a draft already.
    """
    open_folder(folder, f"{DATASET}-{_slug(folder.name)}")
    path = folder / DRAFT
    if path.exists():
        raise Refused(f"There is a draft already: {path}.", hint="Finish it, or choose another folder.")
    _replace(path, _draft(candidates, by, on, vocabulary))
    return path


def _draft(candidates: Iterable[Candidate], by: str, on: str, vocabulary: Vocabulary) -> str:
    source = write_claims([Decision("", "", True, by, on, "").source()], [], vocabulary)
    lines = [HOW, source.rstrip("\n"), "relationships:"]
    for candidate in candidates:
        claim = Decision(candidate.one, candidate.other, True, by, on, candidate.reasons[0]).claim()
        _, *entry = write_claims([], [claim], vocabulary).splitlines()
        lines.append(f"\n# {candidate.score:.2f}: {'; '.join(candidate.reasons)}")
        lines.extend(f"#{line}" for line in entry)
    return "\n".join(lines) + "\n"


def _written(folder: Path, vocabulary: Vocabulary) -> tuple[Mapping[str, Source], tuple[Claim, ...]]:
    path = folder / FILE
    if not path.exists():
        return {}, ()
    read = read_claims(path, vocabulary, DATASET)
    return {source.id: source for source in read.sources}, read.claims


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or "nobody"


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    growing = path.with_suffix(".new")
    growing.write_text(text, encoding="utf-8")
    growing.replace(path)


__all__ = ["DATASET", "FILE", "Decision", "decided", "open_folder", "write_down", "write_draft"]
