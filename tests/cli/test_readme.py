"""What the README shows is what happens: its commands, its address, its Python and the files it points to."""

import doctest
import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from api.app import create_app
from graph.server import Connection
from graph.service import Service
from graph.store import Store
from ontology.vocabulary import load_vocabulary
from tests.cli.conftest import Run

README = Path(__file__).parents[2] / "README.md"
TEXT = README.read_text(encoding="utf-8")
SESSION = [line.removeprefix("$ ") for line in TEXT.splitlines() if line.startswith("$ ")]
COMMANDS = [line.split(" > ")[0] for line in SESSION if line.startswith("./defgraph ")]
ADDRESSES = [word for line in SESSION if line.startswith("curl ") for word in shlex.split(line)[1:]]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_answers(command: str, run: Run) -> None:
    assert run(*shlex.split(command)[1:]).stdout.strip()


@pytest.mark.parametrize("address", ADDRESSES)
async def test_an_address_of_the_readme_answers(address: str, loaded: Connection) -> None:
    parts = urlsplit(address)
    vocabulary = load_vocabulary()
    async with Service(vocabulary, lambda: Store.open(loaded, vocabulary, deadline=30), deadline=60) as service:
        transport = httpx.ASGITransport(create_app(service, base_iri="https://w3id.org/defgraph/"))
        async with httpx.AsyncClient(transport=transport, base_url="http://defgraph.test") as client:
            answer = await client.get(f"{parts.path}?{parts.query}")
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) >= {"data", "receipt"}


def test_the_readme_shows_commands_addresses_and_python() -> None:
    assert len(COMMANDS) >= 5
    assert ADDRESSES
    assert doctest.testfile(str(README), module_relative=False) == (0, 3)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#]+)\)", TEXT))))
def test_what_the_readme_points_to_is_there(target: str) -> None:
    assert (README.parent / target).exists()
