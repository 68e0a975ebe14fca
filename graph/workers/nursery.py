"""The clean interpreter that everything is forked from: started by its own command line, with one thread.

It imports what questions need and compiles the kernels, says that it is ready, and forks a zygote for each snapshot.
A zygote reads its snapshot, asks the commonest questions once so that workers share what those leave behind, freezes
it all, and forks workers.
"""

from __future__ import annotations

import gc
import importlib
import os
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from graph.engine.warm import warm
from graph.errors import DefgraphError
from graph.network import build
from graph.questions.centrality import rank
from graph.questions.paths import find_paths
from graph.snapshot import Snapshot
from graph.view import View
from graph.workers.freight import receive_snapshot
from graph.workers.tend import tend
from graph.workers.wire import ORDER, READY
from graph.workers.worker import work


def main(arguments: Sequence[str]) -> None:
    """Be the nursery: ``FD MEMORY MODULE...``, the socket to the service, a worker's bytes, what to import."""
    number, memory, *modules = arguments
    for ignored in (signal.SIGINT, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)  # what the terminal says is for the service, which ends us
    for module in modules:
        importlib.import_module(module)
    warm()
    with suppress(ConnectionError), socket.socket(fileno=int(number)) as orders:  # the service may have gone by now
        orders.sendall(ORDER.pack(READY, os.getpid()))
        tend(orders, partial(_hold, memory=int(memory)), kill=False)


def _hold(orders: socket.socket, memory: int) -> None:
    """Be a zygote."""
    with orders.makefile("rb") as stream:
        snapshot = receive_snapshot(stream)
    prepare(snapshot)
    gc.collect()
    gc.freeze()
    orders.sendall(ORDER.pack(READY, os.getpid()))
    tend(orders, partial(work, snapshot=snapshot, memory=memory, parent=os.getpid()), kill=True)


def prepare(snapshot: Snapshot) -> None:
    """Ask what is asked most of the plain view, and of two that are linked, so that all which answers share is there
    before workers are: whatever is not, each worker works out again."""
    try:
        network = build(snapshot, View())
        linked = next(iter(network.simple.edges), None)
        if linked is not None:
            find_paths(network, linked[:1], linked[1:], max_hops=2)
            rank(network, "degree")
    except DefgraphError:
        return  # these two can't be asked; the graph is there all the same


if __name__ == "__main__":
    main(sys.argv[1:])
