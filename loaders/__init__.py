"""Loaders: from a source's files to claims, checked before the first write."""
