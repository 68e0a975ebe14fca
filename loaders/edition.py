"""A name for what is loaded as this program reads it, so that the same once more need not be read to see that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import Refused
from graph.store.terms import terms_of
from loaders.registry import LOADERS
from loaders.safe_read import open_regular
from ontology.vocabulary import PACKAGED

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary


HERE = Path(__file__).parent


def edition_of(folder: Path, vocabulary: Vocabulary) -> str:
    """A name for a dataset folder: SHA-256 over its files, the ontology, and the readers."""
    return _digest([*_program(vocabulary, HERE.glob("*.py")), *_files(folder.glob("*.yaml"))])


def edition_of_file(name: str, path: Path | None, vocabulary: Vocabulary, choices: Mapping[str, object]) -> str | None:
    """A name for a publisher's file as the loader `name` reads it with these choices, as `edition_of` is for folders.

    None where that cannot be told beforehand: a folder of files, or what is to be refused when it is read.
    """
    if name not in LOADERS or path is None:
        return None
    given = [path, *(value for value in choices.values() if isinstance(value, Path))]
    chosen = repr(sorted((choice, value) for choice, value in choices.items() if not isinstance(value, Path)))
    try:
        contents = [_content(each) for each in given]
    except Refused:
        return None
    readers = [*HERE.rglob("*.py"), *HERE.rglob("*.yaml")]  # loaders share tables
    return _digest([*_program(vocabulary, readers), name, chosen, *contents])


def _program(vocabulary: Vocabulary, readers: Iterable[Path]) -> list[str]:
    return [terms_of(vocabulary).digest, *_files([*readers, *PACKAGED.glob("*.py"), *PACKAGED.glob("*.ttl")])]


def _files(paths: Iterable[Path]) -> list[str]:
    return [f"{path.name} {sha256(path.read_bytes()).hexdigest()}" for path in sorted(paths)]


def _content(path: Path) -> str:
    with open_regular(path) as file:
        return f"{path.name} {file_digest(file, 'sha256').hexdigest()}"


def _digest(parts: Iterable[str]) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()
