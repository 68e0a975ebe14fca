"""What every request meets first and every answer leaves with: caps on size, and headers that keep browsers careful.

Written against ASGI itself, so that streamed answers pass through untouched and even an answer to a fault carries the
headers.
"""

import logging

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import plain_problem, problem_response

MAX_TARGET = 16 * 1024
MAX_HEADERS = 32 * 1024
MAX_BODY = 1024 * 1024

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
}

log = logging.getLogger("defgraph.api")


class _BodyTooLong(Exception):
    """The body turned out longer than `MAX_BODY` while it was read."""


class Guard:
    """Refuses what is too long, answers HEAD as GET without the body, turns a fault of ours into a problem document."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an HTTP request on between the caps and the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        leave = _Leave(send, silent=scope["method"] == "HEAD")
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET", "asked_by_head": True}
        try:
            if refusal := _refusal(scope):
                await problem_response(refusal)(scope, receive, leave)
            else:
                await self.app(scope, _counted(receive), leave)
        except _BodyTooLong:
            await _answer(scope, receive, leave, _too_long("body", 413, MAX_BODY))
        except Exception:
            log.exception("%s %s", scope["method"], scope["path"])
            told = plain_problem(500, "fault", "Something in here is broken", "The fault is ours and has been logged.")
            await _answer(scope, receive, leave, told)


class _Leave:
    """The way out: adds the headers, remembers whether the answer has begun, drops the body of an answer to HEAD."""

    def __init__(self, send: Send, *, silent: bool) -> None:
        self.send, self.silent, self.begun = send, silent, False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        elif self.silent and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await self.send(message)


async def _answer(scope: Scope, receive: Receive, leave: _Leave, document: dict[str, object]) -> None:
    if not leave.begun:
        await problem_response(document)(scope, receive, leave)


def _refusal(scope: Scope) -> dict[str, object] | None:
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > MAX_TARGET:
        return _too_long("address", 414, MAX_TARGET)
    if sum(len(name) + len(value) for name, value in scope["headers"]) > MAX_HEADERS:
        return _too_long("header", 431, MAX_HEADERS)
    length = dict(scope["headers"]).get(b"content-length", b"0")
    if not length.isdigit() or int(length[:20]) > MAX_BODY:
        return _too_long("body", 413, MAX_BODY)
    return None


def _too_long(part: str, status: int, limit: int) -> dict[str, object]:
    detail = f"The request's {part} may have {limit} bytes and has more."
    return plain_problem(status, "too-long", "The request is too long", detail)


def _counted(receive: Receive) -> Receive:
    """`receive`, ending in `_BodyTooLong` once the body has passed the cap; a chunked body does not tell its length
    before."""
    seen = 0

    async def count() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MAX_BODY:
            raise _BodyTooLong
        return message

    return count
