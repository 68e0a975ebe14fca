"""``defgraph load``: bring the graph to what a dataset or a publisher's file says, or tell what that would change."""

import gc
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.text import Text

from cli.connect import with_store
from cli.interrupt import interruptible
from cli.show import progress_bar, say, talk, write_bytes
from cli.tables import show, table
from cli.where import Where, located
from graph.errors import BadSettings, Refused
from graph.server import status
from graph.settings import Settings, refuse_read_only
from graph.store import Progress, Store
from graph.store.fill import MANY, can_fill, fill
from graph.store.load import LoadResult
from graph.store.plan import Plan
from graph.store.store import read_into
from loaders.difference import Difference
from loaders.edition import edition_of_file
from loaders.problem import Problem, in_order
from loaders.problems import Problems
from loaders.registry import LOADERS
from loaders.release import Release
from loaders.report import count_problems, write_report
from loaders.run import packaged, preview, read_named
from ontology.vocabulary import load_vocabulary

SELDOM = (100_000, 20, 50)
"""How seldom Python looks for garbage in circles while claims are read, which make none: half of the time of reading
went into that."""
RDF = "rdf"
"""The name under which RDF is loaded: it is not, it goes into quarantine."""
TOLD = 5
"""Problems that are told at the terminal; the report has all of them."""


def _names(incomplete: str) -> list[str]:
    return [name for name in (*packaged(), *LOADERS) if name.startswith(incomplete)]


Name = Annotated[
    str, typer.Argument(help="A packaged dataset, a dataset folder, or a loader of files.", autocompletion=_names)
]
Place = Annotated[
    Path | None, typer.Argument(help="The loader's file, or a dataset folder other than the packaged one.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would change, and change nothing.")]
Strict = Annotated[bool, typer.Option("--strict", help="Load nothing if any value cannot be used.")]
Only = Annotated[
    list[str] | None,
    typer.Option("--only", help="Of a large register, what has this identifier and what belongs to it."),
]
Part = Annotated[
    bool, typer.Option("--part", help="The file is a part of its dataset: what it does not speak of stays.")
]
MappingFile = Annotated[Path | None, typer.Option("--mapping", help="What the columns of a table of your own mean.")]
Bulk = Annotated[
    bool | None,
    typer.Option("--bulk/--no-bulk", help="Fill an empty store with Neo4j's importer; by itself if there is much."),
]
Report = Annotated[Path | None, typer.Option(help="Write the problems to this file, as JSON lines.")]


@located
def load(
    name: Name,
    path: Place = None,
    *,
    dry_run: DryRun = False,
    strict: Strict = False,
    only: Only = None,
    part: Part = False,
    mapping: MappingFile = None,
    report: Report = None,
    bulk: Bulk = None,
    where: Where,
) -> None:
    """Load a dataset: add what it says, retract what it no longer says. Loading it again changes nothing."""
    refuse_read_only(where.settings)
    gc.set_threshold(*SELDOM)
    if name == RDF and path is not None:
        import_module("cli.quarantine").take_in(path, where)
        return
    edition = edition_of_file(name, path, load_vocabulary(), {"only": only, "mapping": mapping, "part": part})
    if not (dry_run or strict or report) and (held := _held(where.settings, edition)):
        talk("This very file is what was loaded last, so it is not read again.")
        show_result(held, {}, where)
        return
    problems: Sequence[Problem] = ()
    try:
        with interruptible() as watched, progress_bar("read") as bar:
            release = read_named(name, path, load_vocabulary(), strict=strict, part=part, only=only, mapping=mapping)
            problems = release.problems  # some are met only when the claims are read
            message = f"Load {release.loadset.dataset.id} from {(path or Path(name)).name}"
            found = (
                with_store(where.settings, lambda store: preview(store, release, store.vocabulary))
                if dry_run
                else _load(where.settings, release, message, watched(bar), bulk=bulk, edition=edition)
            )
        if isinstance(found, Difference):
            _show_difference(found, release, where)
        else:
            show_result(found, _about(release), where)
    except Refused as error:
        _tell_problems(problems, report, [each for each in error.problems if isinstance(each, Problem)])
        raise
    _tell_problems(problems, report)


