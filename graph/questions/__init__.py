"""Questions asked of a view: how things are linked, who matters, what is known, each answer with its receipt."""
