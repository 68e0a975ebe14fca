"""The Neo4j that a command uses: the one that runs, or one for the time of the command."""

from collections.abc import Iterator
from contextlib import contextmanager

from cli.show import talk
from graph.server import Connection, connect_or_start, status
from graph.settings import Settings


@contextmanager
def connected(settings: Settings, *, exclusive: bool = False) -> Iterator[Connection]:
    """A Neo4j that answers; says so on standard error if one has to be started, which takes some seconds."""
    if not settings.neo4j_uri and not status(settings).running:
        talk(
            "Starting Neo4j …" if exclusive else "Starting Neo4j for this one command; `defgraph up` keeps it running …"
        )
    with connect_or_start(settings, exclusive=exclusive) as connection:
        yield connection
