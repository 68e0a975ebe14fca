"""What routes ask for: the service, and checks on the query that hold everywhere."""

from collections import Counter
from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request, Response

from api.answers import answer_response
from graph.errors import BadQuestion
from graph.questions.receipt import Answer
from graph.service import Service
from graph.snapshot import Snapshot

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


def takes_none(request: Request) -> None:
    """Refuse any parameter, on routes whose answer depends on none."""
    for name in request.query_params:
        raise BadQuestion(
            f"{name[:100]} is no parameter: this address takes none.", hint="Leave it out.", parameter=name[:100]
        )


Graph = Annotated[Service, Depends(get_service)]


async def answered(request: Request, service: Service, question: Callable[[Snapshot], Answer]) -> Response:
    """The answer to a question over the latest snapshot, as it leaves."""
    reading = service.reading
    return answer_response(request, await service.ask(question, reading), reading)
