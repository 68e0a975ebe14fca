"""RDF that partners send back: read where it can do no harm, kept in quarantine until a person has decided."""

from loaders.rdf.intake import Received, receive
from loaders.rdf.quarantine import Quarantine

__all__ = ["Quarantine", "Received", "receive"]
