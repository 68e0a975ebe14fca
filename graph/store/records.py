"""What is kept of a load: one immutable record for each claim, source and dataset description, named by its content.

A record is what somebody said, as canonical JSON. It never changes; it comes and goes: `revisions` lists the
revisions at which it was recorded (1st, 3rd ... place) and retracted (2nd, 4th ...). So it stands while that list is
of odd length, and what stood at an earlier revision can be told for ever.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import orjson

from graph.claim import Claim, Scalar, Value
from graph.errors import Refused
from graph.loadset import LoadSet
from graph.source import Dataset, Reliability, Source

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

CLAIM, SOURCE, DATASET = "claim", "source", "dataset"
LONGEST_ID = 500
"""Bytes of the longest id: an index of Neo4j cannot hold a key of more than about 8 kB."""
SHORT = LONGEST_ID // 4
"""Characters of an id that is not too long in whatever script."""
LONGEST_TEXT = 65_536
"""Bytes of the longest text in a claim, source or dataset."""
LARGEST = 2**63
"""Where the integers end that Neo4j can hold."""
SAID = ("subject", "type", "source", "valid", "quote", "locator", "note")
"""What a claim says beside its values."""


@dataclass(frozen=True, slots=True)
class Record:
    """A claim, source or dataset as it is kept: `kind` says which, `subject` what it is about, `body` what it says."""

    id: str
    kind: str
    dataset: str
    subject: str
    body: str
    type: str | None = None
    source: str | None = None


def records_of(loadset: LoadSet, vocabulary: Vocabulary) -> Iterator[Record]:
    """What a load would record, one by one; what is said twice comes twice.

    Raises:
        Refused: the set contradicts itself, uses a class the ontology does not have, or holds what cannot be stored.
    """
    dataset = loadset.dataset
    _check_storable(f"dataset {dataset.id!r}", asdict(dataset), dataset.id)
    sources = _by_id(loadset)
    yield _described(DATASET, dataset.id, dataset.id, dataset)
    yield from (_described(SOURCE, dataset.id, source.id, source) for source in loadset.sources)
    claim = None
    for claim in loadset.claims:
        if claim.source not in sources:
            raise Refused(
                f"Claims name the source {claim.source!r}, which the dataset does not describe.", hint="Describe it."
            )
        yield _claimed(dataset.id, claim, vocabulary)
    if claim is None:
        raise Refused(
            f"The dataset {dataset.id!r} has no claims; loading it would retract all it said before.",
            hint="If that is meant, restore the dataset to an earlier revision.",
        )


def digest_of(records: Iterable[str]) -> str:
    """A name for a set of records: SHA-256 over their sorted ids.

    >>> digest_of(["b", "a"]) == digest_of(["a", "b"])
    True
    """
    return hashlib.sha256("\n".join(sorted(records)).encode()).hexdigest()


def claim_in(body: str, name: str | None = None) -> Claim:
    """The claim that a record holds, by the record's name if that is known."""
    claim = Claim.from_dict(orjson.loads(body))
    if name is not None:
        vars(claim)["id"] = name
    return claim


def source_in(body: str) -> Source:
    """The source that a record holds.

    >>> source = Source("trt", "curated", "A deal", reliability=Reliability.C, derived_from=("afp",))
    >>> source_in(_json(source)) == source
    True
    """
    data = orjson.loads(body)
    data |= {"reliability": Reliability(data["reliability"]), "derived_from": tuple(data.get("derived_from", ()))}
    return Source(**data)


def dataset_in(body: str) -> Dataset:
    """The dataset that a record holds."""
    return Dataset(**orjson.loads(body))


def _claimed(dataset: str, claim: Claim, vocabulary: Vocabulary) -> Record:
    try:
        body = claim.to_json()
    except TypeError:  # what JSON cannot say is refused by name
        body = b""
    if not _is_plain(claim, body):
        _check_claim(claim)
    if claim.type not in vocabulary.entities and claim.type not in vocabulary.relationships:
        raise Refused(f"The {_where(claim)} is of the class {claim.type!r}, which the ontology does not have.")
    return Record(claim.id, CLAIM, dataset, claim.subject, body.decode(), claim.type, claim.source)


def _described(kind: str, dataset: str, subject: str, described: Source | Dataset) -> Record:
    body = _json(described)
    name = kind[0] + hashlib.sha256(body.encode()).hexdigest()[:32]
    return Record(name, kind, dataset, subject, body)


def _json(described: Source | Dataset) -> str:
    said = {k: v for k, v in asdict(described).items() if v is not None and v != ()}
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode()


# -- what is refused before the first write ---------------------------------------------------------------------------


def _by_id(loadset: LoadSet) -> Mapping[str, Source]:
    sources: dict[str, Source] = {}
    for source in loadset.sources:
        _check_storable(f"source {source.id!r}", asdict(source), source.id)
        if sources.setdefault(source.id, source) != source:
            raise Refused(f"The source {source.id!r} is described twice, differently.", hint="Keep one of them.")
        if source.dataset != loadset.dataset.id:
            raise Refused(
                f"The source {source.id!r} belongs to the dataset {source.dataset!r}, not to {loadset.dataset.id!r}.",
                hint="Load each dataset with its own sources.",
            )
    return sources


def _is_plain(claim: Claim, body: bytes) -> bool:
    """Whether a claim can be seen at a glance to be storable, as nearly all are; `body` is what it says as JSON."""
    return (
        0 < len(body) <= LONGEST_TEXT
        and rb"\u0000" not in body
        and 0 < len(claim.subject.encode()) <= LONGEST_ID
        and all(0 < len(v.property) <= SHORT and _is_fine(v.value) and _is_fine(v.upper) for v in claim.values)
    )


def _is_fine(value: Scalar | None) -> bool:
    return value is None or isinstance(value, str) or _problem(value) is None


def _check_claim(claim: Claim) -> None:
    where = _where(claim)
    _check_storable(where, {name: getattr(claim, name) for name in SAID}, claim.subject)
    for value in claim.values:
        _check_storable(where, {value.property: value.value, "upper": value.upper} | _words(value), value.property)


def _where(claim: Claim) -> str:
    return f"claim of {claim.source!r} about {claim.subject!r}"


def _words(value: Value) -> dict[str, str | None]:
    return {"unit": value.unit, "lang": value.lang, "text": value.text}


def _check_storable(where: str, data: Mapping[str, Any], name: str) -> None:
    if not name or len(name.encode(errors="replace")) > LONGEST_ID:
        raise Refused(f"The {where} has an id that is empty or longer than {LONGEST_ID} bytes.")
    for field, value in data.items():
        for each in value if isinstance(value, tuple) else (value,):
            if problem := _problem(each):
                raise Refused(f"The {where} cannot be stored: {field} {problem}.", field=field)


def _problem(value: object) -> str | None:
    if isinstance(value, str):
        return _text_problem(value)
    if isinstance(value, float) and not math.isfinite(value):
        return f"is {value}, which is no number"
    if isinstance(value, int) and not -LARGEST <= value < LARGEST:
        return "is an integer of more than 64 bits"
    return None


def _text_problem(text: str) -> str | None:
    if "\0" in text:
        return "holds a NUL character"
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        return "holds half of a surrogate pair, which is no character"
    return f"is text of {size} bytes; {LONGEST_TEXT} are allowed" if size > LONGEST_TEXT else None
