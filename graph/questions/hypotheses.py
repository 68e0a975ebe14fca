"""A snapshot under another view on who is who: what was known of it at a revision, or what a caller supposes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from graph.errors import BadQuestion
from graph.identity.merges import Ground, Pair
from graph.memory import size_of
from graph.snapshot import Snapshot
from graph.snapshot.identity import Identity, find_identity
from graph.snapshot.spoken import Spoken

if TYPE_CHECKING:
    from graph.view import View

ENDINGS = ("same", "different")


def identified(snapshot: Snapshot, view: View) -> Snapshot:
    """The snapshot as a view has who is who: as it was known then, without the claims that are left out, and as the
    caller supposes (`treat`). Its own if that makes no difference."""
    without = frozenset(view.without) & frozenset[str]().union(*(pair.said_by for pair in snapshot.identity.pairs))
    if view.known_at is None and not view.treat and not without:
        return snapshot
    at = snapshot.revision if view.known_at is None else view.known_at
    memory, asked = snapshot.memory, (at, view.treat, without)
    found = memory.recall(("identity", *asked), lambda: _find(snapshot, at, view, without))
    if found.kept == snapshot.identity.kept:
        return snapshot
    kept = tuple(sorted(found.kept.items()))
    return memory.recall(("identified", kept, view.treat), lambda: _anew(snapshot, found), _size)


def _find(snapshot: Snapshot, at: int, view: View, without: frozenset[str]) -> Identity:
    spoken = Spoken(snapshot.original, snapshot.vocabulary)
    return find_identity(spoken, snapshot.sources, at, supposed(view), without)


def _anew(snapshot: Snapshot, identity: Identity) -> Snapshot:
    made = Snapshot.of(
        snapshot.vocabulary,
        snapshot.revision,
        snapshot.datasets.values(),
        snapshot.sources.values(),
        snapshot.original,
        snapshot.revisions,
        identity,
    )
    memory = snapshot.memory.part()
    return replace(made, plain=snapshot.plain or snapshot, overlay=snapshot.overlay, memory=memory)


def _size(made: Snapshot) -> int:
    """What a snapshot made anew counts: its columns, and all that it may come to remember."""
    return made.memory.room + size_of(made.claim_columns) + size_of(made.edge_columns)


def supposed(view: View) -> Iterator[Pair]:
    """The pairs that a view's `treat` supposes to be one, or not to be.

    >>> from graph.view import View
    >>> [(pair.one, pair.other, pair.same) for pair in supposed(View(treat=("elta|iai:different",)))]
    [('elta', 'iai', False)]
    """
    for entry in view.treat:
        ids, same = read_treat(entry)
        for one, other in combinations(ids, 2):
            yield Pair(one, other, same, Ground.SUPPOSED, why=f"supposed: {entry}")


def read_treat(entry: str) -> tuple[tuple[str, ...], bool]:
    """Ids, and whether they are to be treated as one.

    Raises:
        BadQuestion: the entry doesn't say so.

    >>> read_treat("elta|iai:same")
    (('elta', 'iai'), True)
    """
    names, _, ending = entry.rpartition(":")
    ids = tuple(name.strip() for name in names.split("|") if name.strip())
    if ending.strip() not in ENDINGS or len(ids) < 2:  # noqa: PLR2004 - a pair at least
        hint = "Write ids with a bar between them, and whether they are one: elta|iai:same or elta|iai:different."
        raise BadQuestion(f"treat is {entry!r}.", hint=hint, parameter="treat")
    return ids, ending.strip() == "same"


__all__ = ["identified", "read_treat", "supposed"]
