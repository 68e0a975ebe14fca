"""``defgraph quarantine``: RDF that partners sent, until a person has accepted or refused it."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.text import Text

from cli.connect import with_store
from cli.show import progress_bar, say, write_bytes
from cli.tables import show, table
from cli.where import Where, located
from graph.settings import Settings, refuse_read_only
from graph.store import Store
from graph.store.load import LoadResult
from loaders.rdf import Quarantine, receive
from loaders.rdf.quarantine import Review
from ontology.vocabulary import load_vocabulary

MOST = 10
"""Things of a kind that are told one by one."""

app = typer.Typer(no_args_is_help=True, help="RDF that partners sent: take in, list, show, accept, refuse.")
File = Annotated[Path, typer.Argument(help="Turtle, TriG, JSON-LD, N-Quads or N-Triples in the project's ontology.")]
Case = Annotated[str, typer.Argument(help="The document's id, or the beginning of it.")]
Whole = Annotated[bool, typer.Option("--whole", help="Retract what its datasets say beside what is in it.")]
Why = Annotated[str, typer.Option("--why", help="The reason, which is kept.")]
All = Annotated[bool, typer.Option("--all", help="What was decided, too.")]


def _of(settings: Settings) -> Quarantine:
    return Quarantine.of(settings.data)


@app.command("add")
@located
def add(file: File, *, where: Where) -> None:
    """Read a document, check it, and keep it apart until somebody decides. No view shows any of it."""
    take_in(file, where)


def take_in(file: Path, where: Where) -> None:
    """Put a document into quarantine, and say how to go on."""
    case = _of(where.settings).add(receive(file, load_vocabulary(), where.settings.base_iri))
    if where.json:
        write_bytes(orjson.dumps(case.as_dict()))
        return
    say(f"{case.id}: {case.claims:,} claims of {', '.join(case.datasets)} wait in quarantine.")
    say(f"`defgraph quarantine show {case.id}` tells what they would change; then accept or refuse.")


@app.command("list")
@located
def list_(*, decided: All = False, where: Where) -> None:
    """The documents that wait."""
    quarantine = _of(where.settings)
    cases, past = quarantine.cases(), quarantine.decisions() if decided else ()
    if where.json:
        write_bytes(orjson.dumps([*(case.as_dict() for case in cases), *past]))
        return
    rows: list[tuple[object, ...]] = [
        (case.id, case.file, case.received, f"{case.claims:,}", ", ".join(case.datasets), "waits") for case in cases
    ]
    rows += [
        (
            told["id"],
            told["file"],
            told["received"],
            f"{told['claims']:,}",
            ", ".join(told["datasets"]),
            _decision(told),
        )
        for told in past
    ]
    show(table("id", "file", "received", "claims", "datasets", "", rows=rows)) if rows else say("Nothing waits.")


def _decision(told: dict[str, str]) -> Text:
    return Text(f"{told['decision']} by {told['who']}{': ' if told['why'] else ''}{told['why']}")


@app.command("show")
@located
def show_(case: Case, *, where: Where) -> None:
    """What accepting a document would change, and what of it is not read."""

    quarantine = _of(where.settings)
    review = with_store(where.settings, lambda store: quarantine.review(case, store, store.vocabulary))
    if where.json:
        write_bytes(orjson.dumps(review.as_dict()))
        return
    _tell(review)


def _tell(review: Review) -> None:
    say(f"{review.case.id}: {review.case.file}, received {review.case.received}")
    show(table("class", "claims", rows=review.claims.items()))
    show(table("who says it", "claims", rows=review.sources.items()))
    for dataset, told in review.differences.items():
        say(f"{dataset}: {told.added:,} claims would be added, {told.unchanged:,} are there, {told.kept:,} more stay")
        if told.entities:
            say(f"  new entities: {', '.join(told.entities[:MOST])}{' …' if len(told.entities) > MOST else ''}")
        for kind, found in told.changed.items():
            for name, count in found.items():
                example = told.examples[kind][name][0]
                change = f"{example.thing}: {example.before or '-'} → {example.after or '-'}"
                say(f"  {kind} {name}: {count} change, {change}")
    if review.nameless:
        say(f"New, and without a name: {', '.join(review.nameless[:MOST])}")
    for thing, wrong in review.violations[:MOST]:
        say(f"With it, the graph would violate a shape: {thing}: {wrong}")
    if len(review.violations) > MOST:
        say(f"… and {len(review.violations) - MOST:,} more, all of them with --json")
    for described in review.rewritten:
        say(f"It describes {described} otherwise; the graph's description stays.")
    if review.foreign:
        say(f"Not read: {', '.join(f'{name} ({count})' for name, count in review.foreign.items())}")
    if review.history:
        say(f"Not read: {review.history:,} claims that it has as retracted.")


@app.command("accept")
@located
def accept(case: Case, *, whole: Whole = False, where: Where) -> None:
    """Load a document. What it is silent on stays."""
    refuse_read_only(where.settings)

    quarantine, who = _of(where.settings), getpass.getuser()

    async def run(store: Store) -> tuple[LoadResult, ...]:
        with progress_bar("record") as tell:
            return await quarantine.accept(case, store, who, whole=whole, progress=tell)

    results = with_store(where.settings, run)
    if where.json:
        write_bytes(orjson.dumps([result.as_dict() for result in results]))
        return
    for result in results:
        counts = f"{result.added:,} added, {result.retracted:,} retracted, {result.unchanged:,} unchanged"
        say(f"revision {result.revision}: {counts}")


@app.command("refuse")
@located
def refuse(case: Case, *, why: Why = "", where: Where) -> None:
    """Throw a document away; that it was refused, by whom and why, is kept."""
    refused = _of(where.settings).refuse(case, getpass.getuser(), why)
    if where.json:
        write_bytes(orjson.dumps(refused.as_dict()))
    else:
        say(f"{refused.id} ({refused.file}) is refused.")
