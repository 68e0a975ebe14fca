"""Loading a dataset folder: read it, check it, bring the store to what it says."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.errors import Refused
from graph.question import nearest
from graph.store.load import LoadResult, Progress
from graph.store.store import silent
from loaders.claims_file import read_dataset

if TYPE_CHECKING:
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
    guess = nearest(name, packaged())
    raise Refused(
        f"There is no dataset {name!r}, and no folder {folder}.",
        hint=f"Did you mean {guess}?" if guess else f"Packaged: {', '.join(packaged())}.",
    )


async def load_folder(
    store: Store, folder: Path, vocabulary: Vocabulary, *, expect: str | None = None, progress: Progress = silent
) -> LoadResult:
    """Bring the store to what a dataset folder says: what is new is added, what it no longer says is retracted.

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
    loadset = await asyncio.to_thread(read_dataset, folder, vocabulary)
    if expect is not None and loadset.dataset.id != expect:
        told = f"The folder {folder} holds the dataset {loadset.dataset.id!r}, not {expect!r}."
        raise Refused(told, hint=f"Load it as {loadset.dataset.id}.")
    await store.prepare()
    return await store.load(loadset, message=f"Load {loadset.dataset.id} from {folder.name}", progress=progress)
