"""Finding an entity by any of its names, in any script, in spite of typing errors.

Neo4j's full-text index finds candidates: words that are equal, that begin like the last one, or that differ by a
letter or two. They are then ranked by how near the nearest of their names comes to the question (rapidfuzz), since
the index's own score prefers entities with few names. Names and question are folded alike, so that neither case,
accents, vowel points nor the several spellings of an Arabic letter keep them apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from graph.checks import one_of, within
from graph.folding import fold
from graph.store.bolt import Bolt

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

LONGEST_QUERY = 200
"""Characters of a question that are looked at."""
MOST_WORDS = 12
MOST_HITS = 100
CANDIDATES = 10
"""How many candidates the index gives for each hit that is wanted."""
LIKE = 60.0
"""Of 100: how near a name must come to count as found."""

# The index follows the store at a distance: it may still hold a node that is gone, whose place another has taken, and
# one that has changed twice.
FIND = """
CALL db.index.fulltext.queryNodes('entity_names', $lucene) YIELD node, score
WHERE node:Entity AND ($type IS NULL OR $type IN labels(node))
WITH node, max(score) AS score
RETURN node.id AS id, node.name AS name, node.type AS type, node.names AS names, score
ORDER BY score DESC, id LIMIT $limit
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that was found: its class, how near (0 to 1) the question came to it, and by which of its names."""

    id: str
    name: str
    type: str
    score: float
    matched: str


async def search(
    bolt: Bolt,
    vocabulary: Vocabulary,
    query: str,
    *,
    type: str | None = None,  # noqa: A002 - the word users know
    limit: int = 20,
) -> tuple[Hit, ...]:
    """The entities whose names come nearest to a question, the nearest first; `type` is a class, with those below it.

    Raises:
        BadQuestion: there is no such class, or more hits are wanted than can be had.
    """
    within("limit", limit, 1, MOST_HITS)
    if type is not None:
        one_of("type", type, vocabulary.entities)
    asked = query[:LONGEST_QUERY]
    if not (lucene := lucene_query(asked)):
        return ()
    rows = await bolt.read(FIND, lucene=lucene, type=type, limit=max(limit * CANDIDATES, 100))
    found = [(hit, row["score"]) for row in rows if (hit := _hit(fold(asked), row))]
    found.sort(key=lambda pair: (-pair[0].score, -pair[1], pair[0].id))
    return tuple(hit for hit, _ in found[:limit])


def lucene_query(text: str) -> str:
    """A question in the index's own language: each word as it is, or nearly; the last one also as a beginning.

    Only letters and digits of the text get into it, so there is nothing in it that the index could take for an order.

    >>> lucene_query("barak mx")
    '(barak^4 OR barak~1) OR (mx^4 OR mx*)'
    >>> lucene_query("?!")
    ''
    """
    words = fold(text).split()[:MOST_WORDS]
    return " OR ".join(_word_query(word, last=i == len(words) - 1) for i, word in enumerate(words))


def _word_query(word: str, *, last: bool) -> str:
    edits = 0 if len(word) < 3 else 1 if len(word) < 6 else 2  # noqa: PLR2004 - as Lucene's users have it (AUTO:3,6)
    forms = [f"{word}^4", *([f"{word}~{edits}"] if edits else []), *([f"{word}*"] if last else [])]
    return f"({' OR '.join(forms)})"


def _hit(asked: str, row: dict[str, object]) -> Hit | None:
    names = row["names"]
    assert isinstance(names, list)
    best = process.extractOne(asked, [fold(name) for name in names], scorer=fuzz.WRatio, score_cutoff=LIKE)
    if best is None:
        return None
    return Hit(str(row["id"]), str(row["name"]), str(row["type"]), round(best[1] / 100, 4), names[best[2]])
