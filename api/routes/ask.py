"""Any question with a body: for long lists of parameters, and for a caller's own claims on top of the graph."""

from functools import partial

import orjson
from fastapi import APIRouter, Depends, Request, Response

from api.answers import answer_response
from api.ask_question import Ask, AskAnswer
from api.deps import Graph, only_cited, while_there, worked_out
from graph.errors import BadQuestion
from graph.questions.overlaid import ask_over

router = APIRouter(tags=["questions"])


@router.post("/ask", operation_id="ask", dependencies=[Depends(only_cited)], responses={200: {"model": AskAnswer}})
async def ask(request: Request, service: Graph, question: Ask) -> Response:
    """A question by its name and parameters, as its own address takes them, and with claims of your own on top.

    `overlay` is a claims file as JSON (sources, entities, relationships), checked as a file is before it is loaded. It
    is used for this answer and kept nowhere; the receipt says which of its claims the answer stands on.
    """
    reading, asked = service.reading, question.filled()
    if question.overlay is None:
        return answer_response(request, await worked_out(request, service, asked, reading), reading)
    read = request.app.state.read_overlay
    if read is None:
        raise BadQuestion("Overlays are not taken here.", parameter="overlay")
    text = orjson.dumps(question.overlay, option=orjson.OPT_INDENT_2).decode()
    body = await while_there(request, service.answer(partial(ask_over, read, text, asked), reading, keep=False))
    response = answer_response(request, body, reading)
    response.headers["Cache-Control"] = "no-store"
    return response
