"""A NetworkX backend over flat arrays: the same questions, `nx.something(G)`, at the speed of a native engine.

`frozen.FrozenGraph` is an immutable graph that NetworkX accepts. The functions that `info` lists run on its arrays, by
SciPy or by kernels compiled with Numba; every other NetworkX function runs as usual on the twin that
`FrozenGraph.networkx` builds the first time it is needed.

Nothing is imported here, because NetworkX reads `info` while it is itself being imported.
"""
