"""The steps of a network: which nodes are one step away, with the edges between, the most credible first.

They read as mappings of mappings, and are arrays: the edges of a step are put into words when somebody asks for them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from graph.columns import Floats
from graph.layout import Folded

Edges = tuple[dict[str, Any], ...]
Steps = Mapping[str, Mapping[str, Edges]]


class Near(Mapping[str, Edges]):
    """The nodes one step away from a node."""

    __slots__ = ("_node", "_web")

    def __init__(self, web: Web, node: int) -> None:
        self._web, self._node = web, node

    def __getitem__(self, name: str) -> Edges:
        return self._web.edges(self._slot(name))

    def __contains__(self, name: object) -> bool:
        try:
            self._slot(name)
        except KeyError:
            return False
        return True

    def _slot(self, name: object) -> int:
        slot = self._web.slot(self._node, self._web.index[name]) if name in self._web.index else -1
        if slot < 0:
            raise KeyError(name)
        return slot

    def __iter__(self) -> Iterator[str]:
        web = self._web
        return (web.names[i] for i in web.indices[web.indptr[self._node] : web.indptr[self._node + 1]].tolist())

    def __len__(self) -> int:
        return int(self._web.indptr[self._node + 1] - self._web.indptr[self._node])


class Web(Mapping[str, Mapping[str, Edges]]):
    """All steps of a network; slot i of the folded rows is the step from one node to ``indices[i]``.

    `named` are the names of the nodes; `credit` the cost of each slot's most credible edge; `read` gives the data of an
    edge of the layout.
    """

    def __init__(self, folded: Folded, names: Sequence[str], confidence: Floats, read: Callable[[int], Any]) -> None:
        self.names, self.folded = tuple(names), folded
        self.indptr, self.indices = folded.indptr, folded.indices
        self._confidence, self._read = confidence, read
        self._edges: dict[int, Edges] = {}

    @cached_property
    def index(self) -> Mapping[object, int]:
        """The number of each node."""
        return {name: number for number, name in enumerate(self.names)}

    @cached_property
    def cost(self) -> Floats:
        """What each step costs: -ln of the confidence of its most credible edge."""
        if len(self.indices) == 0:
            return np.empty(0)
        best = np.maximum.reduceat(self._confidence[self.folded.edges], self.folded.start[:-1])
        levels, which = np.unique(best, return_inverse=True)
        costs: Floats = np.array([0.0 - math.log(level) for level in levels.tolist()])[which]
        return costs

    def slot(self, start: int, end: int) -> int:
        """The slot of the step between two nodes by number, -1 if there is none."""
        first, last = self.indptr[start], self.indptr[start + 1]
        slot = int(first + self.indices[first:last].searchsorted(end))
        return slot if slot < last and self.indices[slot] == end else -1

    def edges(self, slot: int) -> Edges:
        """The edges of a step, the most credible first."""
        if slot not in self._edges:
            start = self.folded.start
            found = map(self._read, self.folded.edges[start[slot] : start[slot + 1]].tolist())
            self._edges[slot] = tuple(sorted(found, key=_credit))
        return self._edges[slot]

    def __getitem__(self, name: str) -> Near:
        return Near(self, self.index[name])

    def __contains__(self, name: object) -> bool:
        return name in self.index

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


def _credit(data: Mapping[str, Any]) -> tuple[float, str, str]:
    return -data["confidence"], data["relationship"], data["link"]


__all__ = ["Edges", "Near", "Steps", "Web"]
