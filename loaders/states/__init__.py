"""The world's states: names in many languages, codes, predecessors, land borders, and who claims what.

They come with the program; `read_release` reads them. Other loaders look states up in the same table (`table.py`).
"""

from loaders.states.read import read_release

__all__ = ["read_release"]
