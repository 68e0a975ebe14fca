"""PageRank of thirty as-of years by one HTTP request, beside NetworkX that builds the graph of each year and ranks it.

    python -m benchmarks.series --size 50000:250000 --rounds 3

The application answers in this process (`GET /api/v1/centrality?measure=pagerank&series=…`), with evidence, from a
register of relationships that begin in some year and last. No two rounds ask for the same days, so that nothing but
what every question shares is kept from one to the next. What both find is compared first. NetworkX's side gets the ends
and years of the relationships as lists, and gives scores alone.
"""

from __future__ import annotations

import argparse
import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

import httpx
import networkx as nx

from api.app import create_app
from benchmarks.pairs import compare, show
from graph.claim import Claim, Value
from graph.service import Service
from graph.snapshot import Snapshot
from graph.snapshot.scan import scan
from graph.source import Dataset, Reliability, Revision, Source
from graph.store import Store
from ontology.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
FIRST, YEARS = 1990, 30
DATASET = Dataset("generated", "Generated register", "nobody", "CC0-1.0", "1990-2019")
SOURCE = Source("register", "generated", "Register", reliability=Reliability.B)
REVISION = Revision(1, "generated", "2024-01-01T00:00:00Z", "Generated", 1, 0, "x")
Deal = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a service asks of a store, answered from memory: no Neo4j is in what is measured."""

    said: Any

    async def revision(self) -> int:
        return REVISION.number

    async def revisions(self) -> tuple[Revision, ...]:
        return (REVISION,)

    async def read(self, revision: int) -> SimpleNamespace:
        return SimpleNamespace(revision=revision, datasets=(DATASET,), sources=(SOURCE,), said=self.said)


def deals(entities: int, relationships: int) -> list[Deal]:
    """Who supplies whom since which year, of heavy-tailed degrees."""
    made = random.Random(1)
    weights = [1 / (number + 10) ** 0.75 for number in range(entities)]
    ends = (made.choices(range(entities), weights, k=relationships) for _ in range(2))
    years = made.choices(range(FIRST, FIRST + YEARS), k=relationships)
    return [(f"actor-{u}", f"actor-{v}", year) for u, v, year in zip(*ends, years, strict=True) if u != v]


def claims(found: list[Deal]) -> list[Claim]:
    """What a register says of them."""
    names = sorted({end for u, v, _ in found for end in (u, v)})
    said = [Claim(name, "State", SOURCE.id, (Value("name", name, lang="en"),), credibility=2) for name in names]
    for number, (u, v, year) in enumerate(found):
        values = (Value("supplier", u), Value("recipient", v))
        said.append(Claim(f"deal-{number}", "Transfer", SOURCE.id, values, f"{year}/..", credibility=2))
    return said


@asynccontextmanager
async def served(found: list[Deal]) -> AsyncIterator[tuple[httpx.AsyncClient, Snapshot]]:
    """A client of the application over a register."""
    kept = cast("Store", Kept(scan([(claim, 1, None) for claim in claims(found)])))

    @asynccontextmanager
    async def opened() -> AsyncIterator[Store]:
        yield kept

    async with Service(VOCABULARY, opened, deadline=600) as service:
        app = create_app(service, base_iri="https://w3id.org/defgraph/")
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
            yield client, service.reading.snapshot


def ranked(found: list[Deal], year: int) -> dict[str, float]:
    """NetworkX's way: the graph of a year, and its ranking."""
    graph = nx.Graph()
    graph.add_edges_from((u, v) for u, v, since in found if since <= year)
    scores: dict[str, float] = nx.pagerank.orig_func(graph)
    return scores


async def measure(entities: int, relationships: int, rounds: int) -> None:
    """Compare answers, then times."""
    found = deals(entities, relationships)
    async with served(found) as (client, snapshot):
        print(snapshot, f"{len(snapshot.edge_columns.source):,} edges")

        async def ours(number: int) -> dict[str, Any]:
            day = f"{1 + number // 28 % 12:02}-{1 + number % 28:02}"
            series = f"{FIRST}-{day}/{FIRST + YEARS - 1}-{day}/P1Y"
            asked = {"measure": "pagerank", "series": series}
            answer = (await client.get("/api/v1/centrality", params=asked)).raise_for_status()
            data: dict[str, Any] = answer.json()["data"]
            return data

        async def theirs(_: int) -> list[dict[str, float]]:
            return [ranked(found, year) for year in range(FIRST, FIRST + YEARS)]

        right, data = ranked(found, FIRST + YEARS - 1), await ours(300)
        assert len(data["dates"]) == YEARS
        for column in data["columns"]:
            last = column["values"][-1]
            assert last is None or abs(right[column["id"]] - last) < 1e-9, column  # noqa: PLR2004 - as rounded
        pair = await compare(f"{entities:,}/{relationships:,}: {YEARS} years", ours, theirs, rounds)
    show([pair], f"PageRank of {YEARS} years, one request over NetworkX, {rounds} rounds after one of warming up")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", default="2000:8000", help="entities:relationships")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    entities, relationships = map(int, options.size.split(":"))
    asyncio.run(measure(entities, relationships, options.rounds))


if __name__ == "__main__":
    main()