def _held(settings: Settings, edition: str | None) -> LoadResult | None:
    """What loading an edition would come to, if the Neo4j that runs holds it; None if it does not, or none runs."""
    if edition is None or not (settings.neo4j_uri or status(settings).running):
        return None
    return with_store(settings, lambda store: store.find_edition(edition))


def _load(
    settings: Settings, release: Release, message: str, tell: Progress, *, bulk: bool | None, edition: str | None
) -> LoadResult:
    """Read all of a release, then write it or, where that is faster or asked for, fill an empty store with it."""
    loadset, vocabulary = release.loadset, load_vocabulary()
    with Plan() as plan:
        read_into(plan, loadset, vocabulary, tell)
        if bulk or (bulk is None and plan.standing()[1] >= MANY):
            if can_fill(settings, vocabulary):
                return fill(settings, plan, loadset, vocabulary, message=message, progress=tell)
            if bulk:
                raise BadSettings("--bulk fills an empty store of our own that nobody runs.", hint="Leave it out.")

        async def bring(store: Store) -> LoadResult:
            await store.prepare()
            return await store.bring(plan, loadset, message=message, progress=tell, edition=edition)

        return with_store(settings, bring)


def show_result(result: LoadResult, about: Mapping[str, Any], where: Where) -> None:
    """Say what was changed, and what else there is to tell about it."""
    if where.json:
        write_bytes(orjson.dumps(result.as_dict() | dict(about)))
        return
    counts = f"{result.added:,} added, {result.retracted:,} retracted, {result.unchanged:,} unchanged"
    resumed = " (went on with a load that was cut off)" if result.resumed else ""
    say(f"revision {result.revision}: {counts}{resumed}")
    if result.taken_back:
        say(f"Another load had been cut off; {result.taken_back:,} records that it had written were taken back first.")


def _show_difference(difference: Difference, release: Release, where: Where) -> None:
    if where.json:
        write_bytes(orjson.dumps(difference.as_dict() | _about(release)))
        return
    counts = f"{difference.added:,} added, {difference.retracted:,} retracted, {difference.unchanged:,} unchanged"
    say(f"would change: {counts}, {difference.kept:,} kept, on which the release is silent")
    say(f"new entities: {len(difference.entities):,}{_few(difference.entities)}")
    rows = [
        *((kind, "new", len(things), _few(things)) for kind, things in difference.appear.items()),
        *((kind, "gone", len(things), _few(things)) for kind, things in difference.vanish.items()),
        *(
            (kind, f"{name} changes", count, _example(difference, kind, name))
            for kind, found in difference.changed.items()
            for name, count in found.items()
        ),
    ]
    if rows:
        show(table("class", "what", "how many", "such as", rows=rows))


def _few(things: Sequence[str]) -> str:
    return f" {', '.join(things[:3])}{' …' if len(things) > 3 else ''}" if things else ""  # noqa: PLR2004


def _example(difference: Difference, kind: str, name: str) -> Text:
    change = difference.examples[kind][name][0]
    return Text(f"{change.thing}: {change.before or 'nothing'} → {change.after or 'nothing'}")


def _about(release: Release) -> dict[str, Any]:
    """What the reading has to tell; nothing of a dataset folder, which is read whole or not at all."""
    return {"problems": len(release.problems), "read": dict(release.counts)} if release.counts else {}


def _tell_problems(met: Iterable[Problem], report: Path | None, refused: Sequence[Problem] = ()) -> None:
    """Tell the problems that were met; those for which the file is `refused` are told elsewhere, but reported too."""
    problems = met.told() if isinstance(met, Problems) else in_order(met)
    if report is not None:
        write_report(chain(problems, in_order(refused)), report)
    if not problems:
        return
    fields = ", ".join(f"{count:,} of {field}" for field, count in count_problems(problems).items())
    talk(f"{len(problems):,} values could not be used ({fields}):")
    for problem in problems[:TOLD]:
        talk(f"  {problem}")
    if len(problems) > TOLD:
        talk(f"  all of them are in {report}" if report else "  --report FILE writes all of them to a file")
