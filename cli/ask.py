"""``defgraph path | central | neighbours``: questions on the network."""

from api.questions import Centrality, Neighbourhood, Paths
from cli import tables
from cli.finish import finish_over_time
from cli.options import asks
from cli.where import Where


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
    finish_over_time(question, where, tables.neighbourhood)
