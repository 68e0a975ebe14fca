"""GraphML and GEXF, written as the edges go by, so that a graph need not be in memory twice.

XML 1.0 can't hold most control characters: U+FFFD stands for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from graph.network import Network

TYPES: Mapping[type, str] = {bool: "boolean", int: "int", float: "double", str: "string"}
"""What GraphML and GEXF call the types of data."""
OF_NODES: Mapping[str, type] = {"name": str, "type": str}
OF_EDGES: Mapping[str, type] = {
    "type": str,
    "link": str,
    "from": str,
    "to": str,
    "phrase": str,
    "inverse_phrase": str,
    "claims": str,
    "denials": str,
    "confidence": float,
    "cost": float,
    "start": str,
    "end": str,
    "derived": bool,
    "relationship": str,
    "contested": bool,
}
OTHERWISE: Mapping[str, str] = {"name": "label", "type": "class", "start": "valid_from", "end": "valid_to"}
"""GEXF gives `start`, `end`, `type` and `label` meanings of its own, so that ours get other names."""

RETURN = {"\r": "&#13;"}
"""Readers of XML take a bare carriage return for a line break."""

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data of an edge as texts, numbers and booleans; what is not known is left out.

    >>> plain({"claims": ("a", "b"), "start": None})
    {'claims': 'a b'}
    """
    return {k: " ".join(v) if isinstance(v, tuple) else v for k, v in data.items() if v is not None}


def graphml(network: Network, about: Mapping[str, Any]) -> Iterator[str]:
    """A network as GraphML, in pieces; `about` are data of the graph itself."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    of_graph = {name: type(value) for name, value in about.items()}
    for domain, keys in (("graph", of_graph), ("node", OF_NODES), ("edge", OF_EDGES)):
        for name, kind in keys.items():
            yield f'<key id="{domain}-{name}" for="{domain}" attr.name="{name}" attr.type="{TYPES[kind]}"/>\n'
    yield f'<graph edgedefault="{"directed" if network.directed else "undirected"}">\n'
    yield from _data("graph", about)
    for name, data in network.named():
        yield f"<node id={_quoted(name)}>"
        yield from _data("node", data)
        yield "</node>\n"
    for u, v, key, data in network.keyed():
        yield f"<edge id={_quoted(key)} source={_quoted(u)} target={_quoted(v)}>"
        yield from _data("edge", plain(data))
        yield "</edge>\n"
    yield "</graph>\n</graphml>\n"


def _data(domain: str, data: Mapping[str, Any]) -> Iterator[str]:
    escaped = ((name, escape(_text(value), RETURN)) for name, value in data.items())
    return (f'<data key="{domain}-{name}">{value}</data>' for name, value in escaped)


def gexf(network: Network, about: Mapping[str, Any]) -> Iterator[str]:
    """A network as GEXF 1.2, in pieces."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
    told = "; ".join(f"{name}: {value}" for name, value in about.items())
    yield f"<meta><creator>defgraph</creator><description>{escape(_text(told))}</description></meta>\n"
    yield f'<graph defaultedgetype="{"directed" if network.directed else "undirected"}" mode="static">\n'
    yield from _attributes("node", ("type",), OF_NODES)
    yield from _attributes("edge", OF_EDGES, OF_EDGES)
    yield "<nodes>\n"
    for name, data in network.named():
        yield f"<node id={_quoted(name)} label={_quoted(data['name'])}>{_values({'type': data['type']})}</node>\n"
    yield "</nodes>\n<edges>\n"
    for u, v, key, data in network.keyed():
        ends = f"source={_quoted(u)} target={_quoted(v)} label={_quoted(data['phrase'])}"
        yield f"<edge id={_quoted(key)} {ends}>{_values(plain(data))}</edge>\n"
    yield "</edges>\n</graph>\n</gexf>\n"


def _attributes(domain: str, names: Iterable[str], kinds: Mapping[str, type]) -> Iterator[str]:
    yield f'<attributes class="{domain}" mode="static">\n'
    for name in names:
        title = OTHERWISE.get(name, name)
        kind = TYPES[kinds[name]].replace("int", "integer")
        yield f'<attribute id="{title}" title="{title}" type="{kind}"/>\n'
    yield "</attributes>\n"


def _values(data: Mapping[str, Any]) -> str:
    given = (f"<attvalue for={_quoted(OTHERWISE.get(n, n))} value={_quoted(v)}/>" for n, v in data.items())
    return f"<attvalues>{''.join(given)}</attvalues>"


def _quoted(value: object) -> str:
    return quoteattr(_text(value), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _text(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return _NOT_IN_XML.sub("\ufffd", text) if _NOT_IN_XML.search(text) else text


__all__ = ["gexf", "graphml", "plain"]
