"""The Correlates of War project's formal alliances, version 4.1: members or pairs, read into claims."""

from loaders.cow_alliances.read import read_release

__all__ = ["read_release"]
