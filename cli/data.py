"""``defgraph load | check | rollback``: what goes in."""

from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.text import Text

from cli.options import Where, located
from cli.session import with_service
from cli.show import progress_bar, say, talk, write_bytes
from graph.errors import BadSettings
from graph.problem import FOUND, WRONG
from graph.service import Service
from graph.settings import Settings
from graph.store.load import LoadResult
from loaders.check import check as find_problems
from loaders.run import find_dataset, load_folder, packaged
from ontology.vocabulary import load_vocabulary


def _packaged_names(incomplete: str) -> list[str]:
    return [name for name in packaged() if name.startswith(incomplete)]


Name = Annotated[str, typer.Argument(help="A packaged dataset, or a dataset folder.", autocompletion=_packaged_names)]
Folder = Annotated[Path | None, typer.Argument(help="The dataset's folder, if it is not the packaged one.")]
Checked = Annotated[list[Path], typer.Argument(help="Claims files or dataset folders.")]


@located
def load(name: Name, path: Folder = None, *, where: Where) -> None:
    """Load a dataset: add what it says, retract what it no longer says. Loading it again changes nothing."""
    _refuse_read_only(where.settings)
    folder = find_dataset(name, path)

    async def run(service: Service) -> LoadResult:
        with progress_bar(f"Reading {folder}") as tell:
            expect = name if path is not None else None
            return await load_folder(service.store, folder, service.vocabulary, expect=expect, progress=tell)

    _show(with_service(where.settings, run), as_json=where.json)


@located
def rollback(*, where: Where) -> None:
    """Take back what a load left behind that was cut off. Nobody has seen any of it; loading again goes on with it."""
    _refuse_read_only(where.settings)

    async def run(service: Service) -> int:
        return await service.store.rollback_pending()

    records = with_service(where.settings, run)
    if where.json:
        write_bytes(orjson.dumps({"records": records}))
    else:
        say(f"{records:,} records taken back." if records else "Nothing was left behind.")


def check(
    paths: Checked,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check claims files: each problem with its place, what stands there and what could; exit code 2 if any."""
    vocabulary = load_vocabulary()
    problems = [problem for path in paths for problem in find_problems(path, vocabulary)]
    if as_json:
        write_bytes(orjson.dumps([problem.as_dict() for problem in problems], default=str))
    else:
        for problem in problems:
            Console().print(Text(str(problem)), soft_wrap=True)
        talk(f"{len(problems)} problem{'s' * (len(problems) != 1)}." if problems else "No problems.")
    raise typer.Exit(WRONG if problems else FOUND)


def _show(result: LoadResult, *, as_json: bool) -> None:
    if as_json:
        write_bytes(orjson.dumps(result.as_dict()))
        return
    counts = f"{result.added:,} added, {result.retracted:,} retracted, {result.unchanged:,} unchanged"
    resumed = " (went on with a load that was cut off)" if result.resumed else ""
    say(f"revision {result.revision}: {counts}{resumed}")


def _refuse_read_only(settings: Settings) -> None:
    if settings.read_only:
        raise BadSettings("The settings say read_only: nothing is loaded.", hint="Unset it to load.")
