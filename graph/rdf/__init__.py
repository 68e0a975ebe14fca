"""The graph as RDF, and back: claims that carry their evidence, and plain triples for those who need no more.

`to_quads` streams a snapshot, `describe` one entity, `write` puts quads into a format, `read` turns a document of
this model into loads again. docs/rdf.md explains the model.
"""

from graph.rdf.describe import describe
from graph.rdf.jsonld import context
from graph.rdf.model import Model
from graph.rdf.quads import to_quads
from graph.rdf.read import Records, read, read_records
from graph.rdf.serialise import FORMATS, Format, dumps, write
from graph.rdf.terms import Quad

__all__ = [
    "FORMATS",
    "Format",
    "Model",
    "Quad",
    "Records",
    "context",
    "describe",
    "dumps",
    "read",
    "read_records",
    "to_quads",
    "write",
]
