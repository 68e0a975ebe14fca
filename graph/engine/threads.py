"""Sweeps over many sources, a part of the sources to a thread.

How sources are parted depends on their number and not on the threads, and results are put together in the order of the
parts: so a sum of floats is the same to the last bit on every machine.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import networkx as nx
import numpy as np

from graph.engine.csr import Ints

Result = TypeVar("Result")
PARTS = 8
LARGE = 1 << 22
"""How many steps a sweep has, about, before threads pay."""


def sweep(search: Callable[[Ints], Result], sources: Ints, steps: int, *, multiple: int = 1) -> list[Result]:
    """What `search` gives for each part of `sources`, each a search of `steps` steps.

    Parts hold a multiple of so many sources, the last one excepted. Threads are as many as
    ``nx.config.backends.defgraph.threads``; 0 stands for the processors this process may use.
    """
    if len(sources) * steps < LARGE:
        return [search(sources)]
    length = -(-len(sources) // (PARTS * multiple)) * multiple
    parts = np.split(sources, range(length, len(sources), length))
    with ThreadPoolExecutor(min(_threads(), len(parts))) as pool:
        return list(pool.map(search, parts))


def _threads() -> int:
    asked: int = nx.config.backends["defgraph"].threads
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return asked or usable or 1
