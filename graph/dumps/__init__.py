"""Dumps: a revision of the graph as files that partners take home, with checksums, a description, and the changes
since the dump before.

`content` is what is written, `formats` how, `publish` puts a version together; docs/dumps.md tells of each file.
"""
