"""``defgraph search | entity | datasets | coverage | patterns | revisions``: what is there, and what is said of it."""

from pydantic import Field

from api.records import ENTITY, Datasets, Entities, Entity, EntityDetail, Joins, Patterns, Revisions
from cli import tables
from cli.finish import finish
from cli.options import asks
from cli.session import ask, with_service
from cli.show import talk
from cli.where import Where
from graph.questions.names import resolve
from graph.questions.receipt import Answer
from graph.service import Service
from graph.snapshot import Snapshot


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


@asks(Datasets)
def datasets(question: Datasets, where: Where) -> None:
    """List the datasets: publisher, release and when it was loaded, counts, licence, what they cover."""
    finish(ask(where, question.ask), where, tables.datasets)


@asks(Joins)
def coverage(question: Joins, where: Where) -> None:
    """Show how far datasets meet: how many suppliers, recipients, systems of each others have too."""
    finish(ask(where, question.ask), where, tables.joins)


@asks(Patterns)
def patterns(question: Patterns, where: Where) -> None:
    """List the patterns that paths may follow."""
    finish(ask(where, question.ask), where, tables.patterns)


@asks(Revisions)
def revisions(question: Revisions, where: Where) -> None:
    """List what was loaded when."""
    finish(ask(where, question.ask), where, tables.revisions)
