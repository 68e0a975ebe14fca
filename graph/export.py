"""A view's graph in the formats of other tools."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.network import Network
    from graph.receipt import Answer


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its media type and the suffix of its files."""

    name: str
    media_type: str
    suffix: str


FORMATS: Mapping[str, Format] = {}
"""graphml, gexf, json (node-link), cytoscape, csv."""


def write_graph(network: Network, format: str) -> bytes: ...  # noqa: A002
def graph_answer(network: Network) -> Answer:
    """Node-link data with its receipt."""
    ...
