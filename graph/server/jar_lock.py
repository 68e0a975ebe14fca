"""The lock of Neo4j's jars, ``jars.lock`` beside this file, as it is read. ``relock.py`` writes it."""

from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files


@dataclass(frozen=True)
class Jar:
    """One line of the lock: ``group:artifact:version[:classifier] size sha256``.

    >>> jar = Jar.parse("io.netty:netty-all:4.2:linux 12 ab")
    >>> jar.path, jar.size
    ('io/netty/netty-all/4.2/netty-all-4.2-linux.jar', 12)
    """

    coordinate: str
    size: int
    sha256: str

    @classmethod
    def parse(cls, line: str) -> "Jar":
        """Read one line of the lock."""
        coordinate, size, sha256 = line.split()
        return cls(coordinate, int(size), sha256)

    @property
    def name(self) -> str:
        """File name, as Maven builds it."""
        _, artifact, version, *classifier = self.coordinate.split(":")
        return "-".join((artifact, version, *classifier)) + ".jar"

    @cached_property
    def path(self) -> str:
        """Place within a Maven repository."""
        group, artifact, version, *_ = self.coordinate.split(":")
        return f"{group.replace('.', '/')}/{artifact}/{version}/{self.name}"


@dataclass(frozen=True, slots=True)
class Lock:
    """The locked jars and what they were resolved from."""

    version: str
    roots: tuple[str, ...]
    jars: tuple[Jar, ...]

    @property
    def size(self) -> int:
        """Bytes of all jars together."""
        return sum(jar.size for jar in self.jars)


def read_lock() -> Lock:
    """The lock that comes with this version.

    >>> read_lock().version
    '2026.08.1'
    """
    lines = files("graph.server").joinpath("jars.lock").read_text(encoding="utf-8").splitlines()
    roots = tuple(line.removeprefix("# root ") for line in lines if line.startswith("# root "))
    jars = tuple(Jar.parse(line) for line in lines if line and not line.startswith("#"))
    return Lock(roots[0].split(":")[2], roots, jars)
