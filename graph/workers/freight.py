"""A snapshot on its way into another process: pickled as a stream, so that it is never there twice.

Three things in it are no data and are made anew on arrival: read-only mappings, the memory of what was worked out, and
the vocabulary, which is read from its files.
"""

from __future__ import annotations

import copyreg
import gc
import io
import pickle
from collections.abc import Callable
from types import MappingProxyType
from typing import Any, cast

from graph.memory import Memory
from graph.snapshot import Snapshot
from ontology.vocabulary import PACKAGED, Vocabulary, load_vocabulary

Made = tuple[Callable[..., Any], tuple[Any, ...]]


def _mapping(mapping: MappingProxyType[Any, Any]) -> Made:
    return _read_only, (mapping.copy(),)


def _read_only(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(mapping)


def _memory(memory: Memory) -> Made:
    return Memory, (memory.room,)


def _vocabulary(vocabulary: Vocabulary) -> Made:
    return load_vocabulary, (None if vocabulary.folder == PACKAGED else vocabulary.folder,)


def send_snapshot(snapshot: Snapshot, target: io.BufferedIOBase) -> None:
    """Write a snapshot to a stream."""
    pickler = pickle.Pickler(target, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = copyreg.dispatch_table | {
        MappingProxyType: _mapping,
        Memory: _memory,
        Vocabulary: _vocabulary,
    }
    pickler.dump(snapshot)
    target.flush()


def receive_snapshot(source: io.BufferedIOBase) -> Snapshot:
    """Read a snapshot from a stream."""
    gc.disable()  # nothing of it is garbage yet, and looking for some doubles the time
    try:
        return cast("Snapshot", pickle.load(source))  # noqa: S301 - from our own parent, over a nameless socket
    finally:
        gc.enable()


def copied(snapshot: Snapshot) -> Snapshot:
    """The snapshot as it arrives elsewhere."""
    with io.BytesIO() as stream:
        send_snapshot(snapshot, stream)
        stream.seek(0)
        return receive_snapshot(stream)


__all__ = ["copied", "receive_snapshot", "send_snapshot"]
