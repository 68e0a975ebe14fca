"""The command line face: `defgraph`."""
