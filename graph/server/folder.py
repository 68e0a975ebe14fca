"""What a data folder holds of the managed Neo4j, and who runs on it.

::

    <data>/neo4j/           owner only
      conf/neo4j.conf       written anew at each start
      data/                 the store and its transaction logs
      logs/                 neo4j.log, debug.log, console.log (what the JVM itself says)
      password              of the user neo4j; owner only
      ports.json            the ports of last time, tried first
      server.json           who runs, on which ports; there only while it runs
      server.lock           held (flock) by whoever runs
"""

import json
from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage

from graph.errors import ServerError


@dataclass(frozen=True, slots=True)
class Folder:
    """The paths below ``<data>/neo4j``."""

    home: Path

    @classmethod
    def of(cls, data: Path) -> "Folder":
        """The folder of the managed Neo4j in a data folder."""
        return cls(data / "neo4j")

    @property
    def conf(self) -> Path:
        """Folder of ``neo4j.conf``."""
        return self.home / "conf"

    @property
    def logs(self) -> Path:
        """Folder of the logs."""
        return self.home / "logs"

    @property
    def console(self) -> Path:
        """What the JVM itself says on its outputs."""
        return self.logs / "console.log"

    @property
    def log(self) -> Path:
        """What Neo4j says to its user."""
        return self.logs / "neo4j.log"

    @property
    def password(self) -> Path:
        """The generated password."""
        return self.home / "password"

    @property
    def ports(self) -> Path:
        """Ports of the last start."""
        return self.home / "ports.json"

    @property
    def state(self) -> Path:
        """Who runs, while somebody does."""
        return self.home / "server.json"

    @property
    def lock(self) -> Path:
        """The file whose lock says that somebody runs."""
        return self.home / "server.lock"

    def make(self) -> None:
        """Make the folders that Neo4j expects, for the owner only.

        Raises:
            ServerError: the place cannot be written.
        """
        try:
            for path in (self.home, self.conf, self.logs, self.home / "data", self.home / "run"):
                path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.home.chmod(0o700)
        except OSError as error:
            raise ServerError(
                f"The data folder {self.home} cannot be written: {error.strerror}.",
                hint="Choose another with --data or DEFGRAPH_DATA.",
            ) from error

    def require_space(self, megabytes: int) -> None:
        """Refuse to start where Neo4j would soon stand on a full disk.

        Raises:
            ServerError: less than this is free; says how much.
        """
        free = disk_usage(self.home).free // 1_000_000
        if free < megabytes:
            raise ServerError(
                f"Only {free} MB are free on the disk of {self.home}; Neo4j is not started below {megabytes} MB.",
                hint="Make room, choose another folder (--data), or lower DEFGRAPH_NEO4J_MIN_FREE_MB.",
            )


@dataclass(frozen=True, slots=True)
class State:
    """Who runs on a folder: the watchman, its JVM, who asked for them, and where Neo4j listens."""

    supervisor: int
    jvm: int
    owner: int
    background: bool
    bolt_port: int
    http_port: int
    ready: bool = False


def read_state(folder: Folder) -> State | None:
    """The state file, or None if there is none that can be read."""
    try:
        return State(**json.loads(folder.state.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
