"""Write ``jars.lock`` anew: ``python -m graph.server.relock 2026.08.1 > graph/server/jars.lock``.

For maintainers, when Neo4j has a new version. Resolves the server and everything it needs through ``jgo``, downloads
the jars and prints a line with coordinate, size and SHA-256 for each. Native parts of all platforms are listed, so
that one lock serves them all.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from jgo.maven import Dependency, MavenContext

BROWSER = "org.neo4j.client:neo4j-browser:5.24.0"
"""The last Neo4j Browser published as a jar; the server serves it under /browser."""


def resolve(version: str, folder: Path) -> str:
    """The text of a lock for a version of Neo4j; jars are downloaded into the folder."""
    roots = (f"org.neo4j:neo4j:{version}", f"org.neo4j.app:neo4j-server:{version}", BROWSER)
    context = MavenContext(repo_cache=folder, timeout=60)
    inputs, others = context.resolver.resolve([context.create_dependency(root) for root in roots])
    with ThreadPoolExecutor(6) as pool:
        lines = sorted(pool.map(describe, (*inputs, *others)))
    head = ("# The jars of Neo4j, written by graph/server/relock.py", *(f"# root {root}" for root in roots))
    return "\n".join((*head, *lines)) + "\n"


def describe(dependency: Dependency) -> str:
    """One line of the lock."""
    artifact = dependency.artifact
    parts = (artifact.groupId, artifact.artifactId, artifact.version, artifact.classifier)
    content = artifact.resolve().read_bytes()
    return f"{':'.join(part for part in parts if part)} {len(content)} {sha256(content).hexdigest()}"


if __name__ == "__main__":
    with TemporaryDirectory() as temporary:
        sys.stdout.write(resolve(sys.argv[1], Path(temporary)))
