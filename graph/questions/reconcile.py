"""Which entity does a row of somebody's table mean? Candidates by name, class and identifiers, each with its score.

A candidate matches outright only if nothing else could be meant: it alone has the identifier that is given, or its name
is the one given to the letter (as a search compares letters) and no other entity's is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from graph.claim import Status
from graph.folding import fold
from graph.live import live
from graph.naming import is_identifier
from graph.questions.names import names_of, search_names

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from graph.view import View

CERTAIN = 100.0
"""The score of a candidate that has the name or the identifier itself."""
DEFAULT_LIMIT = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: a name, classes it may be of (none: any), and values of identifying properties."""

    name: str
    types: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    limit: int = DEFAULT_LIMIT


def find_candidates(snapshot: Snapshot, view: View, wanted: Wanted) -> list[dict[str, Any]]:
    """The entities that may be meant, the likeliest first.

    Returns: a list of {"id", "name", "description", "type": [{"id", "name"}], "score" (0 to 100), "match"}.
    """
    narrowed = replace(view, types=wanted.types or view.types)
    known = identifiers_of(snapshot, view)
    scores = {hit.id: round(hit.score * 100, 2) for hit in search_names(snapshot, narrowed, wanted.name, 100)}
    named = {name: score for name, score in scores.items() if not contradicts(known[name], wanted.identifiers)}
    identified = [name for name, have in known.items() if shares(have, wanted.identifiers)]
    found = named | dict.fromkeys(identified, CERTAIN)
    certain = identified or [name for name, score in named.items() if score == CERTAIN]
    ranked = sorted(found, key=lambda name: (-found[name], name))[: wanted.limit]
    return [describe(snapshot, name) | {"score": found[name], "match": [name] == certain} for name in ranked]


def identifiers_of(snapshot: Snapshot, view: View) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """The identifiers that each entity has in a view, folded, by property."""
    properties = {name for name, term in snapshot.vocabulary.properties.items() if is_identifier(term)}
    alive = live(snapshot, view).claims
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for entity in snapshot.entities.values():
        for row in entity.rows:
            claim = snapshot.rows[row]
            if alive[row] and claim.status is Status.ASSERTED:
                for value in claim.values:
                    if value.property in properties and value.value is not None:
                        found[entity.id][value.property].add(fold(str(value.value)))
    return defaultdict(dict, {name: {p: frozenset(v) for p, v in have.items()} for name, have in found.items()})


def shares(have: Mapping[str, frozenset[str]], given: Iterable[tuple[str, str]]) -> bool:
    """Whether an entity has one of the identifiers that are given.

    >>> shares({"lei": frozenset({"5299"})}, [("lei", "5299")]), shares({}, [("lei", "5299")])
    (True, False)
    """
    return any(fold(text) in have.get(name, ()) for name, text in given)


def contradicts(have: Mapping[str, frozenset[str]], given: Iterable[tuple[str, str]]) -> bool:
    """Whether an entity has another value of an identifier that is given, and so is another thing."""
    return any(name in have and fold(text) not in have[name] for name, text in given)


def describe(snapshot: Snapshot, name: str) -> dict[str, Any]:
    """An entity in short: its name and its class."""
    entity = snapshot.entities[name]
    kind = snapshot.vocabulary.entities[entity.type]
    return {
        "id": entity.id,
        "name": entity.name,
        "description": kind.label,
        "type": [{"id": kind.name, "name": kind.label}],
    }


def suggest(snapshot: Snapshot, view: View, beginning: str, limit: int = 10, *, skip: int = 0) -> list[dict[str, Any]]:
    """The entities that somebody may be typing the name of: the one that has it for its id, those with a name or a word
    that begins so, the shortest name first, and then those whose names come near."""
    own = (name for name in (snapshot.identity.kept.get(beginning, beginning),) if name in snapshot.entities)
    near = (hit.id for hit in search_names(snapshot, view, beginning, skip + limit))
    chosen = list(dict.fromkeys((*own, *_begun(snapshot, view, fold(beginning)), *near)))[skip : skip + limit]
    described = (describe(snapshot, name) for name in chosen)
    return [
        {"id": d["id"], "name": d["name"], "description": d["description"], "notable": d["type"]} for d in described
    ]


def _begun(snapshot: Snapshot, view: View, typed: str) -> list[str]:
    """The entities that have a name with a word that begins so, the name's first word before others."""
    alive = live(snapshot, view).claims
    fits = (n for n in names_of(snapshot) if typed and f" {typed}" in f" {n.folded}")
    begun = ((not n.folded.startswith(typed), len(n.folded), n.entity) for n in fits if n.row is None or alive[n.row])
    return [entity for _, _, entity in sorted(begun)]


def suggest_terms(terms: Iterable[Any], beginning: str) -> list[dict[str, str]]:
    """The terms of the ontology whose names or labels begin so, or hold it.

    >>> from ontology.vocabulary import load_vocabulary
    >>> [term["id"] for term in suggest_terms(load_vocabulary().entities.values(), "fir")]
    ['Firm']
    """
    asked = beginning.casefold()
    found = [term for term in terms if asked in term.name.casefold() or asked in term.label.casefold()]
    found.sort(key=lambda term: (not term.name.casefold().startswith(asked), term.name))
    return [{"id": term.name, "name": term.label, "description": term.definition} for term in found]


def find_all(snapshot: Snapshot, view: View, asked: Mapping[str, Wanted]) -> dict[str, Any]:
    """The candidates for each of several rows, by the names that the caller gave them."""
    return {name: {"result": find_candidates(snapshot, view, wanted)} for name, wanted in asked.items()}


__all__: Sequence[str] = ["DEFAULT_LIMIT", "Wanted", "find_all", "find_candidates", "suggest", "suggest_terms"]
