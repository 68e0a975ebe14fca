"""``defgraph search | entity | path | central | neighbours | datasets | revisions | export``: what comes out."""

from collections.abc import Callable
from typing import Any

import typer
from pydantic import Field
from rich.console import Console, RenderableType

from api.questions import ENTITY, Centrality, Entities, Entity, EntityDetail, Neighbourhood, Paths
from cli import tables
from cli.options import Where, asks, located
from cli.session import ask, with_service
from cli.show import talk, write_json
from graph.problem import FOUND, NOTHING
from graph.questions.describe import list_datasets, list_revisions
from graph.questions.names import resolve
from graph.questions.patterns import list_patterns
from graph.questions.receipt import Answer
from graph.service import Service
from graph.snapshot import Snapshot
from graph.view import View

Render = Callable[[Any], RenderableType]


@asks(Entities, arguments=("q",))
def search(question: Entities, where: Where) -> None:
    """Find entities by a name, alias, former name or identifier, or nearly; list them all if none is given."""

    async def run(service: Service) -> Answer:
        hits = (
            await service.search(question.q or "", question.type)
            if question.of_index(service.reading.snapshot)
            else None
        )
        return await service.ask(lambda snapshot: question.ask(snapshot, hits))

    finish(with_service(where.settings, run), where, tables.entities)


class Named(EntityDetail):
    """An entity by its id or name, or a relationship by its id."""

    entity: Entity = Field(description=f"{ENTITY} Or the id of a relationship.")

    def of(self, snapshot: Snapshot) -> Answer:
        """What is said of it."""
        known = self.entity in snapshot.relationships
        return self.ask(snapshot, self.entity if known else resolve(snapshot, self.entity, "entity"))


@asks(Named, arguments=("entity",))
def entity(question: Named, where: Where) -> None:
    """Show what is said of an entity (or, by its id, of a relationship), and who says it."""
    finish(ask(where.settings, question.of), where, tables.entity)


@asks(Paths, arguments=("from_", "to"))
def path(question: Paths, where: Where) -> None:
    """Show how two entities are linked, and who says so."""
    finish(ask(where.settings, question.ask), where, tables.paths)


@asks(Centrality, arguments=("measure",))
def central(question: Centrality, where: Where) -> None:
    """Rank entities by a measure of their place in the graph."""
    finish(ask(where.settings, question.ask), where, tables.ranking)


@asks(Neighbourhood, arguments=("entity",))
def neighbours(question: Neighbourhood, where: Where) -> None:
    """Show what is around an entity."""
    finish(ask(where.settings, question.ask), where, tables.neighbourhood)


@located
def datasets(*, where: Where) -> None:
    """List the datasets: publisher, licence, what they cover."""
    finish(ask(where.settings, lambda snapshot: list_datasets(snapshot, View())), where, tables.datasets)


@located
def patterns(*, where: Where) -> None:
    """List the patterns that paths may follow."""
    finish(ask(where.settings, lambda snapshot: list_patterns(snapshot, View())), where, tables.patterns)


@located
def revisions(*, where: Where) -> None:
    """List what was loaded when."""
    finish(ask(where.settings, lambda snapshot: list_revisions(snapshot, View())), where, tables.revisions)


def finish(answer: Answer, where: Where, render: Render) -> None:
    """Print an answer, what it stands on, and end with 1 if it is empty."""
    if where.json:
        write_json(answer)
    elif answer.data:
        tables.show(render(answer.data))
    console = Console(stderr=True)
    for line in tables.footing(answer.receipt.as_dict()) if not where.json else ():
        console.print(line, soft_wrap=True)
    if answer.next and not where.json:
        talk(f"There is more: --cursor {answer.next}")
    raise typer.Exit(FOUND if answer.data else NOTHING)
