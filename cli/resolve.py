"""``defgraph resolve``: which ids may be one thing, and a person's decisions on that."""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from cli.session import with_service
from cli.show import say, talk, write_bytes
from cli.tables import show, table
from cli.where import Where, located
from graph.checks import one_of
from graph.cite import name_thing
from graph.errors import BadQuestion
from graph.identity.likeness import SUGGESTED
from graph.questions.candidates import Candidate, find_candidates
from graph.questions.names import resolve as find
from graph.service import Service
from graph.settings import refuse_read_only
from graph.snapshot import Snapshot
from graph.store.load import LoadResult
from graph.view import View
from loaders.decisions import Decision, decided, write_down, write_draft
from loaders.run import load_release, read_named
from ontology.names import FIRM
from ontology.vocabulary import load_vocabulary

SHOWN = 50
ANSWERS = {"s": True, "d": False}

Ends = Annotated[list[str] | None, typer.Argument(help="Two ids or names, to decide on them at once.")]
Datasets = Annotated[list[str] | None, typer.Option("--dataset", help="Only pairs of which one is in it.")]
Types = Annotated[list[str] | None, typer.Option("--type", help="Classes to look in; firms, if none is named.")]
Least = Annotated[float, typer.Option(min=0.0, max=1.0, help="The least likeness that is shown.")]
Ask = Annotated[bool, typer.Option("--ask", help="Ask about each pair: same, different, skip, quit.")]
Same = Annotated[bool, typer.Option("--same", help="Decide that both are one.")]
Different = Annotated[bool, typer.Option("--different", help="Decide that they are not.")]
Why = Annotated[str | None, typer.Option(help="The reason, to be kept with the decision.")]
By = Annotated[str | None, typer.Option(help="Who decides; you, if nobody is named.")]
Folder = Annotated[Path | None, typer.Option(help="Where decisions are kept; in the data folder, if not said.")]
Draft = Annotated[Path | None, typer.Option(help="Write the candidates into this folder, to be decided there.")]
Seek = Callable[[Snapshot], list[Candidate]]


@located
def resolve(
    *,
    ends: Ends = None,
    dataset: Datasets = None,
    type: Types = None,  # noqa: A002 - the word users know
    least: Least = SUGGESTED,
    ask: Ask = False,
    same: Same = False,
    different: Different = False,
    why: Why = None,
    by: By = None,
    folder: Folder = None,
    draft: Draft = None,
    where: Where,
) -> None:
    """Show which entities may be one, with reasons; or decide on them. Names only suggest: a person decides."""
    desk = Desk(
        folder or where.settings.data / "identity", by or getpass.getuser(), datetime.now(UTC).date().isoformat()
    )
    if ends or same or different:
        refuse_read_only(where.settings)
        pair = _pair(ends or [], same=same, different=different, why=why)
        _tell(with_service(where, lambda service: desk.decide(service, pair, same, why or "")), where)
        return
    seek = partial(_seek, datasets=dataset or [], types=type or [FIRM], least=least)
    if ask:
        refuse_read_only(where.settings)
        with_service(where, lambda service: desk.sit(service, seek, where))
        return
    found, rows = with_service(where, lambda service: service.ask(lambda s: _shown(s, seek(s))))
    if draft is not None:
        path = write_draft(draft, found, desk.by, desk.on, load_vocabulary())
        talk(f"{len(found)} candidates are in {path}: decide there, then load the folder with `defgraph load {draft}`.")
    elif where.json:
        write_bytes(orjson.dumps({"data": rows}))
    else:
        _show(rows)


