"""The ontology as data: Turtle files read into an immutable, typed vocabulary that everything else asks."""
