"""The report of a reading: a file with a problem in each line, as JSON, for people and programs to work through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import orjson

from graph.errors import Refused
from loaders.problem import Problem


def write_report(problems: Iterable[Problem], path: Path) -> None:
    """Write the problems to a file, each as a JSON object with file, line, column, field, value and reason.

    Raises:
        Refused: the file cannot be written.
    """
    lines = (orjson.dumps(_line(problem), option=orjson.OPT_APPEND_NEWLINE) for problem in problems)
    try:
        with path.open("wb") as file:
            file.writelines(lines)
    except OSError as error:
        raise Refused(
            f"The report cannot be written to {path}: {error.strerror}.", hint="Choose another file."
        ) from None


def count_problems(problems: Iterable[Problem]) -> Mapping[str, int]:
    """How many problems there are with each field, most first."""
    return dict(Counter(problem.field or "record" for problem in problems).most_common())


def _line(problem: Problem) -> dict[str, object]:
    said = problem.as_dict()
    reason = said.pop("message")
    return {name: value for name, value in said.items() if value not in (None, [])} | {"reason": reason}


__all__ = ["count_problems", "write_report"]
