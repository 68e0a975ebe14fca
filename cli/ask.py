"""``defgraph search | entity | path | central | neighbours | datasets | revisions | export``: what comes out."""

from pydantic import Field

from api.questions import ENTITY, Centrality, Entities, Entity, EntityDetail, Joins, Neighbourhood, Paths
from cli import tables
from cli.finish import finish, finish_over_time
from cli.options import Where, asks, located
from cli.session import ask, with_service
from cli.show import talk
from graph.questions.datasets import list_datasets
from graph.questions.describe import list_revisions
from graph.questions.names import resolve
from graph.questions.patterns import list_patterns
from graph.questions.receipt import Answer
from graph.service import Service
from graph.snapshot import Snapshot
from graph.view import View


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

    finish(with_service(where, run), where, tables.entities)


class Named(EntityDetail):
    """An entity by its id or name, or a relationship by its id."""

    entity: Entity = Field(description=f"{ENTITY} Or the id of a relationship.")

    def of(self, snapshot: Snapshot) -> Answer:
        """What is said of it."""
        snapshot = self.believed(snapshot)
        known = self.entity in snapshot.relationships
        return self.ask(snapshot, self.entity if known else resolve(snapshot, self.entity, "entity"))


@asks(Named, arguments=("entity",))
def entity(question: Named, where: Where) -> None:
    """Show what is said of an entity (or, by its id, of a relationship), and who says it."""
    answer = ask(where, question.of)
    if isinstance(answer.data, dict) and question.entity in {other["id"] for other in answer.data.get("other_ids", ())}:
        talk(f"{question.entity} is {answer.data['id']} now.")
    finish(answer, where, tables.entity)


@asks(Paths, arguments=("from_", "to"))
def path(question: Paths, where: Where) -> None:
    """Show how two entities are linked, and who says so."""
    finish_over_time(question, where, tables.paths)


@asks(Centrality, arguments=("measure",))
def central(question: Centrality, where: Where) -> None:
    """Rank entities by a measure of their place in the graph."""
    finish_over_time(question, where, tables.ranking)


@asks(Neighbourhood, arguments=("entity",))
def neighbours(question: Neighbourhood, where: Where) -> None:
    """Show what is around an entity."""
    finish(ask(where, question.ask), where, tables.neighbourhood)


@located
def datasets(*, where: Where) -> None:
    """List the datasets: publisher, release and when it was loaded, counts, licence, what they cover."""
    finish(ask(where, lambda snapshot: list_datasets(snapshot, View())), where, tables.datasets)


@asks(Joins)
def coverage(question: Joins, where: Where) -> None:
    """Show how far datasets meet: how many suppliers, recipients, systems, states, firms of each others have too."""
    finish(ask(where, question.ask), where, tables.joins)


@located
def patterns(*, where: Where) -> None:
    """List the patterns that paths may follow."""
    finish(ask(where, lambda snapshot: list_patterns(snapshot, View())), where, tables.patterns)


@located
def revisions(*, where: Where) -> None:
    """List what was loaded when."""
    finish(ask(where, lambda snapshot: list_revisions(snapshot, View())), where, tables.revisions)
