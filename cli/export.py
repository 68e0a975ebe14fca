"""``defgraph export``: a view's graph as a file."""

from pydantic import Field

from api.formats import file_format
from api.questions import Graph, OfNetwork
from cli.options import Where, asks
from cli.session import ask
from cli.show import talk, write_bytes
from graph.licence import left_out, remarks
from graph.network import Network
from graph.snapshot import Snapshot
from ontology.iri import Iris


class Exported(Graph):
    """A graph that the caller may keep whole."""

    include_restricted: bool = Field(
        False, description="With what licences don't let be passed on: for your own use only."
    )

    def network(self, snapshot: Snapshot) -> Network:
        """The graph that is written."""
        return OfNetwork.network(self, snapshot) if self.include_restricted else super().network(snapshot)


@asks(Exported)
def export(question: Exported, where: Where) -> None:
    """Write the graph of a view to standard output: for graph tools, or as RDF with every claim and source."""
    kind, iris = file_format(question.format), Iris(where.settings.base_iri)

    def run(snapshot: Snapshot) -> tuple[bytes, tuple[str, ...]]:
        snapshot = question.believed(snapshot)
        told = remarks(left_out(snapshot, question.network(snapshot).view))
        if question.format == "json":
            return question.ask(snapshot).to_json(), told
        view, whole = question.view(snapshot), question.include_restricted
        return kind.write(snapshot, view, question.directed, iris, whole), told

    written, told = ask(where.settings, run)
    for line in (*told, *([OWN] if question.include_restricted else [])):
        talk(line)
    write_bytes(written)


OWN = "This file may hold what its sources' terms don't let you pass on: keep it to yourself."
