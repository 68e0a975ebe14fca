"""Neo4j as the store of record: claims by revision, and a graph of them that people can read in Cypher."""

from graph.store.load import LoadResult, Pending, Progress
from graph.store.read import StoredClaims
from graph.store.search import Hit
from graph.store.store import Store

__all__ = ["Hit", "LoadResult", "Pending", "Progress", "Store", "StoredClaims"]
