"""What goes over the sockets between the service and its processes: frames of a length and that many bytes, and orders
to fork or to end a child.

All of it is between processes of one program and one user, over pairs of sockets that have no name.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator

LENGTH = struct.Struct("!Q")
ORDER = struct.Struct("!cQ")
"""What to do, and to which process (0: none yet); or that one is ready, and which."""
FORK, END, READY = b"F", b"E", b"R"


def framed(payload: bytes) -> bytes:
    """A payload behind its length.

    >>> framed(b"ab")
    b'\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02ab'
    """
    return LENGTH.pack(len(payload)) + payload


def receive(source: socket.socket) -> bytes | None:
    """The next payload; None when the other side is gone."""
    head = _exactly(source, LENGTH.size)
    return None if head is None else _exactly(source, LENGTH.unpack(head)[0])


def _exactly(source: socket.socket, count: int) -> bytes | None:
    parts = bytearray(count)
    view, got = memoryview(parts), 0
    while got < count:
        more = source.recv_into(view[got:])
        if not more:
            return None
        got += more
    return bytes(parts)


class Frames:
    """Payloads put together from whatever pieces arrive.

    >>> frames = Frames()
    >>> whole = framed(b"ab") + framed(b"c")
    >>> [list(frames.add(whole[i : i + 5])) for i in range(0, len(whole), 5)]
    [[], [b'ab'], [], [b'c']]
    """

    def __init__(self) -> None:
        self._pieces = bytearray()

    def add(self, piece: bytes) -> Iterator[bytes]:
        """The payloads that are complete now."""
        self._pieces += piece
        while len(self._pieces) >= LENGTH.size:
            end = LENGTH.size + LENGTH.unpack_from(self._pieces)[0]
            if len(self._pieces) < end:
                return
            payload = bytes(self._pieces[LENGTH.size : end])
            del self._pieces[:end]
            yield payload


__all__ = ["END", "FORK", "LENGTH", "ORDER", "READY", "Frames", "framed", "receive"]
