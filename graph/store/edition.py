"""Which edition of a dataset the store holds, so that one that has not changed need not be read to see that.

An edition is a digest of all that a dataset comes from. It is noted after a load, with the revision the store had then,
and holds good as long as no later revision changes that dataset and no load of it was cut off.
"""

from __future__ import annotations

from graph.store.bolt import Bolt, step
from graph.store.lease import Lease
from graph.store.load import LoadResult

NOTE = """
MERGE (e:Edition {dataset: $dataset}) SET e.digest = $digest, e.revision = $revision, e.claims = $claims
"""

HELD = """
MATCH (e:Edition {digest: $digest}) MATCH (s:Store {name: 'store'})
WHERE coalesce(s.opened_dataset, '') <> e.dataset
  AND NOT EXISTS { MATCH (v:Revision {dataset: e.dataset}) WHERE v.number > e.revision }
RETURN e.claims AS claims, s.revision AS revision
"""


async def note_edition(lease: Lease, dataset: str, digest: str, result: LoadResult) -> None:
    """Say that what was just loaded is this edition."""
    claims = result.added + result.unchanged
    await lease.write(step(NOTE, dataset=dataset, digest=digest, revision=result.revision, claims=claims))


async def find_edition(bolt: Bolt, digest: str) -> LoadResult | None:
    """What loading this edition would come to, if the store holds it: no change. None if it does not."""
    rows = await bolt.read(HELD, digest=digest)
    return LoadResult(0, 0, rows[0]["claims"], rows[0]["revision"]) if rows else None
