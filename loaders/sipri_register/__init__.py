"""SIPRI's trade register: exports of arms transfers as anyone can download them, read into claims.

`read_release` does it; `source.yaml` says what it reads and what is left out; the other YAML files say what is what.
"""

from loaders.sipri_register.read import read_release

__all__ = ["read_release"]
