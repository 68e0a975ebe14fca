"""NetworkX's own tests of the functions that we take, put to our backend: each graph is converted on its way."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import networkx

from graph.engine.info import FUNCTIONS

TESTS = (
    "algorithms.centrality.tests.test_betweenness_centrality",
    "algorithms.centrality.tests.test_closeness_centrality",
    "algorithms.centrality.tests.test_degree_centrality",
    "algorithms.centrality.tests.test_eigenvector_centrality",
    "algorithms.centrality.tests.test_group",
    "algorithms.centrality.tests.test_harmonic_centrality",
    "algorithms.centrality.tests.test_katz_centrality",
    "algorithms.community.tests.test_leiden",
    "algorithms.community.tests.test_louvain",
    "algorithms.community.tests.test_quality",
    "algorithms.components.tests.test_biconnected",
    "algorithms.components.tests.test_connected",
    "algorithms.components.tests.test_strongly_connected",
    "algorithms.components.tests.test_weakly_connected",
    "algorithms.link_analysis",
    "algorithms.shortest_paths.tests.test_generic",
    "algorithms.shortest_paths.tests.test_unweighted",
    "algorithms.shortest_paths.tests.test_weighted",
    "algorithms.tests.test_bridges",
    "algorithms.tests.test_cluster",
    "algorithms.tests.test_core",
    "algorithms.tests.test_dag",
    "algorithms.tests.test_distance_measures",
    "algorithms.tests.test_efficiency",
    "algorithms.tests.test_simple_paths",
    "algorithms.tests.test_structuralholes",
    "generators.tests.test_ego",
)
NOT_OURS = "use_bounds"
"""Bounds of eccentricity are left to NetworkX, and to test them takes half of the time."""
TIES = {"test_shortest_simple_paths", "test_shortest_simple_paths_directed_with_weight_function"}
"""Of equally short paths these want the one that NetworkX comes upon first."""
SEEDS = {
    "test_karate_club_partition",
    "test_multigraph",
    "test_none_weight_param",
    "test_undirected_selfloops",
}
"""These want the communities that NetworkX's own order of looking at nodes, which a seed makes, leads to."""
LEAST = 760
"""How many tests there are at least, in NetworkX 3.6."""


def test_networkx_own_tests_of_what_we_take(tmp_path: Path) -> None:
    told = run_suite(tmp_path)
    failed = set(re.findall(r"^(?:FAILED|ERROR) \S*::(\S+)", told, re.MULTILINE))
    passed = re.search(r"(\d+) passed", told)
    assert passed, told
    print(f"{passed[1]} of NetworkX's tests pass, and {len(failed)} fail, which want one of several equal answers")
    assert failed <= TIES | SEEDS, told
    assert int(passed[1]) >= LEAST, told


def test_every_function_that_we_take_is_in_that_suite() -> None:
    folder = Path(networkx.__file__).parent
    places = [folder.joinpath(*name.split(".")) for name in TESTS]
    files = [file for place in places for file in ([*place.rglob("test_*.py")] or [place.with_suffix(".py")])]
    told = "\n".join(file.read_text() for file in files)
    assert [name for name in FUNCTIONS if not re.search(rf"\b{name}\b", told)] == []


def run_suite(folder: Path) -> str:
    """What pytest says of NetworkX's tests when every call that it dispatches goes to our backend."""
    modules = [f"networkx.{name}" for name in TESTS]
    command = [sys.executable, "-m", "pytest", "-q", "-rfE", "--tb=short", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "-k", f"not {NOT_OURS}", "--pyargs", *modules],
        cwd=folder,
        env=os.environ | {"NETWORKX_TEST_BACKEND": "defgraph", "NETWORKX_FALLBACK_TO_NX": "True"},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    return done.stdout + done.stderr
