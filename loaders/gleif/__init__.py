"""GLEIF's register of legal entities: who has an LEI (level 1), and who consolidates whom (level 2).

`read_release` reads answers of the LEI API and golden copies; `source.yaml` says what is read and what is left out,
`codes.yaml` what GLEIF's codes are here.
"""

from loaders.gleif.read import read_release

__all__ = ["read_release"]
