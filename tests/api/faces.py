"""Three ways to ask the same graph, and thirty questions to ask each of them.

Cypher asks the graph that Neo4j shows, HTTP the questions over NetworkX, SPARQL the endpoint. A question is put in each
way by itself; what comes back is brought to one form: a set of ids, of pairs of ids, or a number.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

import httpx
from neo4j import Driver

Answer = frozenset[Any] | int | None
Ask = Callable[["Faces"], Awaitable[Answer]]
Link = tuple[str, str, str]
"""Where an edge begins, of which projection it is, where it ends."""

IMPLIED = "?claim dg:implies ?statement . ?statement rdf:subject ?a ; rdf:predicate ?link ; rdf:object ?b ."
"""The links that claims imply, as SPARQL: those of the graph, before the direct graph leaves out what is unsafe."""
DIRECT = "x.relationship IS NOT NULL"
"""What tells an edge between entities from a role, in Cypher."""
FARTHEST = 4


@dataclass(frozen=True, slots=True)
class Faces:
    """A graph by its three faces; `database` is Neo4j's, `base` what ids in RDF start with."""

    driver: Driver
    database: str
    client: httpx.AsyncClient
    base: str

    def cypher(self, query: str, **parameters: object) -> Any:
        """The first column of a query, as a set."""
        records, _, _ = self.driver.execute_query(query, parameters, database_=self.database)
        return frozenset(_hashable(record[0]) for record in records)

    async def get(self, path: str, *, some: bool = False, **parameters: object) -> Any:
        """The data of an answer over HTTP; it must not be cut off, unless only `some` of it is wanted."""
        answer = await self.client.get(f"/api/v1/{path}", params={k.rstrip("_"): v for k, v in parameters.items()})
        assert answer.status_code == 200, answer.text
        told = answer.json()
        assert some or not any(limit["truncated"] for limit in told["receipt"]["limits"])
        return told["data"]

    async def all_of(self, path: str, **parameters: Any) -> list[Any]:
        """The data of all pages of an answer over HTTP."""
        rows: list[Any] = []
        while True:
            answer = await self.client.get(f"/api/v1/{path}", params=parameters)
            assert answer.status_code == 200, answer.text
            rows += answer.json()["data"]
            if (cursor := answer.json().get("next")) is None:
                return rows
            parameters["cursor"] = cursor

    async def around(self, entity: str, radius: int, **view: object) -> list[Link]:
        """The links within so many steps of an entity."""
        edges = (await self.get("neighbourhood", entity=entity, radius=radius, **view))["edges"]
        return [(edge["from"], edge["relationship"]["link"], edge["to"]) for edge in edges]

    async def sparql(self, query: str, **view: object) -> frozenset[Any]:
        """The rows of a query as a set, each IRI by its id."""
        answer = await self.client.post("/sparql", data={"query": query, **view})
        assert answer.status_code == 200, answer.text
        told = answer.json()
        rows = (tuple(self._id(row[name]) for name in told["head"]["vars"]) for row in told["results"]["bindings"])
        return frozenset(row[0] if len(row) == 1 else row for row in rows)

    def _id(self, cell: dict[str, str]) -> str:
        return cell["value"].rpartition("/")[2] if cell["value"].startswith(self.base) else cell["value"]

    async def step(self, names: Iterable[str]) -> frozenset[Any]:
        """Some entities, and all that a claim links with one of them, by SPARQL."""
        ids = " ".join(f"id:{name}" for name in names)
        ends = "?claim dg:implies ?statement . ?statement rdf:subject|rdf:object ?one , ?other"
        return await self.sparql(f"SELECT DISTINCT ?other {{ VALUES ?one {{ {ids} }} {ends} }}")


