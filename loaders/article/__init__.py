"""Articles: from a page or a file to a claims file that a person goes on with.

What the page says of itself (title, publisher, date, address) is filled in, and the graph's entities that are named in
the text are listed with their places. What it claims, a person writes.
"""

from loaders.article.draft import write_draft
from loaders.article.fetch import fetch
from loaders.article.mentions import Named, find_mentions
from loaders.article.page import Page, read_page, read_saved

__all__ = ["Named", "Page", "fetch", "find_mentions", "read_page", "read_saved", "write_draft"]
