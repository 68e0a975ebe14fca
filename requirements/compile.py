"""Write the hashed lock files anew from pyproject.toml, with uv: `python requirements/compile.py`.

Each file holds every package of its purpose, with the hash of each of its wheels, for all platforms. No file names an
index: which one serves the packages is the installer's setting. The development lock holds the runtime lock.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PURPOSES = {
    "runtime.txt": ["--group", "build"],
    "dev.txt": ["--all-extras", "--group", "build", "--group", "dev", "--constraint", "requirements/runtime.txt"],
}
OPTIONS = [
    "--quiet",
    "--universal",
    "--python-version",
    "3.11",
    "--generate-hashes",
    "--no-header",
    "--no-emit-index-url",
]


def compile_lock(name: str) -> None:
    """Compile one lock file, keeping versions that still fit."""
    command = ["uv", "pip", "compile", *OPTIONS, *PURPOSES[name], "pyproject.toml", "-o", f"requirements/{name}"]
    subprocess.run([sys.executable, "-m", *command], cwd=HERE.parent, check=True)  # noqa: S603 - our own words only


if __name__ == "__main__":
    for lock in PURPOSES:
        compile_lock(lock)
        print(f"wrote requirements/{lock}")
