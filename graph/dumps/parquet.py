"""Edges and claims as Parquet, for pandas, Polars, DuckDB and Spark; written a group of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import IO, Any

import pyarrow as pa
from pyarrow.parquet import ParquetWriter

from graph.cite import name_thing, say
from graph.dumps.content import Content
from graph.dumps.tables import live_claims

GROUP = 50_000
"""Rows of a group."""
_TEXTS = pa.list_(pa.string())

EDGES = pa.schema(
    [(name, pa.string()) for name in ("from", "from_name", "from_type", "to", "to_name", "to_type", "phrase")]
    + [(name, pa.string()) for name in ("link", "relationship", "type", "start", "end")]
    + [("confidence", pa.float64()), ("contested", pa.bool_())]
    + [(name, _TEXTS) for name in ("claims", "denials", "sources")]
)
CLAIMS = pa.schema(
    [(name, pa.string()) for name in ("id", "subject", "type", "status", "says", "valid", "quote", "locator")]
    + [("credibility", pa.int8()), ("source", pa.string()), ("source_title", pa.string())]
    + [(name, pa.string()) for name in ("reliability", "dataset", "licence", "values")]
)


def write_edges(content: Content, stream: IO[bytes]) -> None:
    """The direct edges, each with its claims and sources."""
    _write(EDGES, _edges(content), stream)


def write_claims(content: Content, stream: IO[bytes]) -> None:
    """The claims that stand, each with its source and what it says, in words and as JSON."""
    _write(CLAIMS, _claims(content), stream)


def _write(schema: Any, rows: Iterator[Mapping[str, object]], stream: IO[bytes]) -> None:  # noqa: ANN401
    with ParquetWriter(stream, schema, compression="zstd") as writer:
        while some := list(islice(rows, GROUP)):
            writer.write_table(pa.Table.from_pylist(some, schema))


def _edges(content: Content) -> Iterator[Mapping[str, object]]:
    snapshot = content.snapshot
    for edge in content.edges():
        ends = {end: name_thing(snapshot, edge[end]) for end in ("from", "to")}
        named = {f"{end}_{what}": thing[what] for end, thing in ends.items() for what in ("name", "type")}
        said = {snapshot.claims[claim].source: None for claim in edge["claims"]}
        yield {**edge, **named, "sources": list(said)}


def _claims(content: Content) -> Iterator[Mapping[str, object]]:
    snapshot = content.snapshot
    for claim in live_claims(content):
        source = snapshot.sources[claim.source]
        yield {
            **{name: getattr(claim, name) for name in ("id", "subject", "type", "valid", "quote", "locator")},
            "status": claim.status.value,
            "says": say(snapshot, claim),
            "credibility": claim.credibility,
            "source": source.id,
            "source_title": source.title,
            "reliability": source.reliability.value,
            "dataset": source.dataset,
            "licence": snapshot.datasets[source.dataset].licence,
            "values": claim.to_json().decode(),
        }


__all__ = ["write_claims", "write_edges"]
