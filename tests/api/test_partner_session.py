"""The session of docs/partners.md: its table, its commands and its programs, in a folder of its own, over real HTTP."""

import asyncio
import os
import re
import shlex
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

import ontology
from graph.server import Connection
from graph.service import Service
from graph.sparql.endpoint import opened
from graph.sparql.job import Limits
from loaders.claims_file import read_dataset
from loaders.run import packaged
from ontology.iri import Iris
from ontology.vocabulary import Vocabulary
from tests.api.conftest import BASE
from tests.conformance.served import listening

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGE = (Path(ontology.__file__).parents[1] / "docs" / "partners.md").read_text(encoding="utf-8")
PRINTED = "http://127.0.0.1:8321"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def told(
    service: Service, connection: Connection, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[str]:
    """What the session prints."""
    folder = tmp_path_factory.mktemp("partner")
    reached = {"URI": connection.uri, "USER": connection.user, "PASSWORD": connection.password}
    settings = {f"DEFGRAPH_NEO4J_{name}": value for name, value in reached.items()}
    environment = os.environ | settings | {"DEFGRAPH_DATA": str(folder / "data")}
    (folder / "partner.csv").write_text(blocks("csv")[0], encoding="utf-8")
    for command in blocks("console"):
        words = shlex.split(command.removeprefix("$ ").replace("./defgraph", f"{sys.executable} -m cli.main", 1))
        await asyncio.to_thread(_run, words[: words.index(">")], folder, environment, folder / words[-1])
    async with (
        opened(service, folder / "stores", Iris(BASE), Limits(20)) as endpoint,
        listening(service, endpoint) as client,
    ):
        program = "\n".join(blocks("python")).replace(PRINTED, str(client.base_url).rstrip("/"))
        yield await asyncio.to_thread(_run, [sys.executable, "-c", program], folder, environment)


def _run(words: list[str], folder: Path, environment: dict[str, str], into: Path | None = None) -> str:
    root = str(Path(ontology.__file__).parents[1])
    done = subprocess.run(
        words,
        cwd=folder,
        env=environment | {"PYTHONPATH": root},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    if into:
        into.write_text(done.stdout, encoding="utf-8")
    return done.stdout


async def test_the_session_finds_who_says_that_bluebird_delivers_to_morocco(told: str, vocabulary: Vocabulary) -> None:
    read = [read_dataset(folder, vocabulary) for folder in packaged().values()]
    speakers = {c.source for each in read for c in each.claims if c.subject == "morocco-bluebird-uavs-2021"}
    titles = {source.title for each in read for source in each.sources if source.id in speakers}
    assert f"{len(titles)} sources say so, online and offline" in told
    assert "BlueBird Aero Systems" in told
    assert "Morocco" in told


async def test_the_table_is_joined_by_names(told: str) -> None:
    rows = {line.split()[1]: line.split() for line in told.splitlines() if line.strip()[:1].isdigit()}
    assert rows["BlueBird"][-2:] == ["bluebird-aero-systems", "Morocco"]
    assert rows["Elta"][-2] == "elta-systems"
    assert rows["Acme"][-2] in {"None", "NaN"}


async def test_the_dataset_of_rdflib_has_what_iai_owns(told: str) -> None:
    assert {f"{BASE}id/{name}" for name in ("bluebird-aero-systems", "elta-systems")} <= set(told.splitlines())
