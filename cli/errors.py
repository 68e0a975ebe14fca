"""How the command line tells an error: one sentence on standard error, an exit code from the one table."""

import sys

import orjson
from pydantic import ValidationError
from rich.console import Console
from rich.text import Text

from graph.errors import BadQuestion, DefgraphError
from graph.problem import outcome, problem
from ontology.errors import OntologyError

TOLD = (DefgraphError, OntologyError)


def tell(error: Exception, *, as_json: bool = False) -> int:
    """Say what is wrong on standard error, as a problem document if the answer was to be JSON; the exit code that goes
    with it."""
    if as_json:
        sys.stderr.write(orjson.dumps(problem(error), option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        console = Console(stderr=True)
        console.print(Text(str(error), style="red"), soft_wrap=True)
        for candidate in getattr(error, "candidates", ()):
            console.print(Text("  " + "  ".join(candidate.values())), soft_wrap=True)
    return outcome(error).exit


def explain_options(error: ValidationError) -> BadQuestion:
    """A refused option in our words.

    >>> from pydantic import BaseModel, Field
    >>> class Page(BaseModel):
    ...     limit: int = Field(ge=1)
    >>> try:
    ...     Page(limit=0)
    ... except ValidationError as error:
    ...     print(explain_options(error))
    --limit is 0: input should be greater than or equal to 1.
    """
    first = error.errors(include_url=False)[0]
    name = str(first["loc"][0]) if first["loc"] else "question"
    said = first["msg"][0].lower() + first["msg"][1:]
    return BadQuestion(f"--{name.replace('_', '-')} is {first['input']}: {said}.", parameter=name)
