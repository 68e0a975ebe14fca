"""The wrapper `./defgraph`: from a bare Python to a running command, in clones of its own."""

import ast
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BARE_PYTHON = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"
NETWORK = re.compile(r"(PIP|UV|SSL|REQUESTS|CURL)_.*|.*_proxy", re.I)
"""Variables that say how this machine reaches a package index."""

NO_NETWORK = {"UV_OFFLINE": "1", "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}
BUILD = ("editables", "hatchling", "packaging", "pathspec", "pluggy", "tomlkit", "trove-classifiers")
TESTING = ("execnet", "iniconfig", "pygments", "pytest", "pytest-xdist", "uv")
PROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "defgraph"
version = "0"
[project.scripts]
defgraph = "cli.main:run"
[tool.hatch.build.targets.wheel]
packages = ["cli"]
"""
COMMAND = """
import sys
def run():
    print(sys.prefix, sys.argv[1:])
    sys.exit(7 if "fail" in sys.argv else 0)
"""
TEST = """
def test_in_the_environment_of_the_clone():
    import cli.main, sys
    assert sys.prefix.endswith(".venv")
def test_that_fails():
    assert False
"""

pytestmark = pytest.mark.timeout(900)


@dataclass(frozen=True)
class Clone:
    """A clone with a wrapper, and the bare machine it runs on."""

    root: Path
    home: Path
    bin: Path

    def environment(self, **more: str) -> dict[str, str]:
        network = {name: value for name, value in os.environ.items() if NETWORK.fullmatch(name)}
        return network | {"HOME": str(self.home), "PATH": str(self.bin)} | more

    def begin(self, *words: str, **more: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [str(self.root / "defgraph"), *words],
            cwd=self.home,
            env=self.environment(**more),
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def run(self, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        with self.begin(*words, **more) as process:
            out, err = process.communicate(timeout=800)
        return subprocess.CompletedProcess(words, process.returncode, out, err)


def entries(*names: str) -> str:
    """The entries of packages in the real development lock, hashes and all."""
    lock = (ROOT / "requirements" / "dev.txt").read_text()
    found = [re.search(rf"^{name}==.*(?:\n    --hash=.*)+", lock, re.M) for name in names]
    return "\n".join(entry.group(0) for entry in found if entry) + "\n"


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """A small project with the real wrapper, in a folder with a space, on a machine with Python, env and uv."""
    made = Clone(tmp_path / "a clone", tmp_path / "home", tmp_path / "bin")
    for folder in (made.root / "requirements", made.root / "cli", made.home, made.bin):
        folder.mkdir(parents=True)
    shutil.copy(ROOT / "defgraph", made.root)
    (made.root / "pyproject.toml").write_text(PROJECT)
    (made.root / "cli" / "main.py").write_text(COMMAND)
    (made.root / "test_it.py").write_text(TEST)
    (made.root / "requirements" / "runtime.txt").write_text(entries(*BUILD))
    (made.root / "requirements" / "dev.txt").write_text(entries(*BUILD, *TESTING))
    (made.bin / "python3").symlink_to(BARE_PYTHON)
    (made.bin / "env").symlink_to("/usr/bin/env")
    (made.bin / "uv").symlink_to(Path(sys.executable).parent / "uv")
    return made


def test_from_a_bare_python_to_the_command_and_then_without_a_network(clone: Clone) -> None:
    (clone.bin / "uv").unlink()
    first = clone.run("up", "--port", "9 9")
    assert first.returncode == 0, first.stderr
    assert first.stdout == f"{clone.root / '.venv'} ['up', '--port', '9 9']\n"
    assert "Setting up" in first.stderr
    again = clone.run("fail", **NO_NETWORK)
    assert (again.returncode, again.stderr) == (7, "")


def test_its_test_command_runs_pytest_in_the_development_environment(clone: Clone) -> None:
    passed = clone.run("test", "-k", "environment")
    assert passed.returncode == 0, passed.stderr + passed.stdout
    assert "1 passed, 1 deselected" in passed.stdout
    assert clone.run("test", **NO_NETWORK).returncode == 1
    assert clone.run("up", **NO_NETWORK).returncode == 0  # the development environment is enough for the command


def test_two_at_once_make_one_environment(clone: Clone) -> None:
    with clone.begin("one") as first, clone.begin("two") as second:
        answers = [process.communicate(timeout=800) for process in (first, second)]
    assert [first.returncode, second.returncode] == [0, 0], answers
    assert sum("Setting up" in said for _, said in answers) == 1


def test_killed_half_way_it_goes_on(clone: Clone) -> None:
    with clone.begin("up") as process:
        while not (clone.root / ".venv" / "pyvenv.cfg").exists() and process.poll() is None:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert not (clone.root / ".venv" / "defgraph-stamp").exists()
    assert clone.run("up").returncode == 0


def test_interrupted_it_says_so(clone: Clone) -> None:
    with clone.begin("up") as process:
        while not (clone.root / ".venv" / "pyvenv.cfg").exists() and process.poll() is None:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.endswith("Interrupted; the next run goes on from here.\n")
    assert "Traceback" not in said


def test_a_changed_lock_is_installed_and_a_moved_clone_made_anew(clone: Clone) -> None:
    assert clone.run("up").returncode == 0
    with (clone.root / "requirements" / "runtime.txt").open("a") as lock:
        lock.write(entries("iniconfig"))
    changed = clone.run("up")
    assert (changed.returncode, "Setting up" in changed.stderr) == (0, True)
    assert list((clone.root / ".venv").glob("lib/python*/site-packages/iniconfig"))
    moved = Clone(clone.root.rename(clone.root.with_name("moved clone")), clone.home, clone.bin)
    assert moved.run("up").stdout == f"{moved.root / '.venv'} ['up']\n"


def test_a_package_that_is_not_what_the_lock_says_is_refused(clone: Clone) -> None:
    lock = clone.root / "requirements" / "runtime.txt"
    lock.write_text(re.sub(r"sha256:[0-9a-f]{8}", "sha256:00000000", lock.read_text()))
    refused = clone.run("up")
    assert refused.returncode == 1
    assert "hash" in refused.stderr.lower()
    assert refused.stderr.splitlines()[-1].startswith("defgraph: The Python environment could not be made")
    assert not (clone.root / ".venv" / "bin" / "defgraph").exists()


def test_without_a_network_the_first_run_says_what_to_do(clone: Clone) -> None:
    failed = clone.run("up", **NO_NETWORK)
    assert failed.returncode == 1
    assert failed.stderr.splitlines()[-1].endswith(
        "Check the network and the free space, and try again; what has arrived is kept."
    )
    assert "Traceback" not in failed.stderr


def test_a_python_without_pip_is_told_how_to_get_it(clone: Clone, tmp_path: Path) -> None:
    (clone.bin / "uv").unlink()
    (clone.bin / "python3").unlink()
    subprocess.run([BARE_PYTHON, "-m", "venv", "--without-pip", tmp_path / "bare"], check=True)
    failed = clone.run("up", PATH=f"{tmp_path / 'bare' / 'bin'}:{clone.bin}")
    assert failed.returncode == 1
    assert "has no pip. Install it (Debian, Ubuntu: apt install python3-pip" in failed.stderr


@pytest.fixture
def old_python(clone: Clone) -> Iterator[list[str]]:
    """A command that runs the wrapper as Python 3.8 would: the interpreter tells that version of itself."""
    script = f"""
        import runpy, sys
        sys.version_info = (3, 8, 1)
        sys.argv = [{str(clone.root / "defgraph")!r}, "up"]
        runpy.run_path(sys.argv[0], run_name="__main__")
    """
    yield [str(BARE_PYTHON), "-c", textwrap.dedent(script)]


def test_an_old_python_says_which_one_is_needed(clone: Clone, old_python: list[str]) -> None:
    told = subprocess.run(old_python, env=clone.environment(), capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert told.stderr.startswith("defgraph: defgraph needs Python 3.11 or newer; this is 3.8 (")


def test_an_old_python_finds_a_newer_one(clone: Clone, old_python: list[str]) -> None:
    (clone.bin / BARE_PYTHON.name).symlink_to(BARE_PYTHON)
    told = subprocess.run(old_python, env=clone.environment(), capture_output=True, text=True, check=False)
    assert told.stdout == f"{clone.root / '.venv'} ['up']\n", told.stderr


def test_the_real_project_runs_from_nothing(tmp_path: Path) -> None:
    """The runtime lock, and nothing else, is enough for the command."""
    made = Clone(tmp_path / "real clone", tmp_path / "home", tmp_path / "bin")
    unwanted = shutil.ignore_patterns(".git", ".venv", ".defgraph", "node_modules", "__pycache__", ".*_cache", "tests")
    shutil.copytree(ROOT, made.root, ignore=unwanted)
    made.home.mkdir()
    made.bin.mkdir()
    (made.bin / "python3").symlink_to(BARE_PYTHON)
    (made.bin / "env").symlink_to("/usr/bin/env")
    first = made.run("config", "--json")
    assert first.returncode == 0, first.stderr
    assert f'"{made.home}/.local/share/defgraph"' in first.stdout
    again = made.run("neo4j", "status", "--json", **NO_NETWORK)
    assert (again.returncode, again.stderr) == (3, "")


def test_the_development_lock_holds_the_runtime_lock() -> None:
    pins = {
        name: set(re.findall(r"^[a-z0-9-]+==[^ ]+", (ROOT / "requirements" / name).read_text(), re.M))
        for name in ("runtime.txt", "dev.txt")
    }
    assert pins["runtime.txt"] <= pins["dev.txt"]
    assert len(pins["runtime.txt"]) > 30


def test_the_wrapper_is_executable_and_can_be_read_by_an_old_python() -> None:
    assert os.access(ROOT / "defgraph", os.X_OK)
    ast.parse((ROOT / "defgraph").read_text(), feature_version=(3, 7))
