"""``defgraph compare | fragility | intervals``: how far an answer can be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import Field
from rich.console import Group, RenderableType
from rich.text import Text

from api.asking import Citable, SomeNames
from api.doubt_questions import ASKABLE, Compare, Fragility, Intervals
from cli.finish import finish, finish_over_time
from cli.options import asks
from cli.session import ask
from cli.tables import table
from cli.where import Where
from graph.errors import BadQuestion

Record = Mapping[str, Any]


@asks(Fragility, arguments=("from_", "to"))
def fragility(question: Fragility, where: Where) -> None:
    """Show the fewest sources (or claims) whose loss leaves no path, or drops an entity out of the first."""
    finish_over_time(question, where, _fragile)


@asks(Intervals, arguments=("measure",))
def intervals(question: Intervals, where: Where) -> None:
    """Rank entities, each rank with how far it moves without a source and in draws of claims."""
    finish_over_time(question, where, _ranges)


class Views(Citable):
    """A question, and the two views that it is asked under."""

    question: str = Field(description=f"Which question: {', '.join(ASKABLE)}.")
    parameters: SomeNames = Field([], alias="ask", description="A parameter of the question: NAME=VALUE.")
    left: SomeNames = Field([], description="A parameter of the one view: NAME=VALUE, such as as_of=2010.")
    right: SomeNames = Field([], description="A parameter of the other view: NAME=VALUE.")

    def filled(self) -> Compare:
        """What is asked."""
        parameters, left, right = map(_named, (self.parameters, self.left, self.right))
        return Compare(question=self.question, parameters=parameters, left=left, right=right)


@asks(Views, arguments=("question",))
def compare(views: Views, where: Where) -> None:
    """Ask one question under two views, and show what differs."""
    finish(ask(where, views.filled().ask), where, _compared)


def _named(given: Iterable[str]) -> dict[str, Any]:
    """Parameters from NAME=VALUE; one that is given again has several values."""
    found: dict[str, list[str]] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise BadQuestion(f"{text!r} is no parameter.", hint="Write NAME=VALUE.", parameter=name)
        found.setdefault(name.strip().replace("-", "_"), []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def _fragile(record: Record) -> Group:
    parts: list[RenderableType] = [Text(record["sentence"])]
    if route := record.get("route"):
        parts += [Text(), Text.assemble(("The first path stands on ", "bold"), route["sentence"])]
        parts.append(
            table(
                "relationship", "units", rows=((s["relationship"], ", ".join(s["units"])) for s in route["stands_on"])
            )
        )
    return Group(*parts)


def _ranges(rows: Iterable[Record]) -> RenderableType:
    cells = ((r["rank"], r["entity"]["name"], r["entity"]["type"], r["text"], _by(r)) for r in rows)
    return table("rank", "name", "type", "", "worst without", rows=cells)


def _by(row: Record) -> str:
    source = row["without_a_source"]["by"]
    return source["title"] if source else ""


def _compared(record: Record) -> Group:
    parts: list[RenderableType] = [Text(record["sentence"])]
    for name, change in record["changes"].items():
        for kind in ("appear", "vanish", "outranked"):
            if change[kind]:
                parts += [Text(f"\n{name}: {kind}", style="bold"), *(Text(f"  {_told(row)}") for row in change[kind])]
        if change["move"]:
            parts += [Text(f"\n{name}: move", style="bold"), *(Text(f"  {_moved(move)}") for move in change["move"])]
    return Group(*parts)


def _told(row: Any) -> str:  # noqa: ANN401 - a row of any answer
    if not isinstance(row, Mapping):
        return str(row)
    entity = row.get("entity")
    return str(row.get("sentence") or (entity["name"] if entity else row.get("name") or row.get("id") or dict(row)))


def _moved(move: Record) -> str:
    if "by" in move:
        return f"{move['entity']['name']}: {move['left']['rank']} → {move['right']['rank']}"
    if "change" in move:
        return f"{move['change']}: {' | '.join(', '.join(part) for part in move['parts'])}"
    return _told(move["right"])
