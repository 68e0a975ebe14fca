"""The jars of Neo4j: fetched once from a Maven repository, checked against the lock, shared by all data folders.

``jars.lock`` beside this file names every jar with its size and SHA-256; only those bytes are ever run. A jar is
downloaded to one side, checked, and moved into place, so a broken download is never mistaken for a jar and a second
try fetches only what is missing. A note of size and times of every checked jar (``checked.json``) saves hashing them
at each start; a jar that no longer fits its note is hashed again and, if it has changed, fetched again.
"""

import fcntl
import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from hashlib import file_digest
from pathlib import Path
from shutil import disk_usage

import requests
from jgo.maven import MavenContext, PythonResolver
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from graph.errors import ServerError
from graph.server.jar_lock import Jar, Lock, read_lock
from graph.server.supervise import write_whole

PAUSES = (0, 0.5, 2)
"""Seconds before each try for one jar; then the network is taken to be away."""

PARALLEL = 6
READ_TIMEOUT = 60
"""Seconds without a single byte after which a download is given up (and tried again)."""

SPARE = 64 * 1024 * 1024
"""Bytes that must stay free on the cache's disk beyond the jars themselves."""


def class_path(cache: Path, repository: str | None = None, lock: Lock | None = None) -> tuple[Path, ...]:
    """All jars of the lock, fetched and checked, in the order of the lock.

    Args:
        cache: folder to keep them in; made if missing.
        repository: URL of a Maven repository; the usual one if None.
        lock: which jars; those that come with this version if None.

    Raises:
        ServerError: a jar cannot be had (no network, no space), and what to do.
    """
    lock = lock or read_lock()
    _settle(cache / "jars", repository, lock, thorough=False)
    return tuple(cache / "jars" / jar.path for jar in lock.jars)


def repair(cache: Path, repository: str | None = None, lock: Lock | None = None) -> bool:
    """Check every jar byte for byte, whatever the note says; whether any had to be fetched again. Errors as above."""
    return _settle(cache / "jars", repository, lock or read_lock(), thorough=True)


def _settle(folder: Path, repository: str | None, lock: Lock, *, thorough: bool) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        suspects = lock.jars if thorough else _unchecked(lock.jars, folder)
        if not suspects:
            return False
        with _alone(folder):
            return _mend(lock, suspects, folder, repository)
    except OSError as error:
        raise ServerError(f"Neo4j's jars cannot be kept in {folder}: {error.strerror}.", hint=_ELSEWHERE) from error


_TRY_AGAIN = "Check the network (or DEFGRAPH_MAVEN_URL) and try again; what has arrived is kept."
_ELSEWHERE = "Make room or choose another folder with DEFGRAPH_CACHE."


def _unchecked(jars: Sequence[Jar], folder: Path) -> tuple[Jar, ...]:
    """Jars that are missing or differ from what was noted when they were last checked."""
    note = _read_note(folder)
    stamps = ((jar, _stamp(folder / jar.path)) for jar in jars)
    return tuple(jar for jar, stamp in stamps if stamp is None or note.get(jar.sha256) != stamp)


def _mend(lock: Lock, suspects: Sequence[Jar], folder: Path, repository: str | None) -> bool:
    """Fetch what of the suspects does not fit, and note how all jars look now; whether anything was fetched."""
    wanted = tuple(jar for jar in suspects if not fits(folder / jar.path, jar))
    if wanted:
        _require_space(folder, sum(jar.size for jar in wanted))
        _fetch_all(wanted, folder, repository, f"Neo4j {lock.version}")
    write_whole(folder / "checked.json", json.dumps({jar.sha256: _stamp(folder / jar.path) for jar in lock.jars}))
    return bool(wanted)


def fits(path: Path, jar: Jar) -> bool:
    """Whether the file is there and is the locked jar, byte for byte."""
    if not path.is_file() or path.stat().st_size != jar.size:
        return False
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest() == jar.sha256


def _stamp(path: Path) -> list[int] | None:
    """Size, modification and change time: what alters when a file does."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns]


def _read_note(folder: Path) -> dict[str, object]:
    try:
        note = json.loads((folder / "checked.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep two first starts from fetching the same jars at once: the second waits."""
    with (folder / "lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _require_space(folder: Path, size: int) -> None:
    free = disk_usage(folder).free
    if free < size + SPARE:
        raise ServerError(
            f"Neo4j's jars need {_mb(size + SPARE)} MB on the disk of {folder}, where {_mb(free)} MB are free.",
            hint=_ELSEWHERE,
        )


def _mb(size: int) -> int:
    return -(-size // 1_000_000)


def _fetch_all(jars: Sequence[Jar], folder: Path, repository: str | None, what: str) -> None:
    console = Console(stderr=True)
    size = sum(jar.size for jar in jars)
    if not console.is_terminal:
        console.print(f"Downloading {what}: {len(jars)} files, {_mb(size)} MB, once.", highlight=False, soft_wrap=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(f"Downloading {what}, once", total=size)
        context = _context(folder, repository, lambda count: progress.advance(task, count))
        _fetch_each(jars, folder, context)


def _fetch_each(jars: Sequence[Jar], folder: Path, context: MavenContext) -> None:
    """Fetch with a few connections; after the first that fails for good, none of the waiting ones is begun."""
    with ThreadPoolExecutor(PARALLEL) as pool:
        tasks = [pool.submit(_fetch, jar, folder, context) for jar in jars]
        try:
            for task in tasks:
                task.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _context(folder: Path, repository: str | None, advance: Callable[[int], None]) -> MavenContext:
    @contextmanager
    def report(_name: str, _size: int) -> Iterator[Callable[[int], None]]:
        yield advance

    progress: Callable[[str, int], AbstractContextManager[Callable[[int], None]]] = report
    return MavenContext(
        resolver=PythonResolver(progress_callback=progress),
        repo_cache=folder / "part",
        remote_repos=None if repository is None else {"mirror": repository.rstrip("/")},
        timeout=READ_TIMEOUT,
    )


def _fetch(jar: Jar, folder: Path, context: MavenContext) -> None:
    """Download one jar aside, check it, move it into place; a few tries."""
    reason = ""
    for pause in PAUSES:
        time.sleep(pause)
        part = folder / "part" / jar.path
        part.unlink(missing_ok=True)
        try:
            context.create_dependency(jar.coordinate).artifact.resolve()
        except requests.RequestException as error:
            reason = _why(error)
            continue
        except RuntimeError:  # jgo's word for an answer that is no file: asking again would not change it
            reason = "the Maven repository does not have it"
            break
        if fits(part, jar):
            (folder / jar.path).parent.mkdir(parents=True, exist_ok=True)
            part.replace(folder / jar.path)
            return
        reason = "what arrives is not the file the lock describes"
    raise ServerError(f"{jar.name}, a part of Neo4j, cannot be downloaded: {reason}.", hint=_TRY_AGAIN)


def _why(error: requests.RequestException) -> str:
    if isinstance(error, requests.Timeout):
        return "the Maven repository does not answer"
    if isinstance(error, requests.ConnectionError):
        return "the Maven repository cannot be reached"
    return "the download broke off"