class Desk:
    """Where a person decides: the folder of decisions, who it is, and the day."""

    def __init__(self, folder: Path, by: str, on: str) -> None:
        self.folder, self.by, self.on = folder, by, on

    def decision(self, one: str, other: str, same: bool, why: str) -> Decision:
        """A decision of this person today."""
        return Decision(one, other, same, self.by, self.on, why)

    async def sit(self, service: Service, seek: Seek, where: Where) -> None:
        """Ask about one pair after the other; load what was decided."""
        known = decided(self.folder, service.vocabulary)
        found, rows = await service.ask(lambda snapshot: _shown(snapshot, seek(snapshot)))
        left = [
            (pair, row) for pair, row in zip(found, rows, strict=True) if frozenset((pair.one, pair.other)) not in known
        ]
        made = await asyncio.to_thread(self._ask_all, left, service)
        if made or known:
            _tell(await self.load(service), where)

    async def decide(self, service: Service, ends: Sequence[str], same: bool, why: str) -> LoadResult:
        """Decide on two ids or names, and load that."""
        one, other = await service.ask(lambda snapshot: [_id(snapshot, name) for name in ends])
        write_down(self.folder, self.decision(one, other, same, why), service.vocabulary)
        return await self.load(service)

    def _ask_all(self, left: Sequence[tuple[Candidate, dict[str, Any]]], service: Service) -> int:
        made = 0
        for number, (pair, row) in enumerate(left, 1):
            _show_pair(row, f"{number} of {len(left)}")
            answer = _answer()
            if answer == "q":
                break
            if answer in ANSWERS:
                why = typer.prompt("why", default="; ".join(pair.reasons), err=True)
                write_down(self.folder, self.decision(pair.one, pair.other, ANSWERS[answer], why), service.vocabulary)
                made += 1
        return made

    async def load(self, service: Service) -> LoadResult:
        """Bring the graph to what the folder says."""
        release = read_named(str(self.folder), None, service.vocabulary)
        return await load_release(service.store, release, message=f"Who is who, by {self.by}")


def _pair(ends: Sequence[str], *, same: bool, different: bool, why: str | None) -> Sequence[str]:
    """Both ends of a decision.

    Raises:
        BadQuestion: something of a decision is missing.
    """
    if len(ends) != 2 or same == different or not why:  # noqa: PLR2004 - a pair
        hint = 'Such as: defgraph resolve iai top-100-iai --same --why "Its initials."'
        raise BadQuestion("A decision needs two ids, --same or --different, and --why.", hint=hint, parameter="ends")
    return ends


def _id(snapshot: Snapshot, name: str) -> str:
    """The id that is meant; one that leads to another stays what it is, so that both can be told apart again."""
    known = (snapshot.position, snapshot.identity.kept)
    return name if any(name in ids for ids in known) else find(snapshot, name, "ends")


def _seek(snapshot: Snapshot, *, datasets: Sequence[str], types: Sequence[str], least: float) -> list[Candidate]:
    for name in datasets:
        one_of("dataset", name, snapshot.datasets)
    for name in types:
        one_of("type", name, snapshot.vocabulary.entities)
    return find_candidates(snapshot, View(), datasets=datasets, types=types, least=least)


def _shown(snapshot: Snapshot, found: list[Candidate]) -> tuple[list[Candidate], list[dict[str, Any]]]:
    """The candidates, and what is printed of each."""
    rows = [
        {
            "score": pair.score,
            "likely": pair.likely,
            "one": name_thing(snapshot, pair.one),
            "other": name_thing(snapshot, pair.other),
            "reasons": list(pair.reasons),
        }
        for pair in found
    ]
    return found, rows


def _show(rows: Sequence[dict[str, Any]]) -> None:
    cells = (
        (f"{row['score']:.2f}", row["one"]["id"], row["other"]["id"], "; ".join(row["reasons"])) for row in rows[:SHOWN]
    )
    show(table("likeness", "one", "other", "why", rows=cells))
    if len(rows) > SHOWN:
        talk(f"{len(rows) - SHOWN} more: --json has all, --least fewer.")
    if not rows:
        talk("There are none.")


def _show_pair(row: dict[str, Any], place: str) -> None:
    ends = (f"{row[end]['name']} ({row[end]['type']} {row[end]['id']})" for end in ("one", "other"))
    talk(f"\n{place}: {' | '.join(ends)}")
    talk(f"  {row['score']:.2f}: {'; '.join(row['reasons'])}")


def _answer() -> str:
    """What is answered: s, d, q, or anything else to go on; the end of the input is q."""
    try:
        return str(typer.prompt("same, different, skip or quit? [s/d/k/q]", default="k", show_default=False, err=True))[
            :1
        ]
    except typer.Abort:
        return "q"


def _tell(result: LoadResult, where: Where) -> None:
    if where.json:
        write_bytes(orjson.dumps(result.as_dict()))
    else:
        say(f"revision {result.revision}: {result.added:,} added, {result.retracted:,} retracted")
