"""A binary heap in two arrays: the keys and the nodes they belong to, the smallest key first.

Whoever pushes sees to it that the arrays are long enough; each kernel says why its own are.
"""

from __future__ import annotations

from graph.engine.csr import Floats, Ints
from graph.engine.kernels.compiled import kernel


@kernel
def push(keys: Floats, nodes: Ints, size: int, key: float, node: int) -> int:
    """Put a node into a heap of `size` entries; returns the new size."""
    at = size
    while at > 0:
        above = (at - 1) >> 1
        if keys[above] <= key:
            break
        keys[at], nodes[at] = keys[above], nodes[above]
        at = above
    keys[at], nodes[at] = key, node
    return size + 1


@kernel
def pop(keys: Floats, nodes: Ints, size: int) -> tuple[float, int, int]:
    """Take the node of the smallest key out of a heap of `size` > 0 entries; returns key, node and the new size."""
    key, node = keys[0], nodes[0]
    size -= 1
    last_key, last_node = keys[size], nodes[size]
    at = 0
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        if below + 1 < size and keys[below + 1] < keys[below]:
            below += 1
        if keys[below] >= last_key:
            break
        keys[at], nodes[at] = keys[below], nodes[below]
        at = below
    keys[at], nodes[at] = last_key, last_node
    return key, node, size
