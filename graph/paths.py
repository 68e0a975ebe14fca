"""How are these linked?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.network import Network
    from graph.receipt import Answer

MODES = ("kinds", "shortest", "all")
WEIGHTS = ("hops", "confidence")
MAX_HOPS = 6
MAX_K = 100


def find_paths(
    network: Network,
    sources: Sequence[str],
    targets: Sequence[str],
    *,
    k: int = 20,
    max_hops: int = 4,
    weight: str = "hops",
    via: Sequence[str] = (),
    avoid: Sequence[str] = (),
    mode: str = "kinds",
) -> Answer: ...
