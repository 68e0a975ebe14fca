"""What is told of one published version: which revision it is of, what it counts, its files with their checksums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson

INDEX = "index.json"
SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Filed:
    """A file: its name, media type (of what is compressed in it, too), size and SHA-256 in hexadecimal."""

    name: str
    told: str
    media_type: str
    format: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Version:
    """A dump of one revision.

    `counts` are of entities, claims and so on; `classes`, `properties` and `graphs` count the RDF by IRI; `left_out`
    are the claims that are not in it for the licence of their dataset, `licences` those of the datasets in it.
    `before` is the revision that the file of changes leads from.
    """

    revision: int
    committed: str
    before: int | None
    counts: Mapping[str, int]
    classes: Mapping[str, int]
    properties: Mapping[str, int]
    graphs: Mapping[str, int]
    linksets: Mapping[str, int]
    left_out: Mapping[str, int]
    licences: Mapping[str, str]
    conforms: bool | None = None
    files: tuple[Filed, ...] = field(default=())

    def file(self, name: str) -> Filed | None:
        """The file of a name."""
        return next((file for file in self.files if file.name == name), None)

    def as_dict(self) -> dict[str, Any]:
        """As plain JSON data."""
        return asdict(self)

    def write(self, folder: Path) -> None:
        """Put the index and the checksums (as `sha256sum -c` reads them) beside the files."""
        (folder / INDEX).write_bytes(orjson.dumps(self.as_dict(), option=orjson.OPT_INDENT_2))
        (folder / SUMS).write_text("".join(f"{file.sha256}  {file.name}\n" for file in self.files))


def read_version(folder: Path) -> Version:
    """The version in a folder."""
    told = orjson.loads((folder / INDEX).read_bytes())
    return Version(**{**told, "files": tuple(Filed(**file) for file in told["files"])})


def read_versions(folder: Path) -> tuple[Version, ...]:
    """The versions that are published in a folder, the latest first."""
    places = [place for place in folder.iterdir() if place.name.isdecimal()] if folder.is_dir() else []
    whole = (place for place in sorted(places, key=lambda place: -int(place.name)) if (place / INDEX).is_file())
    return tuple(read_version(place) for place in whole)


__all__ = ["INDEX", "SUMS", "Filed", "Version", "read_version", "read_versions"]
