"""What routes ask for: the service, and checks on the query that hold everywhere."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from typing import Annotated, Any, TypeVar
from urllib.parse import quote

from fastapi import Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.routing import Route

from api.answers import answer_response, file_response, freshness
from api.asking import CITE, one_among
from api.errors import ClientLeft
from api.over_time import OverTime
from graph.errors import BadQuestion
from graph.questions.footnotes import STYLES
from graph.service import Reading, Service
from graph.workers.parcel import Body, Question

T = TypeVar("T")

BLINK = 0.05
"""Seconds for which nobody looks whether the client is still there: most answers are by then."""
REPEATABLE = frozenset(
    {
        "type",
        "relationship",
        "dataset",
        "source",
        "without",
        "from",
        "to",
        "via",
        "avoid",
        "category",
        "near",
        "member",
        "trust",
        "treat",
    }
)


def get_service(request: Request) -> Service:
    """The service the application was made with."""
    service: Service = request.app.state.service
    return service


def refuse_repeats(request: Request) -> None:
    """Refuse a parameter given twice where only one value can count: which one would be a guess."""
    for name, times in Counter(name for name, _ in request.query_params.multi_items()).items():
        if times > 1 and name not in REPEATABLE:
            raise BadQuestion(f"{name[:100]} is given {times} times.", hint="Give it once.", parameter=name[:100])


Cite = Annotated[str | None, Query(description=CITE, json_schema_extra=one_among(*STYLES))]


def only_cited(request: Request, cite: Cite = None) -> None:  # noqa: ARG001 - read where the answer leaves
    """Refuse any parameter but `cite`, on routes whose answer depends on none."""
    for name in request.query_params:
        if name != "cite":
            raise BadQuestion(
                f"{name[:100]} is no parameter: this address takes none but cite.",
                hint="Leave it out.",
                parameter=name[:100],
            )


Graph = Annotated[Service, Depends(get_service)]


MOVED: dict[str, Any] = {"description": "The id leads to another one: the address of that"}
WHO_IS_WHO = frozenset({"known_at", "treat", "without"})
"""The parameters under which an id may be of another thing than now."""


def moved_to(request: Request, service: Service, name: str, suffix: str = "") -> Response | None:
    """A redirect to the id that a thing goes by, if `name` is another one of it; None under a view of who is who of its
    own. `suffix` is what follows the id in the address."""
    kept = service.reading.snapshot.identity.kept.get(name)
    if kept is None or WHO_IS_WHO & set(request.query_params):
        return None
    route: Route = request.scope["route"]
    path = quote(request.app.url_path_for(route.name, id=kept + suffix), safe="/")
    asked = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(request.scope.get("root_path", "") + path + asked, status_code=308)


async def answered(request: Request, service: Service, question: Question) -> Response:
    """The answer to a question over the latest snapshot, as it leaves."""
    reading = service.reading
    return answer_response(request, await worked_out(request, service, question, reading), reading)


async def answered_over_time(request: Request, service: Service, question: OverTime) -> Response:
    """The answer as it leaves: JSON, or the CSV of a series."""
    if question.format != "csv" or question.series is None:
        return await answered(request, service, question.answer)
    reading = service.reading
    body = await service.ask(question.as_csv, reading)
    headers = freshness(reading) | {"Content-Disposition": 'attachment; filename="series.csv"'}
    return file_response(request, body, "text/csv", headers)


async def worked_out(request: Request, service: Service, question: Question, reading: Reading) -> Body:
    """The body of the answer to a question over a snapshot, worked out while the client is there to have it.

    A lambda can't travel to a worker: give it a method of a model, or `functools.partial` of a function of a module.

    Raises:
        ClientLeft: the client is gone, and so is the work, if nobody else waits for it.
    """
    return await while_there(request, service.answer(question, reading))


async def while_there(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """What some work gives, done while the client is there to have it.

    Raises:
        ClientLeft: the client is gone, and the work has been cancelled.
    """
    task = asyncio.create_task(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=BLINK)
        if not done:
            await _watch(request, task)
    finally:
        task.cancel()
    return task.result()


async def _watch(request: Request, task: asyncio.Task[T]) -> None:
    leaving = asyncio.create_task(_left(request))
    try:
        await asyncio.wait({task, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        leaving.cancel()
    if not task.done():
        raise ClientLeft


async def _left(request: Request) -> None:
    """Return when the client has closed the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
