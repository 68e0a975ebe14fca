"""A view's edges as a NetworkX graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from graph.view import View


@dataclass(frozen=True, eq=False)
class Network:
    """A view of a snapshot as a NetworkX multigraph."""

    graph: nx.MultiGraph[str] | nx.MultiDiGraph[str]
    snapshot: Snapshot
    view: View
    directed: bool


def build(snapshot: Snapshot, view: View, directed: bool = False, keep: frozenset[str] = frozenset()) -> Network: ...
