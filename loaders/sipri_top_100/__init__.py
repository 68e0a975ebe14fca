"""SIPRI's Top 100: arms revenue of the largest firms by year, as the workbook has it, read into claims."""

from loaders.sipri_top_100.read import read_release

__all__ = ["read_release"]
