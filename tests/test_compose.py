"""The container way, read as a container engine would: same Neo4j, same settings, this machine only."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.server.config import configure
from graph.server.jar_lock import read_lock
from graph.settings import Settings, load_settings

ROOT = Path(__file__).parents[1]
WITHIN_A_CONTAINER = {"server.memory.heap.max_size", "server.memory.pagecache.size"}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "compose.yaml").read_text())["services"])


def setting(variable: str) -> str:
    """The Neo4j setting a variable of its image stands for."""
    name = variable.removeprefix("NEO4J_")
    return name.replace("__", "\0").replace("_", ".").replace("\0", "_")


def test_it_is_the_neo4j_of_the_lock(services: dict[str, Any]) -> None:
    assert services["neo4j"]["image"] == f"neo4j:{read_lock().version}-community"


def test_ports_are_bound_to_this_machine_only(services: dict[str, Any]) -> None:
    ports = [port for service in services.values() for port in service.get("ports", ())]
    assert sorted(ports) == ["127.0.0.1:7474:7474", "127.0.0.1:7687:7687", "127.0.0.1:8321:8321"]


def test_the_password_comes_from_the_environment_and_must_be_given(services: dict[str, Any]) -> None:
    for value in (
        services["neo4j"]["environment"]["NEO4J_AUTH"].removeprefix("neo4j/"),
        services["api"]["environment"]["DEFGRAPH_NEO4J_PASSWORD"],
    ):
        assert re.fullmatch(r"\$\{DEFGRAPH_NEO4J_PASSWORD:\?[^}]+\}", value)


def test_neo4j_is_set_as_the_managed_one(services: dict[str, Any]) -> None:
    environment = dict(services["neo4j"]["environment"])
    del environment["NEO4J_AUTH"]
    given = {setting(name): value for name, value in environment.items()}
    lines = configure(load_settings(), 7687, 7474).splitlines()
    managed = dict(line.split("=", 1) for line in lines if not line.startswith("#"))
    assert {name: given[name] for name in given.keys() - WITHIN_A_CONTAINER} == {
        name: managed[name] for name in given.keys() - WITHIN_A_CONTAINER
    }
    for name in WITHIN_A_CONTAINER:
        assert given[name].endswith(f":-{managed[name]}}}")


def test_the_api_is_told_only_settings_that_exist(services: dict[str, Any]) -> None:
    names = {name.removeprefix("DEFGRAPH_").lower() for name in services["api"]["environment"]}
    assert names <= set(Settings.model_fields)
    assert services["api"]["environment"]["DEFGRAPH_NEO4J_URI"] == "bolt://neo4j:7687"
    assert services["api"]["depends_on"]["neo4j"]["condition"] == "service_healthy"


def test_volumes_are_declared_and_the_image_built_from_what_is_here(services: dict[str, Any]) -> None:
    declared = yaml.safe_load((ROOT / "compose.yaml").read_text())["volumes"]
    used = {volume.split(":")[0] for service in services.values() for volume in service["volumes"]}
    assert used == set(declared)
    steps = (ROOT / "Dockerfile").read_text().splitlines()
    copied = [words.split()[1] for words in steps if words.startswith("COPY")]
    assert all((ROOT / path).exists() for path in copied)
    assert "--require-hashes" in (ROOT / "Dockerfile").read_text()
