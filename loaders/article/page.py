"""What a page says, and what it says of itself: in its meta elements, in JSON-LD, and in its text."""

from __future__ import annotations

import codecs
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import orjson

from graph.dates import BadDate, parse_edtf
from graph.errors import Refused
from loaders.values import LANGUAGE

PAGES = (".html", ".htm", ".xhtml")
"""How the names of files with HTML end."""
_BINARY = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")
"""How files begin that hold no plain text: PDF, zip and office documents, gzip, pictures, rich text."""
SECONDS = 20.0
"""How much of the processor's time reading a page may take."""
_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "nav", "footer", "button", "iframe"})
"""Elements whose text is not the article's."""
_BLOCKS = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "br", "tr", "td", "blockquote", "section"})
_VOID = frozenset({"meta", "link", "br", "img", "input", "hr", "source", "area", "base", "col", "embed", "wbr"})
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_TITLES = ("headline", "og:title", "twitter:title", "dc.title", "citation_title")
_PUBLISHERS = ("publisher", "og:site_name", "dc.publisher", "citation_publisher", "application-name")
_DATES = (
    "datepublished",
    "article:published_time",
    "dc.date",
    "dc.date.issued",
    "citation_publication_date",
    "date",
    "pubdate",
)
_ARTICLES = ("article", "newsarticle", "reportagenewsarticle", "blogposting", "report", "scholarlyarticle", "webpage")


@dataclass(frozen=True, slots=True)
class Page:
    """An article: its text in lines, and what it says of itself, where it does; `date` is EDTF."""

    text: str
    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    url: str | None = None
    language: str | None = None


def read_page(data: bytes, *, html: bool, charset: str = "") -> Page:
    """The page that bytes stand for, in the encoding it claims, or that is told; else UTF-8.

    Raises:
        Refused: its HTML takes more than `SECONDS` of the processor to read.

    >>> read_page(b"<title>A deal</title><meta name=date content=2021-05-03><p>Two\\nwords", html=True)
    Page(text='Two words', title='A deal', publisher=None, date='2021-05-03', url=None, language=None)
    """
    text = _decode(data, charset, html=html)
    if not html:
        lines = [line.strip() for line in text.splitlines()]
        return Page("\n".join(lines).strip(), title=next((line[:300] for line in lines if line), None))
    parser = _Parser()
    with _bounded(SECONDS):
        parser.feed(text)
        parser.close()
    return parser.page()


@contextmanager
def _bounded(seconds: float) -> Iterator[None]:
    """Give up after so many seconds of the processor: of brackets that never close, a few kilobytes take an hour."""

    def give_up(*_: object) -> None:
        raise Refused("This page takes too long to read.", hint="Save its text alone, and give that file.")

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def read_saved(data: bytes, name: str) -> Page:
    """The page that a file holds: HTML by how its name ends or how it begins, else plain text.

    Raises:
        Refused: it is a PDF, an archive, an office document or the like; or as `read_page`.
    """
    if data.startswith(_BINARY) or b"\0" in data:
        raise Refused(f"{name} is no text.", hint="Save its text (as HTML or plain text), and give that file.")
    begins = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return read_page(data, html=name.lower().endswith(PAGES) or begins.startswith((b"<!doctype html", b"<html")))


def _decode(data: bytes, charset: str, *, html: bool) -> str:
    """The text; bytes that are none in its encoding are marked as such (U+FFFD), as browsers do."""
    found = _CHARSET.search(data[:4096]) if html and not charset else None
    name = charset or (found[1].decode() if found else "utf-8")
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        codec = "utf-8"
    codec = "utf-8-sig" if codec == "utf-8" else codec
    return data.decode(codec, errors="replace").replace("\0", "\N{REPLACEMENT CHARACTER}")


@dataclass
class _Parser(HTMLParser):
    """Collects the text of a page and what it says of itself, by names in small letters."""

    said: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    script: list[str] | None = None
    silent: int = 0
    titled: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element says of the page; a block begins a new line."""
        told = {name: value or "" for name, value in attrs}
        if tag == "html" and told.get("lang"):
            self._say("lang", told["lang"])
        elif tag == "meta":
            self._say(
                (told.get("property") or told.get("name") or told.get("itemprop") or "").lower(),
                told.get("content", ""),
            )
        elif tag == "link" and told.get("rel", "").lower() == "canonical":
            self._say("canonical", told.get("href", ""))
        elif tag == "script" and told.get("type", "").lower() == "application/ld+json":
            self.script = []
        if tag == "title":
            self.titled = True
        elif tag in _SILENT and tag not in _VOID:
            self.silent += 1
        elif tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        """Close what an element opened."""
        if tag == "script" and self.script is not None:
            self._structured("".join(self.script))
            self.script = None
        if tag == "title":
            self.titled = False
        elif tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self.script is not None:
            self.script.append(data)
        elif self.titled:
            self.titles.append(data)
        elif not self.silent:
            self.line.append(data)

    def page(self) -> Page:
        """What was collected."""
        self._break()
        title = self._first(_TITLES) or " ".join("".join(self.titles).split()) or None
        language = (self.said.get("inlanguage") or self.said.get("lang") or "").replace("_", "-")
        canonical = self.said.get("canonical") or self.said.get("og:url") or ""
        return Page(
            text="\n".join(self.lines),
            title=title and title[:300],
            publisher=self._first(_PUBLISHERS),
            date=next((day for name in _DATES if (day := _day(self.said.get(name, "")))), None),
            url=canonical if canonical.startswith(("https://", "http://")) else None,
            language=language if LANGUAGE.fullmatch(language) else None,
        )

    def _first(self, names: tuple[str, ...]) -> str | None:
        return next((" ".join(self.said[name].split()) for name in names if self.said.get(name, "").strip()), None)

    def _say(self, name: str, text: str) -> None:
        if name and text.strip():
            self.said.setdefault(name, text.strip())

    def _break(self) -> None:
        if text := " ".join("".join(self.line).split()):
            self.lines.append(text)
        self.line.clear()

    def _structured(self, text: str) -> None:
        try:
            told = orjson.loads(text)
        except orjson.JSONDecodeError:
            return
        for thing in _things(told):
            kinds = thing.get("@type")
            names = [str(kind).lower() for kind in (kinds if isinstance(kinds, list) else [kinds])]
            if any(name in _ARTICLES for name in names):
                self._take(thing)

    def _take(self, thing: dict[str, Any]) -> None:
        for name in ("headline", "datePublished", "inLanguage"):
            if isinstance(thing.get(name), str):
                self._say(name.lower(), thing[name])
        publisher = thing.get("publisher")
        told = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(told, str):
            self._say("publisher", told)


def _things(told: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - whatever the page has
    for thing in told if isinstance(told, list) else [told]:
        if isinstance(thing, dict):
            yield thing
            graph = thing.get("@graph")
            yield from (inner for inner in graph if isinstance(inner, dict)) if isinstance(graph, list) else ()


def _day(text: str) -> str | None:
    found = _DAY.match(text.strip().replace("/", "-"))
    if not found:
        return None
    try:
        parse_edtf(found[0])
    except BadDate:
        return None
    return found[0]


__all__ = ["Page", "read_page", "read_saved"]
