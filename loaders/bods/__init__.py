"""Statements on beneficial ownership by the Beneficial Ownership Data Standard (BODS) 0.4, in JSON or JSON lines.

`read_release` reads them; `codes.yaml` says what the standard's codes are here.
"""

from loaders.bods.read import read_release

__all__ = ["read_release"]