def _hashable(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class Question:
    """One question in three ways; in Cypher it may be `wider`, where the others look at each claim by itself."""

    name: str
    cypher: Ask
    http: Ask
    sparql: Ask
    wider: bool = False


def linked(entity: str) -> Question:
    """Who is linked with an entity?"""

    async def cypher(on: Faces) -> Answer:
        found = on.cypher(f"MATCH ({{id: $id}})-[x]-(o:Entity) WHERE {DIRECT} RETURN DISTINCT o.id", id=entity)
        return frozenset(found - {entity})

    async def http(on: Faces) -> Answer:
        return await _around(on, entity, 1) - {entity}

    async def sparql(on: Faces) -> Answer:
        return frozenset(await on.step([entity]) - {entity})

    return Question(f"linked with {entity}", cypher, http, sparql)


def near(entity: str) -> Question:
    """Who is within two steps of an entity?"""

    async def cypher(on: Faces) -> Answer:
        pattern = f"((:Entity)-[x]-(:Entity) WHERE {DIRECT}){{1,2}}"
        return frozenset(on.cypher(f"MATCH (:Entity {{id: $id}}){pattern}(o:Entity) RETURN DISTINCT o.id", id=entity))

    async def http(on: Faces) -> Answer:
        return await _around(on, entity, 2)

    async def sparql(on: Faces) -> Answer:
        return await on.step(await on.step([entity]))

    return Question(f"within two steps of {entity}", cypher, http, sparql)


def along(link: str, relationship: str, entity: str, *, to: bool, year: str | None = None) -> Question:
    """Whom does an entity supply, own ...; or `to`: who supplies, owns it; in a year, or at all?

    An edge in Neo4j holds from the first to the last day that any of its claims tells of, gaps included.
    """
    here, there = ("b", "a") if to else ("a", "b")
    label = "".join("_" + c if c.isupper() else c for c in link).upper()

    async def cypher(on: Faces) -> Answer:
        during = (
            f"AND coalesce(x.start, date('0001-01-01')) <= date('{year}-12-31') "
            f"AND coalesce(x.end, date('9999-12-31')) >= date('{year}-01-01')"
        )
        match = f"MATCH (a:Entity)-[x:{label}]->(b:Entity) WHERE {here}.id = $id {during if year else ''}"
        return frozenset(on.cypher(f"{match} RETURN DISTINCT {there}.id", id=entity))

    async def http(on: Faces) -> Answer:
        view = {"as_of": year} if year else {}
        links = await on.around(entity, 1, relationship=relationship, **view)
        mine, other = (2, 0) if to else (0, 2)
        return frozenset(edge[other] for edge in links if edge[1] == link and edge[mine] == entity)

    async def sparql(on: Faces) -> Answer:
        view = {"as_of": year} if year else {}
        query = f"SELECT DISTINCT ?{there} {{ {IMPLIED} FILTER(?link = dg:{link} && ?{here} = id:{entity}) }}"
        return await on.sparql(query, **view)

    way = f"which {link} {entity}" if to else f"{link} of {entity}"
    return Question(f"{way}{f' in {year}' if year else ''}", cypher, http, sparql, wider=year is not None)


def distance(start: str, end: str) -> Question:
    """How many steps are there from one to the other?"""

    async def cypher(on: Faces) -> Answer:
        pattern = f"((:Entity)-[x]-(:Entity) WHERE {DIRECT}){{1,{FARTHEST}}}"
        query = f"MATCH p = SHORTEST 1 (:Entity {{id: $start}}){pattern}(:Entity {{id: $end}}) RETURN length(p)"
        return next(iter(on.cypher(query, start=start, end=end)), None)

    async def http(on: Faces) -> Answer:
        found = await on.get("paths", some=True, from_=start, to=end, mode="shortest", k=1, max_hops=FARTHEST)
        return found[0]["length"] if found else None

    async def sparql(on: Faces) -> Answer:
        reached, frontier = {start}, {start}
        for steps in range(1, FARTHEST + 1):
            frontier = set(await on.step(frontier)) - reached
            reached |= frontier
            if end in frontier:
                return steps
        return None

    return Question(f"steps from {start} to {end}", cypher, http, sparql)


def shared(one: str, other: str) -> Question:
    """Who is linked with both?"""

    async def cypher(on: Faces) -> Answer:
        sides = f"({{id: $one}})-[x]-(o:Entity)-[y]-({{id: $other}}) WHERE {DIRECT} AND {DIRECT.replace('x.', 'y.')}"
        return frozenset(on.cypher(f"MATCH {sides} RETURN DISTINCT o.id", one=one, other=other) - {one, other})

    async def http(on: Faces) -> Answer:
        return (await _around(on, one, 1) & await _around(on, other, 1)) - {one, other}

    async def sparql(on: Faces) -> Answer:
        side = "{{ SELECT DISTINCT ?o {{ ?c dg:implies ?s . ?s rdf:subject|rdf:object id:{} , ?o }} }}"
        return frozenset(await on.sparql(f"SELECT ?o {{ {side.format(one)} {side.format(other)} }}") - {one, other})

    return Question(f"linked with {one} and {other}", cypher, http, sparql)


def disputed() -> Question:
    """Which relationships that link somebody do sources contradict one another on?"""

    async def cypher(on: Faces) -> Answer:
        return on.cypher("MATCH (:Entity)-[x]->(:Entity) WHERE x.contested RETURN DISTINCT x.relationship")  # type: ignore[no-any-return]

    async def http(on: Faces) -> Answer:
        graph = await on.get("graph", format="json")
        return frozenset(edge["relationship"] for edge in graph["edges"] if edge["contested"])

    async def sparql(on: Faces) -> Answer:
        return await on.sparql("SELECT DISTINCT ?r { ?r dg:contested true . ?c dg:concerns ?r ; dg:implies ?s }")

    return Question("disputed relationships", cypher, http, sparql)


def pairs(link: str, relationship: str) -> Question:
    """All pairs of a link."""
    label = "".join("_" + c if c.isupper() else c for c in link).upper()

    async def cypher(on: Faces) -> Answer:
        return on.cypher(f"MATCH (a:Entity)-[:{label}]->(b:Entity) RETURN DISTINCT [a.id, b.id]")  # type: ignore[no-any-return]

    async def http(on: Faces) -> Answer:
        graph = await on.get("graph", format="json", relationship=relationship)
        return frozenset((edge["from"], edge["to"]) for edge in graph["edges"] if edge["link"] == link)

    async def sparql(on: Faces) -> Answer:
        return await on.sparql(f"SELECT DISTINCT ?a ?b {{ {IMPLIED} FILTER(?link = dg:{link}) }}")

    return Question(f"all pairs of {link}", cypher, http, sparql)


def evidence(supplier: str, recipient: str) -> Question:
    """What is asserted of the transfers from one to the other, by which claims?"""

    async def cypher(on: Faces) -> Answer:
        match = "MATCH (:Entity {id: $a})-[x:SUPPLIES]->(:Entity {id: $b}) UNWIND x.relationship AS r"
        query = f"{match} MATCH (c:Claim {{status: 'asserted'}})-[:ABOUT]->({{id: r}}) RETURN DISTINCT c.id"
        return on.cypher(query, a=supplier, b=recipient)  # type: ignore[no-any-return]

    async def http(on: Faces) -> Answer:
        rows = await on.all_of(f"entities/{supplier}/relationships", relationship="Transfer", limit=200)
        ends = (supplier, "supplies", recipient)
        mine = (row for row in rows if ends in {_ends(edge) for edge in row["edges"]})
        return frozenset(claim["id"] for row in mine for claim in row["claims"] if claim["status"] == "asserted")

    async def sparql(on: Faces) -> Answer:
        ends = f"FILTER(?link = dg:supplies && ?a = id:{supplier} && ?b = id:{recipient})"
        others = "?other dg:concerns ?deal ; dg:claimStatus dg:ClaimStatus-asserted"
        stand = "FILTER NOT EXISTS { ?other prov:wasInvalidatedBy ?revision }"
        deal = f"{IMPLIED} {ends} ?claim dg:concerns ?deal ."
        return await on.sparql(f"SELECT DISTINCT ?other {{ {deal} {others} {stand} }}")

    return Question(f"who speaks of transfers from {supplier} to {recipient}", cypher, http, sparql)


def _ends(edge: dict[str, Any]) -> tuple[str, str, str]:
    return edge["from"], edge["relationship"]["link"], edge["to"]


async def _around(on: Faces, entity: str, radius: int) -> frozenset[str]:
    return frozenset(end for start, _, other in await on.around(entity, radius) for end in (start, other))
