"""From statements to terms, refusing whatever contradicts itself.

Each module reads one kind of term and is given what it may refer to: concepts first, then classes, properties and
roles, projections, relationships. Every error is an `OntologyError` that names the term and the file.
"""
