"""The loaders that come with the program: what reads which publisher's files, by the name a user calls it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from inspect import signature
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol, cast

from graph.errors import Refused
from loaders.description import FILE, read_description
from loaders.release import Release

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary


class Reader(Protocol):
    """What a loader's package offers as ``read_release``."""

    def __call__(self, path: Path, vocabulary: Vocabulary, *, strict: bool = False, **choices: Any) -> Release:  # noqa: ANN401
        """All that the file at `path` says; `strict` refuses it at the first value that cannot be used.

        A loader may offer more to choose, as keywords: `only` what of a large file is wanted, for instance.
        """


def _loaders() -> Mapping[str, str]:
    folders = sorted(file.parent.name for file in Path(__file__).parent.glob(f"*/{FILE}"))
    return MappingProxyType({name.replace("_", "-"): f"loaders.{name}" for name in folders})


LOADERS = _loaders()
"""The package of each loader, by the name a user calls it: that of its folder, with hyphens."""
SELF_CONTAINED = frozenset({"states"})
"""Loaders that bring with them what they read."""


def find_reader(name: str) -> Reader:
    """What reads the files of a loader; its package is imported now and not before.

    >>> find_reader("sipri-register").__name__
    'read_release'
    """
    return cast(Reader, import_module(LOADERS[name]).read_release)


def read_chosen(
    name: str, path: Path, vocabulary: Vocabulary, *, strict: bool = False, choices: Mapping[str, object]
) -> Release:
    """What a loader reads at a path, with what was chosen; nothing and empty lists count as not chosen.

    Raises:
        Refused: the loader has no such choice, or cannot read the file.
    """
    reader, chosen = find_reader(name), {choice: value for choice, value in choices.items() if value}
    if unknown := chosen.keys() - signature(reader).parameters.keys():
        raise Refused(f"{name} knows no --{min(unknown)}.", hint="Leave it out; see docs/loaders.md.")
    return reader(path, vocabulary, strict=strict, **chosen)


def find_input(name: str, path: Path | None, vocabulary: Vocabulary) -> Path:
    """What a loader is to read: the file at `path`, or what it brings with it.

    Raises:
        Refused: it reads a file and got none, or reads none and got one; says where to get it.
    """
    folder = Path(str(import_module(LOADERS[name]).__file__)).parent
    if (path is None) == (name in SELF_CONTAINED):
        return path or folder
    get = read_description(folder, vocabulary).about.get("get", "")
    wrong = f"{name} reads a file that you download: give its path." if path is None else f"{name} reads no file."
    raise Refused(wrong, hint=get)


__all__ = ["LOADERS", "SELF_CONTAINED", "Reader", "find_input", "find_reader", "read_chosen"]
