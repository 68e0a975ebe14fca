"""The password of the managed Neo4j: generated once, kept for the owner, told to a new store before its first start."""

import hashlib
import secrets

from graph.errors import ServerError
from graph.server.folder import Folder
from graph.server.supervise import write_whole

HASH_ROUNDS = 1024


def settle_password(folder: Folder, wanted: str | None) -> str:
    """The password of the managed Neo4j: the wanted one, else the one kept, else (for a new store) a generated one.

    A store learns it before its first start from ``auth.ini``, as ``neo4j-admin dbms set-initial-password`` would
    write it, so it never stands in a command line.

    Raises:
        ServerError: there is a store, but no password is kept and none was given.
    """
    fresh = not (folder.home / "data" / "databases" / "system").exists()
    password = wanted or kept_password(folder) or (secrets.token_urlsafe(24) if fresh else None)
    if password is None:
        raise ServerError(
            f"The password of the store in {folder.home} is lost: {folder.password} is gone.",
            hint="Put it back, or give the password as DEFGRAPH_NEO4J_PASSWORD.",
        )
    if fresh:
        keep_password(folder, password)
        dbms = folder.home / "data" / "dbms"
        dbms.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(dbms / "auth.ini", f"neo4j:{hash_password(password, secrets.token_bytes(32))}:\n")
    return password


def kept_password(folder: Folder) -> str | None:
    """The password in the folder, or None."""
    try:
        return folder.password.read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def keep_password(folder: Folder, password: str) -> None:
    """Keep a password of which the store is known to accept it."""
    if kept_password(folder) != password:
        write_whole(folder.password, password + "\n")


def hash_password(password: str, salt: bytes) -> str:
    """A password as Neo4j keeps it: SHA-256 of salt and password, hashed again 1023 times.

    >>> hash_password("secret", b"salt").split(",")[0::3]
    ['SHA-256', '1024']
    """
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(HASH_ROUNDS - 1):
        digest = hashlib.sha256(digest).digest()
    return f"SHA-256,{digest.hex()},{salt.hex()},{HASH_ROUNDS}"
