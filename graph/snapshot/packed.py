"""A snapshot as one file of arrays, which can be mapped into memory as it is: nothing in it is run, and a file that is
damaged is seen to be."""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, fields, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import orjson

from graph.columns import ClaimColumns, EdgeColumns, Ints, ValueColumns, links_of
from graph.identity.merges import Ground, Pair
from graph.snapshot.edges import EdgeIds, Values
from graph.snapshot.identity import Identity
from graph.snapshot.said import CLAIM, SUBJECT, TEXT, VALUE, VALUE_OF, Said
from graph.snapshot.snapshot import Snapshot
from graph.snapshot.texts import Texts, Tokens
from graph.snapshot.things import ThingColumns
from graph.source import Dataset, Reliability, Revision, Source

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

MAGIC = b"defgraph snapshot"
ALIGNED = 64
SAID = ("high", "low", "first", "given", "recorded", "retracted")
INVOLVED = ("involved", "involving")
ORIGINAL = ("original subject", "original value", "original text")
Arrays = Mapping[str, np.ndarray]
Columns = TypeVar("Columns", ThingColumns, ClaimColumns, EdgeColumns, ValueColumns)


def pack(snapshot: Snapshot) -> Iterator[bytes | memoryview]:
    """A snapshot as the parts of a file: magic, checksum of the rest, length of the header, header, arrays."""
    arrays, told, place = dict(_arrays(snapshot)), [], 0
    for name, array in arrays.items():
        told.append((name, array.dtype.str, array.shape, place))
        place += -(-array.nbytes // ALIGNED) * ALIGNED
    header = orjson.dumps({"arrays": told, **_described(snapshot)})
    header += b" " * (-(len(MAGIC) + 32 + 8 + len(header)) % ALIGNED)
    body: list[bytes | memoryview] = [len(header).to_bytes(8, "little"), header]
    for array in arrays.values():
        body += [np.ascontiguousarray(array).reshape(-1).view(np.uint8).data, bytes(-array.nbytes % ALIGNED)]
    yield from (MAGIC, _checksum(body), *body)


def unpack(data: mmap.mmap | bytes, vocabulary: Vocabulary) -> Snapshot:
    """The snapshot in a file.

    Raises:
        ValueError: the file is not one, or is damaged.
    """
    view, begin = memoryview(data), len(MAGIC) + 32
    if view[: len(MAGIC)] != MAGIC or view[len(MAGIC) : begin] != _checksum([view[begin:]]):
        raise ValueError("it is damaged")
    length = int.from_bytes(view[begin : begin + 8], "little")
    told = orjson.loads(view[begin + 8 : begin + 8 + length])
    arrays = {
        name: np.frombuffer(view, dtype, int(np.prod(shape)), begin + 8 + length + place).reshape(shape)
        for name, dtype, shape, place in told.pop("arrays")
    }
    return _assembled(vocabulary, told, arrays)


def _checksum(parts: Iterable[bytes | memoryview]) -> bytes:
    found = hashlib.sha256()
    for part in parts:
        found.update(part)
    return found.digest()


# -- what a snapshot is made of --------------------------------------------------------------------------------------


def _arrays(snapshot: Snapshot) -> Iterator[tuple[str, np.ndarray]]:
    said = snapshot.said
    yield from (("tokens", said.tokens.buffer), ("start", said.tokens.start), ("things", snapshot.things.chosen))
    yield from ((f"value {name}", column) for name, column in zip(VALUE, said.values, strict=True))
    yield from ((f"claim {name}", column) for name, column in zip(CLAIM, said.claims, strict=True))
    yield from ((name, getattr(said, name)) for name in SAID)
    if snapshot.original is not said:
        yield from zip(ORIGINAL, _renamed(snapshot.original), strict=True)
    yield from zip(INVOLVED, snapshot.involved_columns, strict=True)
    for columns in (snapshot.thing_columns, snapshot.claim_columns, snapshot.edge_columns, snapshot.value_columns):
        given = ((field.name, getattr(columns, field.name)) for field in fields(columns))
        yield from ((f"{type(columns).__name__} {n}", array) for n, array in given if isinstance(array, np.ndarray))
    if isinstance(snapshot.value_columns.values, Values):
        yield "number", snapshot.value_columns.values.number


def _renamed(said: Said) -> tuple[Ints, Ints, Ints]:
    """The columns in which what was said differs from how it is read where several ids are one."""
    return said.claims[SUBJECT], said.values[VALUE_OF], said.values[TEXT]


def _original(said: Said, arrays: Arrays) -> Said:
    if ORIGINAL[0] not in arrays:
        return said
    subject, value, text = (arrays[name] for name in ORIGINAL)
    values = list(said.values)
    values[VALUE_OF], values[TEXT] = value, text
    return replace(said, claims=(subject, *said.claims[1:]), values=tuple(values))


def _described(snapshot: Snapshot) -> dict[str, Any]:
    """What is no array."""
    return {
        "revision": snapshot.revision,
        "datasets": [asdict(dataset) for dataset in snapshot.datasets.values()],
        "sources": [asdict(source) for source in snapshot.sources.values()],
        "revisions": [asdict(revision) for revision in snapshot.revisions],
        "identity": _told(snapshot.identity),
        "thing_kinds": snapshot.thing_columns.kinds,
        "value_kinds": snapshot.value_columns.kinds,
    }


def _assembled(vocabulary: Vocabulary, told: Mapping[str, Any], arrays: Arrays) -> Snapshot:
    said = Said(
        Tokens(arrays["tokens"], arrays["start"]),
        tuple(arrays[f"value {name}"] for name in VALUE),
        claims=tuple(arrays[f"claim {name}"] for name in CLAIM),
        **{name: arrays[name] for name in SAID},
    )
    things, links = Texts(said.tokens, arrays["things"]), links_of(vocabulary)
    link, relationship = arrays["EdgeColumns link"], arrays["EdgeColumns relationship"]
    ids, values = EdgeIds(things, links, relationship, link), Values(said, arrays["number"])
    return Snapshot(
        vocabulary=vocabulary,
        revision=told["revision"],
        datasets=MappingProxyType({data["id"]: Dataset(**data) for data in told["datasets"]}),
        sources=MappingProxyType({data["id"]: _source(data) for data in told["sources"]}),
        revisions=tuple(Revision(**data) for data in told["revisions"]),
        said=said,
        original=_original(said, arrays),
        identity=_identity(told["identity"]),
        things=things,
        thing_columns=_columns(ThingColumns, arrays, kinds=tuple(told["thing_kinds"])),
        involved_columns=(arrays[INVOLVED[0]], arrays[INVOLVED[1]]),
        claim_columns=_columns(ClaimColumns, arrays),
        edge_columns=_columns(EdgeColumns, arrays, ids=ids, links=links),
        value_columns=_columns(ValueColumns, arrays, kinds=tuple(told["value_kinds"]), values=values),
    )


def _told(identity: Identity) -> dict[str, Any]:
    pairs = {name: [asdict(pair) for pair in getattr(identity, name)] for name in ("pairs", "contradicted")}
    return {"kept": dict(identity.kept)} | {
        name: [pair | {"said_by": sorted(pair["said_by"])} for pair in told] for name, told in pairs.items()
    }


def _identity(told: Mapping[str, Any]) -> Identity:
    pairs, contradicted = (tuple(map(_pair, told[name])) for name in ("pairs", "contradicted"))
    return Identity(told["kept"], pairs, contradicted)


def _pair(data: dict[str, Any]) -> Pair:
    return Pair(**data | {"ground": Ground(data["ground"]), "said_by": frozenset(data["said_by"])})


def _columns(kind: type[Columns], arrays: Arrays, **given: Any) -> Columns:  # noqa: ANN401 - what is no array
    names = [field.name for field in fields(kind) if field.name not in given]
    told: dict[str, Any] = {name: arrays[f"{kind.__name__} {name}"] for name in names}
    return kind(**told, **given)


def _source(data: dict[str, Any]) -> Source:
    given = {"reliability": Reliability(data["reliability"]), "derived_from": tuple(data["derived_from"])}
    return Source(**data | given)


__all__ = ["pack", "unpack"]
