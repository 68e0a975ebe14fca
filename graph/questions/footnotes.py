"""An answer as people cite it: what it says, with numbered references, or the references for a bibliography.

Markdown has footnotes as GitHub and Pandoc read them; plain text has numbers in brackets; CSL-JSON follows the schema
of the Citation Style Language 1.0.2; BibTeX has an ``@misc`` entry a source. References are numbered in the order in
which the answer first names them; those that it stands on but doesn't name follow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import orjson

from graph.checks import one_of

Record = Mapping[str, Any]
Answer = Mapping[str, Any]
"""An answer as plain data: `data` and `receipt`, as `graph.questions.receipt.Answer.as_dict` or the API gives it."""

DAY = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Statement:
    """Something an answer says, and the ids of the sources that say so and that deny it."""

    text: str
    sources: tuple[str, ...] = ()
    denying: tuple[str, ...] = ()


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


def statements(answer: Answer) -> list[Statement]:
    """What an answer says, line by line."""
    data = answer["data"]
    return [statement for row in data for statement in _row(row)] if isinstance(data, list) else list(_object(data))


def _row(row: Any) -> Iterator[Statement]:  # noqa: ANN401 - a row of any answer
    if not isinstance(row, Mapping):
        yield Statement(str(row))
    elif "hops" in row:
        yield from (_hop(hop) for hop in row["hops"])
    elif isinstance(row.get("entity"), Mapping) and "rank" in row:
        told = row.get("text") or f"{row['rank']}, with {row['score']:.6g}" if "score" in row else str(row["rank"])
        yield Statement(f"{row['entity']['name']}: {told}")
    elif "relationship" in row and "phrase" in row and isinstance(row.get("from"), Mapping):
        yield _hop(row)
    else:
        yield Statement(str(_name(row)), *_who(row))


def _object(data: Record) -> Iterator[Statement]:
    if "sentence" in data:
        yield Statement(str(data["sentence"]))
    for label, values in _values(data):
        yield from (Statement(f"{label}: {_value(value)}", *_who(value)) for value in values)
    if "nodes" in data and "edges" in data:
        names = {node["id"]: node.get("name", node["id"]) for node in data["nodes"]}
        yield from (Statement(_edge(edge, names)) for edge in data["edges"])
    if "says" in data:
        yield Statement(str(data["says"]), *_who({"claims": [data]}))
    if "title" in data and "says" not in data:
        yield Statement(str(data["title"]))


def _values(data: Record) -> Iterator[tuple[str, Sequence[Record]]]:
    """The labels and values of a record: who plays its roles, then its properties."""
    for role in data.get("roles", ()):
        yield role["label"], role["players"]
    for said in data.get("properties", ()):
        yield said["label"], said["values"]


def _value(value: Record) -> str:
    if "entity" in value:
        return str(value["entity"]["name"]) if value["entity"] else "unknown"
    return str(value["label"])


def _hop(hop: Record) -> Statement:
    return Statement(f"{hop['from']['name']} {hop['phrase']} {hop['to']['name']}", *_who(hop))


def _edge(edge: Record, names: Mapping[str, str]) -> str:
    ends = (names.get(edge.get(side, ""), edge.get(side, "")) for side in ("from", "to"))
    return f" {edge.get('phrase', 'is linked to')} ".join(map(str, ends))


def _name(row: Record) -> Any:  # noqa: ANN401
    return next((row[n] for n in ("sentence", "name", "title", "label", "message", "id") if row.get(n)), dict(row))


def _who(said: Record) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sources of the claims that stand in a record: those for it, and those against."""
    cited = [c for c in said.get("claims", ()) if isinstance(c, Mapping)]
    against = [c for c in said.get("denied_by", ()) if isinstance(c, Mapping)]
    sides = (
        [c for c in cited if c.get("status") != "denied"],
        [c for c in cited if c.get("status") == "denied"] + against,
    )
    asserting, denying = (tuple(dict.fromkeys(c["source"]["id"] for c in side)) for side in sides)
    return asserting, denying


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

__all__ = ["STYLES", "Statement", "footnotes", "references", "statements"]
