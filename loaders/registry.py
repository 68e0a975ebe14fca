"""The loaders that come with the program: what reads which publisher's files, by the name a user calls it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, cast

from graph.errors import Refused
from loaders.description import FILE, read_description
from loaders.release import Release

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary


class Reader(Protocol):
    """What a loader's package offers as ``read_release``."""

    def __call__(self, path: Path, vocabulary: Vocabulary, *, strict: bool = False) -> Release:
        """All that the file at `path` says; `strict` refuses it at the first value that cannot be used."""


def _loaders() -> Mapping[str, str]:
    folders = sorted(file.parent.name for file in Path(__file__).parent.glob(f"*/{FILE}"))
    return MappingProxyType({name.replace("_", "-"): f"loaders.{name}" for name in folders})


LOADERS = _loaders()
"""The package of each loader, by the name a user calls it: that of its folder, with hyphens."""


def find_reader(name: str) -> Reader:
    """What reads the files of a loader; its package is imported now and not before.

    >>> find_reader("sipri-register").__name__
    'read_release'
    """
    return cast(Reader, import_module(LOADERS[name]).read_release)


def needs_file(name: str, vocabulary: Vocabulary) -> Refused:
    """The error for a loader that was not told what to read: it says where to get that."""
    folder = Path(str(import_module(LOADERS[name]).__file__)).parent
    get = read_description(folder, vocabulary).about.get("get", "")
    return Refused(f"{name} reads a file that you download: give its path.", hint=get)


__all__ = ["LOADERS", "Reader", "find_reader", "needs_file"]
