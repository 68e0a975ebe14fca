"""The claims file that a person goes on with: the source as far as it is known, and whom the text names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from loaders.article.mentions import Named, Place
from loaders.article.page import Page
from loaders.writer import scalar

SHOWN = 8
"""Places of one entity that are told."""
LONGEST = 100
GUIDE = """\
# A draft. Fill in what is empty, write what the article claims, and run: defgraph check {file}
# How claims are written: docs/claims-format.md. What the article does not say, nobody writes here.
"""
EXAMPLE = """\
# What it claims. For instance:
#
# relationships:
#   an-id-of-your-own:
#     type: Transfer
#     supplier: {first}
#     recipient: {second}
#     claims:
#       - source: {source}
#         credibility: 3            # 1 confirmed by others, 2 probably true, 3 possibly true, 6 cannot be judged
#         valid: {date}
#         quote: the article's own words
"""


def write_draft(page: Page, found: Mapping[Named, tuple[Place, ...]], file: str, accessed: str | None = None) -> str:
    """The text of a claims file on a page; `file` is what it will be called, `accessed` the day it was fetched.

    >>> print(write_draft(Page("", "A deal", date="2021-05-03"), {}, "x.yaml").splitlines()[3:6])
    ['sources:', '  source-2021-05-03:', '    title: A deal']
    """
    name = source_id(page)
    lines = [*GUIDE.format(file=file).splitlines(), "", "sources:", f"  {name}:", *_source(page, accessed)]
    lines += ["", *_entities(found, name), *_example(found, name, page)]
    return "\n".join(lines) + "\n"


def source_id(page: Page) -> str:
    """An id for the source: its publisher or host, and its date.

    >>> source_id(Page("", publisher="The Kite Times", date="2021-05-03"))
    'the-kite-times-2021-05-03'
    """
    host = (urlsplit(page.url).hostname or "") if page.url else ""
    whose = _slug(page.publisher or "") or _slug(host.removeprefix("www.")) or "source"
    return f"{whose[:60].strip('-.')}-{page.date or 'undated'}"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", text.casefold()).strip("-.")


def _source(page: Page, accessed: str | None) -> Iterator[str]:
    title = _plain(page.title or "", 300)
    yield f"    title: {scalar(title) if title else '# what is it called?'}"
    for key in ("publisher", "date", "url", "language"):
        text = _plain(getattr(page, key) or "", 300)
        yield f"    {key}: {scalar(text)}" if text else f"    # {key}:"
    yield "    reliability: # A completely reliable ... E unreliable, F cannot be judged"
    yield "    reason: # why it has that grade"
    if accessed:
        yield f"    accessed: {accessed}"


def _entities(found: Mapping[Named, tuple[Place, ...]], source: str) -> Iterator[str]:
    """Whom the text names, as remarks: ids to use, and what would describe them in a dataset of their own."""
    if not found:
        yield "# The text names no entity of the graph."
        return
    yield "# The text names these entities of the graph, at these lines and columns. A name may mean others."
    for entity, places in found.items():
        at = ", ".join(f"{place.line}:{place.column}" for place in places[:SHOWN])
        more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
        words = "; ".join(dict.fromkeys(_plain(place.text) for place in places[:SHOWN]))
        yield f"#   {entity.id} ({entity.type}, {_plain(entity.name)}): {words} at {at}{more}"
    yield "#"
    yield "# In a dataset that does not have them yet, describe those that you use:"
    yield "#"
    yield "# entities:"
    for entity in found:
        claim = f"{{source: {source}, credibility: 2, name: {scalar(_plain(entity.name))}}}"
        yield f"#   {entity.id}: {{type: {entity.type}, claims: [{claim}]}}"
    yield ""


def _example(found: Mapping[Named, tuple[Place, ...]], source: str, page: Page) -> list[str]:
    ids = [entity.id for entity in found]
    first, second = (*ids, "one-entity", "another-entity")[:2]
    return EXAMPLE.format(first=first, second=second, source=source, date=page.date or "2021-05").splitlines()


def _plain(text: str, longest: int = LONGEST) -> str:
    """A text in one line, of characters that can be seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:longest].strip()


__all__ = ["source_id", "write_draft"]
