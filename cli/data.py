"""``defgraph check | rollback``: what may go in, and what a load left behind."""

from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.text import Text

from cli.connect import with_store
from cli.load import show_result
from cli.show import progress_bar, say, talk, write_bytes
from cli.where import Where, located
from graph.problem import FOUND, WRONG
from graph.settings import refuse_read_only
from graph.store import LoadResult, Store
from loaders.check import check as find_problems
from ontology.vocabulary import load_vocabulary

Checked = Annotated[list[Path], typer.Argument(help="Claims files or dataset folders.")]


Restored = Annotated[str | None, typer.Argument(help="A dataset that is to say again what it said before.")]
Earlier = Annotated[int | None, typer.Argument(help="When it said it: a revision; by default before its last.")]


@located
def rollback(dataset: Restored = None, revision: Earlier = None, *, where: Where) -> None:
    """Take back what a load left that was cut off; or bring a dataset back to an earlier revision.

    Nobody has seen what a load left behind that was cut off; loading again goes on with it. A dataset is brought back
    in a new revision, so that nothing is forgotten.
    """
    refuse_read_only(where.settings)
    if dataset is not None:
        result = with_store(where.settings, lambda store: _restore(store, dataset, revision))
        show_result(result, {}, where)
        return
    records = with_store(where.settings, lambda store: store.rollback_pending())
    if where.json:
        write_bytes(orjson.dumps({"records": records}))
    else:
        say(f"{records:,} records taken back." if records else "Nothing was left behind.")


async def _restore(store: Store, dataset: str, revision: int | None) -> LoadResult:
    if revision is None:
        own = [each.number for each in await store.revisions() if each.dataset == dataset]
        revision = own[-1] - 1 if own else 0
    with progress_bar("record") as tell:
        return await store.restore(dataset, revision, progress=tell)


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
