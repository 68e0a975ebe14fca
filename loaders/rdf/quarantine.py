"""The quarantine: documents that were received and that nobody has decided on yet.

It is a folder beside the store, not a part of it: nothing in it is in any view, whatever is asked. What is accepted is
loaded; what is refused is gone but for a line that says who refused it, when and why.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from graph.claim import Claim
from graph.errors import Refused
from graph.loadset import LoadSet
from graph.store.load import LoadResult, Progress
from graph.store.store import silent
from loaders.difference import Difference, compare
from loaders.rdf.intake import Received, from_plain
from loaders.rdf.joined import Violation, new_violations

if TYPE_CHECKING:
    from graph.store import Store
    from graph.store.read import StoredClaims
    from ontology.vocabulary import Vocabulary

FOLDER, LOG = "quarantine", "decisions.jsonl"
_NAME = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Case:
    """A document in quarantine: its id, the file it came as, when, and what it says in short."""

    id: str
    file: str
    received: str
    claims: int
    datasets: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """As plain JSON data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Review:
    """What a person decides on: for each dataset what would change, and what the document would have changed beside it.

    `claims` counts classes; `rewritten` are descriptions of datasets and sources that differ from those in the graph:
    the graph's stay. `nameless` are new entities without a name. `violations` are the things that would violate a shape
    in the whole graph, and don't without the document, each with what is wrong. `foreign` predicates and `history`
    (retracted claims) are not read.
    """

    case: Case
    differences: dict[str, Difference]
    claims: dict[str, int]
    sources: dict[str, int]
    rewritten: tuple[str, ...]
    nameless: tuple[str, ...]
    violations: tuple[Violation, ...]
    foreign: dict[str, int]
    history: int

    def as_dict(self) -> dict[str, Any]:
        """As plain JSON data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Quarantine:
    """The quarantine of a data folder."""

    folder: Path

    @classmethod
    def of(cls, data: Path) -> Quarantine:
        """That of a data folder, which need not exist yet."""
        return cls(data / FOLDER)

    def add(self, received: Received) -> Case:
        """Take a document in; the same document again is the same case."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        told = {
            "datasets": [asdict(dataset) for dataset in received.datasets],
            "sources": [asdict(source) for source in received.sources],
            "claims": [claim.as_dict() for claim in received.claims],
            **{name: getattr(received, name) for name in ("name", "digest", "quads", "history", "foreign")},
            "received": _now(),
        }
        path = self._path(received.digest[:12])
        if not path.exists():
            part = path.with_suffix(".part")
            part.write_bytes(orjson.dumps(told))
            part.replace(path)
        return self._case(path)

    def cases(self) -> tuple[Case, ...]:
        """The documents that wait, the oldest first."""
        found = [self._case(path) for path in self.folder.glob("*.json")]
        return tuple(sorted(found, key=lambda case: (case.received, case.id)))

    def decisions(self) -> tuple[dict[str, Any], ...]:
        """What was decided, the oldest first."""
        path = self.folder / LOG
        return tuple(orjson.loads(line) for line in path.read_bytes().splitlines()) if path.exists() else ()

    def find(self, name: str) -> tuple[Case, Received]:
        """A document that waits, by its id or the beginning of it.

        Raises:
            Refused: there is none, or more than one.
        """
        found = [case for case in self.cases() if name and case.id.startswith(name)]
        if len(found) != 1:
            waiting = ", ".join(case.id for case in self.cases()) or "nothing"
            raise Refused(f"No one document in quarantine has the id {name!r}.", hint=f"Waiting: {waiting}.")
        told = orjson.loads(self._path(found[0].id).read_bytes())
        return found[0], from_plain(told["name"], told["digest"], told)

    async def review(self, name: str, store: Store, vocabulary: Vocabulary) -> Review:
        """What accepting a document would change."""
        case, received = self.find(name)
        stored = await store.read()
        standing = [claim for claim, _, retracted in stored.claims if retracted is None]
        home = {source.id: source.dataset for source in stored.sources}
        differences = {
            loadset.dataset.id: compare(
                [claim for claim in standing if home[claim.source] == loadset.dataset.id],
                loadset,
                vocabulary.entities.__contains__,
                {claim.subject for claim in standing if home[claim.source] != loadset.dataset.id},
            )
            for loadset in load_sets(received, stored)
        }
        counts = (Counter(getattr(claim, part) for claim in received.claims) for part in ("type", "source"))
        types, sources = (dict(count.most_common()) for count in counts)
        rewritten = tuple(_rewritten(received, stored))
        named = {claim.subject for claim in received.claims if claim.get("name")}
        new = {name for told in differences.values() for name in told.entities}
        nameless, foreign = tuple(sorted(new - named)), dict(received.foreign)
        violated = await asyncio.to_thread(new_violations, received, stored, vocabulary)
        return Review(case, differences, types, sources, rewritten, nameless, violated, foreign, received.history)

    async def accept(
        self, name: str, store: Store, who: str, *, whole: bool = False, progress: Progress = silent
    ) -> tuple[LoadResult, ...]:
        """Load a document; with `whole`, what its datasets say beside it is retracted.

        Raises:
            LoadBusy: another load is under way. What has been loaded of the document so far stays; accept it again.
        """
        case, received = self.find(name)
        await store.prepare()
        results = []
        for loadset in load_sets(received, await store.read(), whole=whole):
            message = f"Accept {case.file} ({case.id}) by {who}: {loadset.dataset.id}"
            results.append(await store.load(loadset, message=message, progress=progress))
        self._decide(case, "accepted", who, "")
        return tuple(results)

    def refuse(self, name: str, who: str, why: str) -> Case:
        """Throw a document away; the decision is kept."""
        case, _ = self.find(name)
        self._decide(case, "refused", who, why)
        return case

    def _decide(self, case: Case, decision: str, who: str, why: str) -> None:
        told = case.as_dict() | {"decision": decision, "who": who, "why": why, "when": _now()}
        with (self.folder / LOG).open("ab") as log:
            log.write(orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE))
        self._path(case.id).unlink()

    def _case(self, path: Path) -> Case:
        told = orjson.loads(path.read_bytes())
        datasets = tuple(dataset["id"] for dataset in told["datasets"])
        return Case(path.stem, told["name"], told["received"], len(told["claims"]), datasets)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise Refused(f"{name!r} is no id of a document in quarantine.")
        return self.folder / f"{name}.json"


