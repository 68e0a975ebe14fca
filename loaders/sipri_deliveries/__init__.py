"""SIPRI's list of deliveries: deals with SIPRI's own ids, a row for each year of delivery, read into claims."""

from loaders.sipri_deliveries.read import read_release

__all__ = ["read_release"]
