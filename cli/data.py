"""``defgraph check | rollback``: what may go in, and what a load left behind."""

from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.text import Text

from cli.load import refuse_read_only
from cli.options import Where, located
from cli.session import with_store
from cli.show import say, talk, write_bytes
from graph.problem import FOUND, WRONG
from loaders.check import check as find_problems
from ontology.vocabulary import load_vocabulary

Checked = Annotated[list[Path], typer.Argument(help="Claims files or dataset folders.")]


@located
def rollback(*, where: Where) -> None:
    """Take back what a load left behind that was cut off. Nobody has seen any of it; loading again goes on with it."""
    refuse_read_only(where.settings)

    records = with_store(where.settings, lambda store: store.rollback_pending())
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
