"""``defgraph export``: a view's graph as a file."""

from pathlib import Path
from typing import Annotated

import typer

from api.questions import Graph
from cli.options import Where, asks
from cli.session import ask
from cli.show import write_bytes
from graph.export import write_graph
from graph.snapshot import Snapshot


@asks(Graph)
def export(question: Graph, where: Where) -> None:
    """Write the graph of a view to standard output, in a format for other tools."""

    def run(snapshot: Snapshot) -> bytes:
        if question.format == "json":
            return question.ask(snapshot).to_json()
        return write_graph(question.network(snapshot), question.format)

    write_bytes(ask(where.settings, run))
