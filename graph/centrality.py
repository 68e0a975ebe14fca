"""Who matters?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.network import Network
    from graph.receipt import Answer

MEASURES: dict[str, object] = {}
"""By name: degree, in_degree, out_degree, closeness, harmonic, betweenness, eigenvector, katz, pagerank, hubs, authorities, core_number."""


def rank(network: Network, measure: str, *, top: int = 20, type: str | None = None, seed: int = 0) -> Answer: ...  # noqa: A002
