"""SPARQL over a view's RDF: queries that strangers send, run by Oxigraph in processes that may die.

`guard` reads a query's words and refuses what is never done here; `pool` runs it in a `worker` within time, memory and
size; `build` makes the store that workers read. docs/sparql.md tells how to ask.
"""
