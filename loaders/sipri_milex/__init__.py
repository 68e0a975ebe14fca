"""SIPRI's military expenditure workbook: states' spending by year, read into claims."""

from loaders.sipri_milex.read import read_release

__all__ = ["read_release"]
