"""The page docs/conformance.md, made from a run of all suites.

W3C_TESTS=FOLDER python -m tests.conformance.report > docs/conformance.md
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from itertools import groupby

from tests.conformance.everything import outcomes
from tests.conformance.outcome import Outcome, known, reason_for, releases

HEAD = """\
# Conformance

The W3C's own test suites, run against this project: queries and requests go over HTTP to the endpoint as `./defgraph up` serves it, documents through the reader and the
writers of `graph.rdf`, shapes through the check that each load has to pass. The suites are not part of this project. Whoever has clones of their repositories in a folder runs
them, and writes this page:

    W3C_TESTS=FOLDER ./defgraph test -m w3c
    W3C_TESTS=FOLDER .venv/bin/python -m tests.conformance.report > docs/conformance.md

"""  # noqa: E501
COUNTED = "Every test that the manifests list has been run: {ran:,}; {passed:,} passed and {failed:,} failed.\n"
MOST = 12
"""Tests of one suite that are named one by one; `known.toml` names all."""
REASONS = """
## What fails, and why

Each failure is known by name (`tests/conformance/known.toml`); another one, or one that no longer is, fails the run. "The engine" is Oxigraph, which gives the same when it
is asked alone.

"""  # noqa: E501


def page(ran: Iterable[Outcome]) -> str:
    """The page about what came of the suites."""
    every = list(ran)
    failed = sum(bool(outcome.wrong) for outcome in every)
    of = ", ".join(f"`{name}` at `{commit[:10]}`" for name, commit in releases().items())
    told = [HEAD, COUNTED.format(ran=len(every), passed=len(every) - failed, failed=failed), f"The releases: {of}.\n\n"]
    return "".join([*told, *_table(every), REASONS, *_reasons(every)])


def _table(every: list[Outcome]) -> Iterator[str]:
    yield "| suite | run | passed | failed |\n|---|---|---|---|\n"
    for suite in dict.fromkeys(outcome.suite for outcome in every):
        wrong = [bool(outcome.wrong) for outcome in every if outcome.suite == suite]
        yield f"| {suite} | {len(wrong)} | {len(wrong) - sum(wrong)} | {sum(wrong) or ''} |\n"


def _reasons(every: list[Outcome]) -> Iterator[str]:
    yield "| reason | tests |\n|---|---|\n"
    failed = [outcome for outcome in every if outcome.wrong]
    for entry in known():
        mine = [outcome for outcome in failed if reason_for(outcome) == entry.why]
        suites = groupby(sorted(mine, key=lambda o: o.suite), key=lambda outcome: outcome.suite)
        yield f"| {entry.why} | {'; '.join(_named(suite, list(members)) for suite, members in suites)} |\n"


def _named(suite: str, members: list[Outcome]) -> str:
    names = ", ".join(sorted(outcome.name for outcome in members))
    return f"{suite}: {names if len(members) <= MOST else f'{len(members)} tests'}"


if __name__ == "__main__":
    print(page(asyncio.run(outcomes())), end="")
