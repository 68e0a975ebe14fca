"""What is around this entity?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.network import Network
    from graph.receipt import Answer


def around(network: Network, entity: str, radius: int = 1, *, limit: int = 200) -> Answer:
    """data: {"centre": {id,name,type}, "nodes": [{id,name,type,distance}], "edges": [{id, from, to, phrase, relationship, ...}]}."""
    ...
