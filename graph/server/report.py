"""Where the Neo4j of some settings is, and what can be said of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from graph.errors import ServerError
from graph.server.connection import Connection, ask
from graph.server.folder import Folder, read_state
from graph.server.jar_lock import read_lock
from graph.server.locks import is_locked
from graph.server.password import kept_password
from graph.server.ports import LOOPBACK
from graph.settings import Settings


@dataclass(frozen=True, slots=True)
class Status:
    """What runs on a data folder; ``problem`` says why it does not answer, if it does not."""

    running: bool
    answers: bool
    version: str
    home: str | None
    pid: int | None = None
    supervisor: int | None = None
    owner: int | None = None
    background: bool = False
    bolt: str | None = None
    http: str | None = None
    user: str | None = None
    password_file: str | None = None
    problem: str | None = None


def given_password(settings: Settings) -> str | None:
    """The password the settings give, in the clear, or None."""
    return settings.neo4j_password.get_secret_value() if settings.neo4j_password else None


def managed_connection(settings: Settings, port: int, password: str) -> Connection:
    """The managed Neo4j at a port; its only user is ``neo4j``."""
    return Connection(f"bolt://{LOOPBACK}:{port}", "neo4j", password, settings.neo4j_database)


def kept_connection(settings: Settings, folder: Folder, port: int) -> Connection:
    """The managed Neo4j at a port, with the password given or kept."""
    password = given_password(settings) or kept_password(folder) or ""
    return managed_connection(settings, port, password)


def foreign_connection(settings: Settings, uri: str) -> Connection:
    """The Neo4j the settings name."""
    return Connection(uri, settings.neo4j_user, given_password(settings) or "", settings.neo4j_database)


def status(settings: Settings) -> Status:
    """What runs on the data folder, and whether it answers within ``store_deadline``."""
    if settings.neo4j_uri:
        return _foreign_status(settings, settings.neo4j_uri)
    folder, version = Folder.of(settings.data), read_lock().version
    state = read_state(folder)
    if state is None or not is_locked(folder.lock):
        return Status(running=False, answers=False, version=version, home=str(folder.home))
    problem = _problem(lambda: kept_connection(settings, folder, state.bolt_port), settings.store_deadline)
    return Status(
        running=True,
        answers=problem is None,
        version=version,
        home=str(folder.home),
        pid=state.jvm,
        supervisor=state.supervisor,
        owner=None if state.background else state.owner,
        background=state.background,
        bolt=f"bolt://{LOOPBACK}:{state.bolt_port}",
        http=f"http://{LOOPBACK}:{state.http_port}",
        user="neo4j",
        password_file=str(folder.password),
        problem=problem,
    )


def _foreign_status(settings: Settings, uri: str) -> Status:
    problem = _problem(lambda: foreign_connection(settings, uri), settings.store_deadline)
    found = Status(running=True, answers=problem is None, version="of your own", home=None)
    return replace(found, bolt=uri, user=settings.neo4j_user, problem=problem)


def _problem(connect: Callable[[], Connection], deadline: float) -> str | None:
    try:
        ask(connect(), deadline)
    except ServerError as error:
        return str(error)
    return None