def load_sets(received: Received, stored: StoredClaims, *, whole: bool = False) -> tuple[LoadSet, ...]:
    """A document as loads: descriptions that the graph has stay as they are, and so does what it is silent on."""
    datasets = {dataset.id: dataset for dataset in (*received.datasets, *stored.datasets)}
    sources = {source.id: source for source in (*received.sources, *stored.sources)}
    cited = {claim.source for claim in received.claims}
    found = []
    for name in sorted({sources[source].dataset for source in cited}):
        own = tuple(sources[source] for source in sorted(cited) if sources[source].dataset == name)
        ids = {source.id for source in own}
        claims = tuple(claim for claim in received.claims if claim.source in ids)
        found.append(LoadSet(datasets[name], own, claims, keeps=None if whole else _all))
    return tuple(found)


def _all(unsaid: Sequence[Claim]) -> frozenset[str]:
    return frozenset(claim.id for claim in unsaid)


def _rewritten(received: Received, stored: StoredClaims) -> Iterator[str]:
    """The descriptions in a document that are not those of the graph."""
    for what, theirs, ours in (
        ("dataset", received.datasets, stored.datasets),
        ("source", received.sources, stored.sources),
    ):
        known = {described.id: described for described in ours}
        for described in theirs:
            if described.id in known and replace(known[described.id]) != described:
                yield f"{what} {described.id}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


__all__ = ["Case", "Quarantine", "Review", "load_sets"]
