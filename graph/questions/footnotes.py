"""An answer as people cite it: what it says, with numbered references, or the references for a bibliography.

Markdown has footnotes as GitHub and Pandoc read them; plain text has numbers in brackets; CSL-JSON follows the schema
of the Citation Style Language 1.0.2; BibTeX has an ``@misc`` entry a source. References are numbered in the order in
which the answer first names them; those that it stands on but doesn't name follow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import orjson

from graph.checks import one_of
from graph.questions.statements import Answer, Statement, statements

Record = Mapping[str, Any]

DAY = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def footnotes(answer: Answer, style: str) -> bytes:
    """An answer in a style: "markdown", "plain", "csl" or "bibtex".

    Raises:
        BadQuestion: there is no such style.
    """
    return STYLES[one_of("cite", style, STYLES)](answer).encode()


def references(answer: Answer) -> list[Record]:
    """The sources of an answer in the order of their numbers."""
    sources = {source["id"]: source for source in answer["receipt"]["sources"]}
    named = dict.fromkeys(name for s in statements(answer) for name in (*s.sources, *s.denying))
    return [sources[name] for name in dict.fromkeys((*named, *sources)) if name in sources]


def _provenance(answer: Answer) -> str:
    receipt = answer["receipt"]
    view = ", ".join(f"{name}={_joined(value)}" for name, value in receipt["view"].items())
    asked = f"{receipt['question']['name']}{f' ({view})' if view else ''}"
    return f"Question {asked}, revision {receipt['revision']}, receipt {receipt['hash']}."


def _joined(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _numbered(answer: Answer) -> tuple[list[Record], Mapping[str, int]]:
    listed = references(answer)
    return listed, {source["id"]: number for number, source in enumerate(listed, 1)}


def _markdown(answer: Answer) -> str:
    listed, number = _numbered(answer)

    def marks(names: Iterable[str]) -> str:
        return "".join(f"[^{number[name]}]" for name in names if name in number)

    lines = [_line(s, marks, escape_markdown) for s in statements(answer)]
    notes = [f"[^{i}]: {_reference(source, escape_markdown, '*{}*', '<{}>')}" for i, source in enumerate(listed, 1)]
    body = "\n".join(f"- {line}" for line in lines)
    return "\n\n".join(part for part in (body, _provenance(answer), "\n".join(notes)) if part) + "\n"


def _plain(answer: Answer) -> str:
    listed, number = _numbered(answer)

    def marks(names: Iterable[str]) -> str:
        found = "".join(f"[{number[name]}]" for name in names if name in number)
        return f" {found}" if found else ""

    lines = [_line(s, marks, _as_it_is) for s in statements(answer)]
    notes = [f"[{i}] {_reference(source, _as_it_is, '{}', '{}')}" for i, source in enumerate(listed, 1)]
    return "\n\n".join(part for part in ("\n".join(lines), _provenance(answer), "\n".join(notes)) if part) + "\n"


def _line(said: Statement, marks: Callable[[Iterable[str]], str], escape: Callable[[str], str]) -> str:
    text = escape(said.text.rstrip("."))
    denied = f" (denied:{marks(said.denying)})" if said.denying else ""
    return f"{text}{marks(said.sources)}{denied}."


def _reference(source: Record, escape: Callable[[str], str], title: str, link: str) -> str:
    named = [escape(source["publisher"] or ""), title.format(escape(source["title"])), escape(source["date"] or "")]
    told = ", ".join(part for part in named if part)
    url = f", {link.format(source['url'])}" if source["url"] else ""
    return f"{told}{url} (reliability {source['reliability']})."


def _as_it_is(text: str) -> str:
    return " ".join(text.split())


def escape_markdown(text: str) -> str:
    r"""Text in which Markdown sees nothing but text.

    >>> print(escape_markdown("a *bold* [claim] of 1_000"))
    a \*bold\* \[claim\] of 1\_000
    """
    return re.sub(r"([\\`*_\[\]<>#|~&])", r"\\\1", _as_it_is(text))


def _csl(answer: Answer) -> str:
    return orjson.dumps([csl_item(source) for source in references(answer)], option=orjson.OPT_INDENT_2).decode() + "\n"


def csl_item(source: Record) -> dict[str, Any]:
    """A source as an item of CSL-JSON.

    >>> told = {"id": "trt", "title": "Deal", "publisher": None, "date": "2021-11", "url": None, "reliability": "C"}
    >>> csl_item(told)["issued"]
    {'date-parts': [[2021, 11]]}
    """
    item = {
        "id": source["id"],
        "type": "webpage" if source["url"] else "document",
        "title": source["title"],
        "publisher": source["publisher"],
        "issued": _issued(source["date"]),
        "URL": source["url"],
        "note": f"Reliability: {source['reliability']}",
    }
    return {name: value for name, value in item.items() if value is not None}


def _issued(date: str | None) -> dict[str, Any] | None:
    """A date as CSL has it; one that is no plain day, month or year as the text it is."""
    if date is None:
        return None
    plain = DAY.fullmatch(date)
    return {"date-parts": [[int(part) for part in plain.groups() if part]]} if plain else {"literal": date}


def _bibtex(answer: Answer) -> str:
    taken: dict[str, str] = {}
    for source in references(answer):
        key = re.sub(r"[^A-Za-z0-9.:-]+", "-", source["id"]).strip("-") or "source"
        while key in taken:
            key += "x"
        taken[key] = bibtex_entry(key, source)
    return "\n\n".join(taken.values()) + "\n" if taken else ""


def bibtex_entry(key: str, source: Record) -> str:
    r"""A source as an entry of BibTeX.

    >>> told = {"title": "R&D", "publisher": "TRT", "date": "2021-11", "url": None, "reliability": "C"}
    >>> print(bibtex_entry("trt", told))
    @misc{trt,
      title = {{R\&D}},
      publisher = {TRT},
      year = {2021},
      month = nov,
      note = {Reliability: C}
    }
    """
    date = DAY.match(source["date"] or "")
    month = MONTHS[int(date[2]) - 1] if date and date[2] else None
    fields = (
        ("title", f"{{{{{escape_bibtex(source['title'])}}}}}"),
        ("publisher", _braced(source["publisher"])),
        ("year", f"{{{date[1]}}}" if date else None),
        ("month", month),
        ("url", f"{{{_plain_url(source['url'])}}}" if source["url"] else None),
        ("note", f"{{Reliability: {source['reliability']}}}"),
    )
    return f"@misc{{{key},\n" + ",\n".join(f"  {name} = {value}" for name, value in fields if value) + "\n}"


def _braced(text: str | None) -> str | None:
    return f"{{{escape_bibtex(text)}}}" if text else None


def _plain_url(url: str) -> str:
    return url.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


def escape_bibtex(text: str) -> str:
    r"""Text in which TeX sees nothing but text.

    >>> print(escape_bibtex("50 % of {A_B} & more"))
    50 \% of \{A\_B\} \& more
    """
    signs = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    return "".join(signs.get(c, f"\\{c}" if c in "&%$#_{}" else c) for c in _as_it_is(text))


STYLES: Mapping[str, Callable[[Answer], str]] = MappingProxyType(
    {"markdown": _markdown, "plain": _plain, "csl": _csl, "bibtex": _bibtex}
)

__all__ = ["STYLES", "footnotes", "references"]
