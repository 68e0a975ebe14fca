"""The jars: fetched from a real HTTP server laid out as a Maven repository, which may lie, break off or be away."""

import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from graph.errors import ServerError
from graph.server.jar_lock import Jar, Lock, read_lock
from graph.server.jars import class_path, repair

Spoil = Callable[[str, bytes], bytes | None]


class Repository(SimpleHTTPRequestHandler):
    """Serves files as Maven does; `spoil` may change what is sent, or answer 404 with None."""

    asked: Counter[str]
    spoil: Spoil

    def __init__(self, *args: Any, asked: Counter[str], spoil: Spoil, **kwargs: Any) -> None:
        self.asked, self.spoil = asked, spoil
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        if not self.path.endswith(".jar"):
            return self.send_error(404)
        self.asked[self.path.rsplit("/", 1)[1]] += 1
        content = Path(self.translate_path(self.path)).read_bytes()
        sent = self.spoil(self.path, content)
        if sent is None:
            return self.send_error(404)
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(sent)
        return None

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def serve(folder: Path, spoil: Spoil = lambda _path, content: content) -> Iterator[tuple[str, Counter[str]]]:
    asked: Counter[str] = Counter()
    handler = partial(Repository, asked=asked, spoil=spoil, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def published(tmp_path: Path) -> tuple[Path, Lock]:
    """A Maven repository of eight small jars and the lock that fits it."""
    folder, jars = tmp_path / "published", []
    for number in range(8):
        content = bytes([number]) * (1000 + number)
        jar = Jar(f"org.example:part{number}:1.0{':linux' * (number % 2)}", len(content), sha256(content).hexdigest())
        (folder / jar.path).parent.mkdir(parents=True)
        (folder / jar.path).write_bytes(content)
        jars.append(jar)
    return folder, Lock("1.0", (), tuple(jars))


def test_all_jars_arrive_whole_and_are_not_asked_for_again(tmp_path: Path, published: tuple[Path, Lock]) -> None:
    folder, lock = published
    with serve(folder) as (url, asked):
        first = class_path(tmp_path / "cache", url, lock)
        again = class_path(tmp_path / "cache", url, lock)
    assert [path.read_bytes() for path in first] == [(folder / jar.path).read_bytes() for jar in lock.jars]
    assert again == first
    assert asked == {jar.name: 1 for jar in lock.jars}


@pytest.mark.parametrize("damage", [b"not a jar", b"\x03" * 1003 + b"!", b""], ids=["other", "longer", "empty"])
def test_a_jar_damaged_in_the_cache_is_fetched_again(
    tmp_path: Path, published: tuple[Path, Lock], damage: bytes
) -> None:
    folder, lock = published
    with serve(folder) as (url, asked):
        victim = class_path(tmp_path / "cache", url, lock)[3]
        victim.write_bytes(damage)
        assert class_path(tmp_path / "cache", url, lock)[3].read_bytes() == (folder / lock.jars[3].path).read_bytes()
    assert asked.total() == 9
    assert asked[lock.jars[3].name] == 2


def test_damage_that_left_size_and_times_alone_is_found_by_a_repair(
    tmp_path: Path, published: tuple[Path, Lock]
) -> None:
    folder, lock = published
    with serve(folder) as (url, asked):
        victim = class_path(tmp_path / "cache", url, lock)[5]
        assert not repair(tmp_path / "cache", url, lock)
        victim.write_bytes(b"?" * victim.stat().st_size)
        assert repair(tmp_path / "cache", url, lock)
    assert victim.read_bytes() == (folder / lock.jars[5].path).read_bytes()
    assert asked.total() == 9


def test_what_has_arrived_is_kept_when_the_repository_goes_away(tmp_path: Path, published: tuple[Path, Lock]) -> None:
    folder, lock = published
    last = lock.jars[-1].name
    with (
        serve(folder, lambda path, content: None if path.endswith(last) else content) as (url, _),
        pytest.raises(ServerError, match=rf"{last}.*does not have it.*what has arrived is kept"),
    ):
        class_path(tmp_path / "cache", url, lock)
    with serve(folder) as (url, asked):
        class_path(tmp_path / "cache", url, lock)
    assert asked == {last: 1}


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda _path, content: b"x" * len(content), "not the file the lock describes"),
        (lambda _path, content: content[:500], "the download broke off|cannot be reached"),
        (lambda _path, _content: None, "does not have it"),
    ],
    ids=["other bytes", "half of it", "nothing"],
)
def test_a_repository_that_fails_is_told_in_one_sentence_and_nothing_of_it_is_kept(
    tmp_path: Path, published: tuple[Path, Lock], spoil: Spoil, reason: str
) -> None:
    folder, lock = published
    with serve(folder, spoil) as (url, _), pytest.raises(ServerError, match=reason) as caught:
        class_path(tmp_path / "cache", url, lock)
    assert "\n" not in str(caught.value)
    assert "DEFGRAPH_MAVEN_URL" in caught.value.hint
    assert not list((tmp_path / "cache" / "jars").glob("org/**/*.jar"))


def test_a_download_that_breaks_off_once_is_tried_again(tmp_path: Path, published: tuple[Path, Lock]) -> None:
    folder, lock = published
    seen: Counter[str] = Counter()

    def break_off_first(path: str, content: bytes) -> bytes:
        seen[path] += 1
        return content if seen[path] > 1 else content[:10]

    with serve(folder, break_off_first) as (url, asked):
        paths = class_path(tmp_path / "cache", url, lock)
    assert [path.stat().st_size for path in paths] == [jar.size for jar in lock.jars]
    assert set(asked.values()) == {2}


def test_no_network_on_the_first_run_is_one_sentence_with_what_to_do(
    tmp_path: Path, published: tuple[Path, Lock]
) -> None:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{probe.getsockname()[1]}"
    with pytest.raises(ServerError, match=r"cannot be downloaded: the Maven repository cannot be reached\. Check the"):
        class_path(tmp_path / "cache", nobody, published[1])


def test_two_first_runs_share_one_download(tmp_path: Path, published: tuple[Path, Lock]) -> None:
    folder, lock = published
    with serve(folder) as (url, asked):
        threads = [threading.Thread(target=class_path, args=(tmp_path / "cache", url, lock)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert asked == {jar.name: 1 for jar in lock.jars}


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path, published: tuple[Path, Lock]) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    with pytest.raises(ServerError, match=r"cannot be kept in .*cache.*DEFGRAPH_CACHE"):
        class_path(tmp_path / "cache", "http://127.0.0.1:9", published[1])


def test_jars_that_would_not_fit_on_the_disk_are_not_begun(tmp_path: Path) -> None:
    huge = Lock("1.0", (), (Jar("org.example:huge:1.0", 10**18, "0" * 64),))
    with pytest.raises(ServerError, match=r"need 1000000000068 MB .* MB are free"):
        class_path(tmp_path / "cache", "http://127.0.0.1:9", huge)


def test_the_lock_names_every_jar_once_with_its_hash_and_no_host() -> None:
    lock = read_lock()
    assert {"org.neo4j:neo4j:2026.08.1", "org.neo4j.app:neo4j-server:2026.08.1"} < set(lock.roots)
    assert set(lock.roots) < {jar.coordinate for jar in lock.jars}
    assert len({jar.path for jar in lock.jars}) == len(lock.jars)
    assert all(len(jar.sha256) == 64 and int(jar.sha256, 16) for jar in lock.jars)
    assert 100_000_000 < lock.size < 300_000_000
