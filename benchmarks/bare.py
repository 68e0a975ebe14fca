"""The bare side of a load: what it left in the database, written again from rows that are ready, by the driver alone.

No checks, hashes, lease or revisions, nothing that could be gone on with: one text for each label, type and kind of
change, in batches.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, LiteralString

from neo4j import AsyncDriver

from benchmarks.thread import BATCH

Row = dict[str, Any]

NODES = """
MATCH (n) WHERE n:Record OR n:Entity OR n:Relationship OR n:Source OR n:Dataset
RETURN elementId(n) AS place, labels(n) AS labels, properties(n) AS said
"""
EDGES = """
MATCH (a)-[x]->(b) WHERE a:Record OR a:Entity OR a:Relationship OR a:Source
RETURN elementId(x) AS place, type(x) AS type, properties(x) AS said, elementId(a) AS source, elementId(b) AS target
"""
NODE = "UNWIND $rows AS row MATCH (n:Bare {place: row.place})"
ENDS = "UNWIND $rows AS row MATCH (a:Bare {place: row.source}) MATCH (b:Bare {place: row.target})"


@dataclass(frozen=True, slots=True)
class Graph:
    """What a load left: nodes and edges by where the database has them."""

    nodes: Mapping[str, Row]
    edges: Mapping[str, Row]


NOTHING = Graph({}, {})


async def read(driver: AsyncDriver) -> Graph:
    """What loads have left so far."""
    return Graph(await _rows(driver, NODES), await _rows(driver, EDGES))


async def _rows(driver: AsyncDriver, question: LiteralString) -> Mapping[str, Row]:
    return {row["place"]: row.data() for row in (await driver.execute_query(question)).records}


async def write(driver: AsyncDriver, new: Graph, old: Graph = NOTHING) -> None:
    """Bring a copy of one graph to another, by what differs."""
    for statement, rows in _statements(new, old).items():
        for start in range(0, len(rows), BATCH):
            await driver.execute_query(statement, rows=rows[start : start + BATCH])  # type: ignore[arg-type]


def _statements(new: Graph, old: Graph) -> Mapping[str, list[Row]]:
    """Texts, in the order in which they are to be run, with their rows."""
    found = defaultdict[str, list[Row]](list)
    for row in _missing(old.edges, new.edges):
        found[f"{ENDS} MATCH (a)-[x:BARE_{row['type']} {{place: row.place}}]->(b) DELETE x"].append(row)
    for row in _missing(old.nodes, new.nodes):
        found[f"{NODE} DETACH DELETE n"].append(row)
    for row in _missing(new.nodes, old.nodes):
        found[f"UNWIND $rows AS row CREATE (n:Bare{_labels(row['labels'])}) SET n = row.said"].append(_placed(row))
    for row, before in _changed(new.nodes, old.nodes):
        gone, come = (set(a["labels"]) - set(b["labels"]) for a, b in ((before, row), (row, before)))
        more = (f", n{_labels(come)}" if come else "") + (f" REMOVE n{_labels(gone)}" if gone else "")
        found[f"{NODE} SET n = row.said{more}"].append(_placed(row))
    for row in _missing(new.edges, old.edges):
        found[f"{ENDS} CREATE (a)-[x:BARE_{row['type']}]->(b) SET x = row.said"].append(_placed(row))
    for row, _ in _changed(new.edges, old.edges):
        statement = f"{ENDS} MATCH (a)-[x:BARE_{row['type']} {{place: row.place}}]->(b) SET x = row.said"
        found[statement].append(_placed(row))
    return found


def _missing(these: Mapping[str, Row], others: Mapping[str, Row]) -> Iterable[Row]:
    return (row for place, row in these.items() if place not in others)


def _changed(new: Mapping[str, Row], old: Mapping[str, Row]) -> Iterable[tuple[Row, Row]]:
    return ((row, old[place]) for place, row in new.items() if place in old and row != old[place])


def _labels(names: Iterable[str]) -> str:
    return "".join(f":Bare{name}" for name in sorted(names))


def _placed(row: Row) -> Row:
    return row | {"said": row["said"] | {"place": row["place"]}}


__all__ = ["NOTHING", "Graph", "read", "write"]
