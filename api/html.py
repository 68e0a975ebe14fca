"""HTML written by hand, safely: every text is escaped, every link is checked.

>>> str(element("p", "1 < 2, says ", element("b", "A & B"), title='"x"'))
'<p title="&quot;x&quot;">1 &lt; 2, says <b>A &amp; B</b></p>'
"""

from collections.abc import Iterable
from html import escape
from urllib.parse import urlsplit

from fastapi.responses import HTMLResponse

VOID = frozenset({"meta", "link", "br", "hr"})


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def element(name: str, /, *children: str | None, **attributes: str | None) -> Html:
    """An element; children that are not `Html` are text. `class_` stands for `class`; what is None is left out."""
    told = "".join(f' {k.rstrip("_").replace("_", "-")}="{escape(v)}"' for k, v in attributes.items() if v is not None)
    if name in VOID:
        return Html(f"<{name}{told}>")
    return Html(f"<{name}{told}>{joined(children)}</{name}>")


def joined(children: Iterable[str | None], between: str = "") -> Html:
    """Markup and texts one after the other."""
    return Html(escape(between).join(c if isinstance(c, Html) else escape(c) for c in children if c is not None))


def link(url: str | None, *children: str) -> Html:
    """A link, if `url` is a path on this server or an http(s) address; the bare children otherwise.

    >>> str(link("javascript:alert(1)", "click")), str(link("/docs", "docs"))
    ('click', '<a href="/docs">docs</a>')
    """
    if url is None or not _safe(url):
        return joined(children)
    return element("a", *children, href=url, rel=None if url.startswith("/") else "noopener noreferrer")


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Html:
    """A table with a head."""
    head = element("tr", *(element("th", h, scope="col") for h in heads))
    body = (element("tr", *(element("td", cell) for cell in row)) for row in rows)
    return element("table", element("thead", head), element("tbody", *body))


def page(title: str, *children: str, status: int = 200) -> HTMLResponse:
    """A whole page in the plain look of this service: one style sheet, no script."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("link", rel="stylesheet", href="/style.css"),
    )
    body = element("body", element("main", element("h1", title), *children))
    return HTMLResponse(f"<!doctype html>\n{element('html', head, body, lang='en')}", status)


def _safe(url: str) -> bool:
    if any(c <= " " or c == "\\" for c in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme:
        return parts.scheme in ("http", "https") and bool(parts.netloc)
    return url.startswith("/") and not url.startswith("//")
