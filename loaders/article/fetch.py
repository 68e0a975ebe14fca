"""Fetching a page: http and https alone, of a bounded size, within a deadline, and from the public internet.

A name may lead anywhere, so what counts is the address it resolves to: that address is checked, and that one is
connected to. Redirects are followed step by step, each checked as the first.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from graph.errors import Refused
from loaders.problem import BadValue, shown
from loaders.values import check_url

LARGEST = 10 * 2**20
"""Bytes of the largest page."""
SECONDS = 30.0
"""How long fetching may take in all."""
HOPS = 5
"""Redirects that are followed."""
REDIRECTS = (301, 302, 303, 307, 308)
READ = ("text/html", "application/xhtml+xml", "text/plain")
AGENT = "defgraph"
_CHUNK = 2**16
_OK = 200


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came: the address it came from in the end, its media type and charset as told, its bytes."""

    url: str
    media_type: str
    charset: str
    body: bytes


def fetch(url: str, *, private: bool = False, seconds: float = SECONDS, largest: int = LARGEST) -> Fetched:
    """The page at an address.

    Args:
        url: an http or https address.
        private: whether addresses that are not of the public internet may be asked.
        seconds: the deadline.
        largest: bytes of the largest page.

    Raises:
        Refused: it is no such address, leads to a private one, does not answer in time, is too large or no text.
    """
    deadline = time.monotonic() + seconds
    for _ in range(HOPS + 1):
        parts = _checked(url)
        try:
            found = _ask(parts, url, deadline, private=private, largest=largest)
        except (OSError, http.client.HTTPException) as error:
            told = "it does not answer in time" if isinstance(error, TimeoutError) else str(error) or "no answer"
            raise Refused(f"{shown(url)} cannot be fetched: {told}.") from None
        if isinstance(found, Fetched):
            return found
        url = urljoin(url, found)
    raise Refused(f"The page redirects more than {HOPS} times.", hint="Save it, and give the file.")


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(check_url(url))
    except BadValue as error:
        raise Refused(error.detail) from None
    if parts.username or parts.password:
        raise Refused("An address with a password in it is not fetched.")
    return parts


def _ask(parts: SplitResult, url: str, deadline: float, *, private: bool, largest: int) -> Fetched | str:
    """The page, or the address that it redirects to."""
    host, port = str(parts.hostname), parts.port or (443 if parts.scheme == "https" else 80)
    connection = http.client.HTTPConnection(host, port)
    connection.sock = _connect(host, port, deadline, secure=parts.scheme == "https", private=private)
    try:
        target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
        headers = {"User-Agent": AGENT, "Accept": ", ".join(READ), "Accept-Encoding": "identity", "Connection": "close"}
        connection.request("GET", target, headers=headers)
        answer = connection.getresponse()
        if answer.status in REDIRECTS and (location := answer.getheader("Location")):
            return location
        return _page(answer, url, deadline, largest, connection.sock)
    finally:
        connection.close()


def _connect(host: str, port: int, deadline: float, *, secure: bool, private: bool) -> socket.socket:
    """A connection to the first of a host's addresses, if all of them may be asked."""
    addresses = [info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    closed = [a for a in addresses if not ipaddress.ip_address(str(a).partition("%")[0]).is_global]
    if closed and not private:
        raise Refused(
            f"{host} leads to {closed[0]}, which is not of the public internet.", hint="Give --private if it is meant."
        )
    connected = socket.create_connection((str(addresses[0]), port), timeout=_left(deadline))
    return ssl.create_default_context().wrap_socket(connected, server_hostname=host) if secure else connected


def _page(
    answer: http.client.HTTPResponse, url: str, deadline: float, largest: int, connected: socket.socket | None
) -> Fetched:
    if answer.status != _OK:
        raise Refused(f"{shown(url)} answers with {answer.status} {answer.reason}.")
    kind = answer.headers.get_content_type()
    if kind not in READ:
        raise Refused(f"{shown(url)} is {kind}, and no page.", hint="Save its text, and give the file.")
    parts, size = list[bytes](), 0
    while size <= largest:
        if connected is not None:
            connected.settimeout(_left(deadline))
        if not (part := answer.read1(_CHUNK)):
            return Fetched(url, kind, answer.headers.get_content_charset() or "", b"".join(parts))
        parts.append(part)
        size += len(part)
    raise Refused(f"The page is larger than {largest:,} bytes.", hint="Save its text, and give the file.")


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


__all__ = ["LARGEST", "SECONDS", "Fetched", "fetch"]
