"""ATOP: alliances since 1815 with their parties, obligations and times, read into claims."""

from loaders.atop.read import read_release

__all__ = ["read_release"]
