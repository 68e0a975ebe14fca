"""DCAD: bilateral defence cooperation agreements by pair and year, read into claims."""

from loaders.dcad.read import read_release

__all__ = ["read_release"]
