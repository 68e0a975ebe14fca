"""A parent that does nothing but fork children and end them, as it is told to over a socket.

Every child stays known until its parent has been told to end it, so that no process number is ever another's by then,
and none is left a zombie.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable

from graph.workers.wire import FORK, ORDER

Become = Callable[[socket.socket], None]
"""What a child does, with the socket it was given."""


def tend(orders: socket.socket, become: Become, *, kill: bool) -> None:
    """Follow orders until nobody is there to give any; then the children are to end too.

    `FORK` comes with a socket for the child, `END` with the number of one: `kill` it, or wait for it to end by itself.
    """
    children: set[int] = set()
    while True:
        message, sockets, _, _ = socket.recv_fds(orders, ORDER.size, 1)
        if len(message) < ORDER.size:
            break
        order, number = ORDER.unpack(message)
        if order == FORK:
            children.add(_fork(orders, socket.socket(fileno=sockets[0]), become))
        elif number in children:
            children.discard(number)
            _end(number, kill=kill)
    for number in children:
        _end(number, kill=kill)


def _fork(orders: socket.socket, given: socket.socket, become: Become) -> int:
    number = os.fork()
    if number == 0:
        orders.close()
        _live(given, become)
    given.close()
    return number


def _live(given: socket.socket, become: Become) -> None:
    """The life of a child: whatever happens in it, it never comes back into its parent's code."""
    try:
        become(given)
        os._exit(0)
    except ConnectionError:  # whoever it worked for has gone, and needs no word of it
        os._exit(0)
    except BaseException:  # an interrupt too must not get any further
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(1)


def _end(number: int, *, kill: bool) -> None:
    if kill:
        os.kill(number, signal.SIGKILL)
    os.waitpid(number, 0)


__all__ = ["tend"]
