"""Free ports for the managed Neo4j, the same from start to start as long as nobody else takes them."""

import json
import socket
from contextlib import closing

from graph.errors import ServerError
from graph.server.folder import Folder
from graph.server.supervise import write_whole

LOOPBACK = "127.0.0.1"
USUAL_BOLT, USUAL_HTTP = 7687, 7474


def choose_ports(folder: Folder, bolt: int | None, http: int | None, *, avoid: frozenset[int]) -> tuple[int, int]:
    """Ports for Bolt and HTTP: those asked for, else those of last time, else the usual, else any that is free.

    Raises:
        ServerError: a port that was asked for is taken.
    """
    last = _last_ports(folder)
    chosen_bolt = _choose("Bolt", bolt, (last[0], USUAL_BOLT), avoid)
    chosen_http = _choose("HTTP", http, (last[1], USUAL_HTTP), avoid | {chosen_bolt})
    write_whole(folder.ports, json.dumps({"bolt": chosen_bolt, "http": chosen_http}))
    return chosen_bolt, chosen_http


def _last_ports(folder: Folder) -> tuple[int, int]:
    try:
        ports = json.loads(folder.ports.read_text(encoding="utf-8"))
        return int(ports["bolt"]), int(ports["http"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0, 0


def _choose(what: str, asked: int | None, likely: tuple[int, ...], avoid: frozenset[int]) -> int:
    if asked:
        if not is_free(asked):
            raise ServerError(
                f"Port {asked}, asked for as Neo4j's {what} port, is taken by another program.",
                hint="Choose another, or leave it unset and a free one is found.",
            )
        return asked
    return next((port for port in likely if port and port not in avoid and is_free(port)), None) or _any_port(avoid)


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of the loopback address now."""
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def _any_port(avoid: frozenset[int]) -> int:
    while True:
        with closing(socket.socket()) as probe:
            probe.bind((LOOPBACK, 0))
            port = int(probe.getsockname()[1])
        if port not in avoid:
            return port
