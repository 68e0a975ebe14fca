"""The graph: claims in Neo4j, snapshots and views of them, and the questions asked of a view."""
