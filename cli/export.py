"""``defgraph export``: a view's graph as a file."""

from api.formats import file_format
from api.questions import Graph
from cli.options import Where, asks
from cli.session import ask
from cli.show import write_bytes
from graph.snapshot import Snapshot
from ontology.iri import Iris


@asks(Graph)
def export(question: Graph, where: Where) -> None:
    """Write the graph of a view to standard output: for graph tools, or as RDF with every claim and source."""
    kind, iris = file_format(question.format), Iris(where.settings.base_iri)

    def run(snapshot: Snapshot) -> bytes:
        if question.format == "json":
            return question.ask(snapshot).to_json()
        return kind.write(snapshot, question.view(snapshot), question.directed, iris)

    write_bytes(ask(where.settings, run))
