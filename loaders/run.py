"""Loading: read a dataset folder or a publisher's file, check it, bring the store to what it says."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.checks import nearest
from graph.errors import Refused
from graph.store.load import LoadResult, Progress
from graph.store.store import silent
from loaders.difference import Difference, compare
from loaders.edition import edition_of
from loaders.part import as_part
from loaders.registry import LOADERS, find_input, read_chosen
from loaders.release import Release

if TYPE_CHECKING:
    from graph.loadset import LoadSet
    from graph.store import Store
    from ontology.vocabulary import Vocabulary

DESCRIPTION = "dataset.yaml"


def packaged() -> Mapping[str, Path]:
    """The dataset folders that come with this package, by name.

    >>> sorted(packaged())
    ['curated', 'sipri_excerpt']
    """
    here = Path(__file__).parent
    return MappingProxyType({path.parent.name: path.parent for path in sorted(here.glob(f"*/{DESCRIPTION}"))})


def find_dataset(name: str, path: Path | None = None) -> Path:
    """The folder of a dataset: `path`, or the packaged one of that name, or `name` itself if it is a folder.

    Raises:
        Refused: there is no such folder, or it describes no dataset.
    """
    folder = path or packaged().get(name.replace("-", "_")) or Path(name)
    if (folder / DESCRIPTION).is_file():
        return folder
    if folder.is_dir():
        raise Refused(
            f"The folder {folder} has no {DESCRIPTION}.",
            hint="It says what dataset this is; see docs/claims-format.md.",
        )
    guess = nearest(name, (*packaged(), *LOADERS))
    raise Refused(
        f"There is no dataset {name!r}, and no folder {folder}.",
        hint=f"Did you mean {guess}?" if guess else f"There are {', '.join((*packaged(), *LOADERS))}.",
    )


def read_named(
    name: str,
    path: Path | None,
    vocabulary: Vocabulary,
    *,
    strict: bool = False,
    part: bool = False,
    **choices: object,
) -> Release:
    """What is to be loaded under a name: the file at `path` as the loader of that name reads it, or a dataset folder.

    Args:
        name: a loader, a packaged dataset, or a dataset folder.
        path: the loader's file, or the dataset's folder, if that is not the packaged one.
        vocabulary: what the claims are checked against.
        strict: refuse a file at the first value that cannot be used.
        part: it is a part of its dataset; nothing is taken back of what it does not speak of.
        choices: what else a loader lets be chosen, such as `only`.

    Raises:
        Refused: there is nothing of that name, or it cannot be loaded; says where and why.
    """
    if name in LOADERS:
        read_from = find_input(name, path, vocabulary)
        release = read_chosen(name, read_from, vocabulary, strict=strict, choices=choices)
    else:
        folder = find_dataset(name, path)
        loadset = _read_folder(folder, vocabulary)
        _check_expected(folder, loadset.dataset.id, name if path is not None else None)
        release = Release(loadset, (), {})
    return replace(release, loadset=as_part(release.loadset)) if part else release


async def load_release(store: Store, release: Release, *, message: str = "", progress: Progress = silent) -> LoadResult:
    """Bring the store to what a release says: what is new is added, what it no longer says is retracted.

    Raises:
        LoadBusy: another load is under way.
    """
    await store.prepare()
    return await store.load(release.loadset, message=message, progress=progress)


async def preview(store: Store, release: Release, vocabulary: Vocabulary) -> Difference:
    """What loading a release would change. Nothing is changed."""
    stored = await store.read()
    own = {source.id for source in stored.sources if source.dataset == release.loadset.dataset.id}
    standing = [claim for claim, _, retracted in stored.claims if retracted is None]
    return compare(
        [claim for claim in standing if claim.source in own],
        release.loadset,
        vocabulary.entities.__contains__,
        {claim.subject for claim in standing if claim.source not in own},
    )


async def load_folder(
    store: Store, folder: Path, vocabulary: Vocabulary, *, expect: str | None = None, progress: Progress = silent
) -> LoadResult:
    """Bring the store to what a dataset folder says: what is new is added, what it no longer says is retracted.

    A folder that has not changed since the store was brought to it is not read.

    Args:
        store: where to.
        folder: a dataset folder.
        vocabulary: what the claims are checked against.
        expect: the id the dataset must have, if that is known.
        progress: told how far it has come.

    Raises:
        Refused: the folder is not acceptable; says where and why. Nothing has been changed then.
        LoadBusy: another load is under way.
    """
    await store.prepare()
    edition = await asyncio.to_thread(edition_of, folder, vocabulary)
    if expect is None and (held := await store.find_edition(edition)):
        return held
    loadset = await asyncio.to_thread(_read_folder, folder, vocabulary)
    _check_expected(folder, loadset.dataset.id, expect)
    message = f"Load {loadset.dataset.id} from {folder.name}"
    return await store.load(loadset, message=message, progress=progress, edition=edition)


def _read_folder(folder: Path, vocabulary: Vocabulary) -> LoadSet:
    from loaders.claims_file import read_dataset  # noqa: PLC0415 - it brings all that checks shapes

    return read_dataset(folder, vocabulary)


def _check_expected(folder: Path, dataset: str, expect: str | None) -> None:
    if expect is not None and dataset != expect:
        told = f"The folder {folder} holds the dataset {dataset!r}, not {expect!r}."
        raise Refused(told, hint=f"Load it as {dataset}.")
