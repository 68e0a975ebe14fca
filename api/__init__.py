"""The HTTP face: every answer with its receipt."""
