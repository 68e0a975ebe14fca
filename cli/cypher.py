"""A small Cypher shell: statements in, tables or JSON lines out, each within its own time."""

import asyncio
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import typer
from neo4j import READ_ACCESS, WRITE_ACCESS, AsyncGraphDatabase, Query
from neo4j.exceptions import DriverError, Neo4jError
from neo4j.graph import Node, Path, Relationship
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from graph.server import Connection

QUIT = (":quit", ":exit", ":q")
HELP = "A statement ends with a semicolon. :quit (or Ctrl-D) leaves, Ctrl-C stops a statement or forgets a line."
PROMPT, MORE = "defgraph> ", "       -> "


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of a statement, what it changed, and whether rows were left out."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    changes: Mapping[str, int]
    truncated: bool


class Shell:
    """Runs statements against one Neo4j; a context manager that closes what it opened."""

    def __init__(
        self, connection: Connection, *, timeout: float | None, rows: int, as_json: bool, read_only: bool
    ) -> None:
        self._connection = connection
        self._timeout = timeout
        self._rows = rows
        self._as_json = as_json
        self._mode = READ_ACCESS if read_only else WRITE_ACCESS
        self._console = Console()
        self._runner = asyncio.Runner()
        self._driver = AsyncGraphDatabase.driver(connection.uri, auth=connection.auth, max_transaction_retry_time=0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.run(self._close())
        self._runner.close()

    def run(self, statements: Iterable[str], *, go_on: bool) -> int:
        """Run statements and print their answers; how many failed. Stops at the first that does, unless told not to."""
        failed = 0
        for statement in statements:
            failed += not self._run_one(statement)
            if failed and not go_on:
                break
        return failed

    def _run_one(self, statement: str) -> bool:
        try:
            answer = self._runner.run(self._ask(statement))
        except TimeoutError:
            return self._fail(f"No answer within {self._timeout:g} s; the statement was given up (--timeout).")
        except KeyboardInterrupt:
            return self._fail("Stopped.")
        except Neo4jError as error:
            return self._fail(error.message or str(error))
        except (DriverError, OSError) as error:
            return self._fail(f"Neo4j at {self._connection.uri} cannot be reached: {error}")
        self._print(answer)
        return True

    async def _ask(self, statement: str) -> Answer:
        async with (
            asyncio.timeout(self._timeout),
            self._driver.session(database=self._connection.database, default_access_mode=self._mode) as session,
        ):
            result = await session.run(Query(statement, timeout=self._timeout))
            records = await result.fetch(self._rows + 1)
            summary = await result.consume()
            changes = {
                name: value for name, value in vars(summary.counters).items() if isinstance(value, int) and value
            }
            rows = tuple(tuple(record.values()) for record in records[: self._rows])
            return Answer(tuple(result.keys()), rows, changes, len(records) > self._rows)

    async def _close(self) -> None:
        try:
            async with asyncio.timeout(1):
                await self._driver.close()
        except TimeoutError:
            pass  # a frozen server does not say goodbye

    def _print(self, answer: Answer) -> None:
        if self._as_json:
            typer.echo(to_json(answer))
            return
        if answer.columns:
            self._console.print(_table(answer))
        if answer.truncated:
            self._console.print(f"Only the first {self._rows} rows are shown (--rows).", style="yellow")
        if answer.changes:
            self._console.print(", ".join(f"{name}: {count}" for name, count in answer.changes.items()), style="green")

    def _fail(self, reason: str) -> bool:
        if self._as_json:
            typer.echo(json.dumps({"error": reason}, ensure_ascii=False))
        else:
            Console(stderr=True).print(Text(reason, style="red"))
        return False


def read_statements(*, interactive: bool) -> Iterator[str]:
    """Statements from standard input: each ends with a semicolon at the end of a line, the last one with the input."""
    if interactive:
        typer.echo(HELP)
    lines: list[str] = []
    for line in _read_lines(lines, interactive=interactive):
        if interactive and not lines and line.strip().lower() in QUIT:
            return
        if interactive and not lines and line.strip().startswith(":"):
            typer.echo(HELP)
            continue
        lines.append(line)
        if line.rstrip().endswith(";"):
            yield from _statement(lines)
            lines.clear()
    yield from _statement(lines)


def _read_lines(pending: list[str], *, interactive: bool) -> Iterator[str]:
    if not interactive:
        yield from sys.stdin
        return
    import readline  # noqa: F401, PLC0415 - gives the prompt its history and editing

    while True:
        try:
            yield input(MORE if pending else PROMPT)
        except KeyboardInterrupt:  # forget what was being typed, as shells do
            pending.clear()
            typer.echo()
        except EOFError:
            typer.echo()
            return


def _statement(lines: Iterable[str]) -> Iterator[str]:
    text = "\n".join(line.rstrip("\n") for line in lines).strip().rstrip(";").strip()
    if text:
        yield text


def _table(answer: Answer) -> Table:
    columns = (Column(Text(column)) for column in answer.columns)
    table = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in answer.rows:
        table.add_row(*(Text(in_words(value), overflow="fold") for value in row))
    return table


def in_words(value: object) -> str:
    """A value as Cypher would write it, shortened to what a person reads.

    >>> in_words(["a", 1, None, {"b": True}])
    "['a', 1, null, {b: true}]"
    """
    match value:
        case None | bool():
            return json.dumps(value)
        case list():
            return f"[{', '.join(_quoted(item) for item in value)}]"
        case dict():
            return _properties(value)
        case Node() | Relationship() | Path():
            return _graph_in_words(value)
        case _:
            return str(value)


def _graph_in_words(value: Node | Relationship | Path) -> str:
    match value:
        case Node():
            return f"(:{':'.join(sorted(value.labels))} {_properties(value)})"
        case Relationship():
            return f"[:{value.type} {_properties(value)}]"
        case _:
            return _path(value)


def _quoted(value: object) -> str:
    return repr(value) if isinstance(value, str) else in_words(value)


def _properties(values: Mapping[str, Any] | Node | Relationship) -> str:
    return f"{{{', '.join(f'{name}: {_quoted(value)}' for name, value in values.items())}}}"


def _path(path: Path) -> str:
    words = in_words(path.start_node) if path.start_node else ""
    for before, link, after in zip(path.nodes, path.relationships, path.nodes[1:], strict=False):
        forward = link.start_node == before
        words += f"{'-' if forward else '<-'}{in_words(link)}{'->' if forward else '-'}{in_words(after)}"
    return words


def to_json(answer: Answer) -> str:
    """One line of JSON: rows as objects, nodes with labels and properties, dates as ISO 8601.

    >>> to_json(Answer(("n",), ((1,),), {}, False))
    '{"rows": [{"n": 1}], "changes": {}, "truncated": false}'
    """
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    content = {"rows": rows, "changes": dict(answer.changes), "truncated": answer.truncated}
    return json.dumps(content, default=_plain, ensure_ascii=False)


def _plain(value: object) -> object:
    match value:
        case Node():
            return {"id": value.element_id, "labels": sorted(value.labels), "properties": dict(value.items())}
        case Relationship():
            ends = {"start": _end(value.start_node), "end": _end(value.end_node)}
            return {"id": value.element_id, "type": value.type, **ends, "properties": dict(value.items())}
        case Path():
            return {"nodes": list(value.nodes), "relationships": list(value.relationships)}
        case bytes() | bytearray():
            return value.hex()
        case _:
            return value.iso_format() if hasattr(value, "iso_format") else str(value)


def _end(node: Node | None) -> str | None:
    return node.element_id if node is not None else None
