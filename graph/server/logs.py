"""What Neo4j's logs say since a start: why it died, or why it will never be up."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.server.folder import Folder

MOST = 200_000
"""Bytes read of a log, from its end."""


@dataclass(frozen=True, slots=True)
class Logs:
    """The logs of one start: what was appended after :meth:`mark`."""

    folder: Folder
    sizes: Mapping[Path, int]

    @classmethod
    def mark(cls, folder: Folder) -> "Logs":
        """Remember how long the logs are now."""
        return cls(folder, {path: path.stat().st_size for path in folder.logs.glob("*.log")})

    def lines(self, path: Path) -> list[str]:
        """Lines of one log since the mark, without empty ones."""
        try:
            with path.open("rb") as file:
                size, mark = path.stat().st_size, self.sizes.get(path, 0)
                file.seek(max(mark if mark <= size else 0, size - MOST))
                return [line for line in file.read().decode(errors="replace").splitlines() if line.strip()]
        except OSError:
            return []

    def last_words(self) -> str:
        """What the logs say best of what went wrong: the innermost cause, else the last error, else the last line."""
        lines = [*self.lines(self.folder.log), *self.lines(self.folder.console)]
        errors = [
            number for number, line in enumerate(lines) if re.search(r"\b(ERROR|Error|Exception)\b|Exception:", line)
        ]
        causes = [number for number in errors if lines[number].startswith("Caused by:")]
        best = (causes or errors or [-1])[-1]
        if lines and lines[best].startswith("Error occurred during initialization of VM"):
            best = min(best + 1, len(lines) - 1)
        return f"its log says: {tidy(lines[best])}" if lines else "its log says nothing"

    def port_was_taken(self) -> bool:
        """Whether somebody else listens where Neo4j wanted to."""
        return any("already in use" in line or "PortBindException" in line for line in self.lines(self.folder.log))

    def store_failure(self) -> str | None:
        """Why Neo4j could not open a database, if it said so: then it stays alive, but never answers."""
        for entry in self._debug_entries():
            if entry.get("level") == "ERROR" and str(entry.get("message")).startswith("Failed to start DatabaseId"):
                causes = re.findall(
                    r"^(?:Caused by: )?([\w.$]+(?:Exception|Error): .*)$", str(entry.get("stacktrace")), re.M
                )
                return tidy(causes[-1] if causes else str(entry["message"]))
        return None

    def _debug_entries(self) -> Iterator[dict[str, object]]:
        for line in self.lines(self.folder.logs / "debug.log"):
            if '"ERROR"' in line:
                try:
                    yield json.loads(line)
                except ValueError:  # the line is being written
                    continue


def tidy(line: str) -> str:
    """A log line without time, level, thread and names of Java classes.

    >>> tidy("2026-11-23 20:02:35.861+0000 ERROR Failed to start Neo4j.")
    'Failed to start Neo4j'
    >>> tidy('Exception in thread "main" java.lang.IllegalArgumentException: No such setting.')
    'No such setting'
    """
    line = re.sub(r"^[-\d]+ [\d:.+]+ (ERROR|WARN|INFO)\s+", "", line.strip())
    line = re.sub(r'^(Caused by: )?(Exception in thread "[^"]*" )?', "", line)
    return re.sub(r"^(([\w$]+\.)+[\w$]+(Exception|Error): )+", "", line).rstrip(".")
