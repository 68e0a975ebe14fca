"""What stays of a dataset although a load does not say it again: that on which the release is silent."""

from __future__ import annotations

from collections.abc import Sequence

from graph.claim import Claim
from graph.loadset import LoadSet
from graph.store.bolt import Bolt
from graph.store.load import head, look_up
from graph.store.plan import Plan
from graph.store.records import CLAIM, SOURCE, claim_in, source_in

BODIES = "MATCH (r:Record) WHERE r.id IN $ids RETURN r.id AS id, r.body AS body"
BATCH = 5_000


async def keep(bolt: Bolt, loadset: LoadSet, plan: Plan) -> None:
    """Have a plan want, too, what stands and stays; with the claims their sources.

    What a load that was cut off has written counts for nothing, so that the same load, started again, wants the same.
    """
    if loadset.keeps is None:
        return
    await look_up(bolt, loadset.dataset.id, plan, int((await head(bolt)).get("revision", 0)))
    unsaid = await read_unsaid(bolt, plan)
    names = loadset.keeps(unsaid) & {claim.id for claim in unsaid}
    cited = {claim.source for claim in unsaid if claim.id in names} - {source.id for source in loadset.sources}
    plan.want_again(names)
    for ids in list(plan.unsaid(SOURCE, BATCH)) if cited else ():
        bodies = await bolt.read(BODIES, ids=ids)
        plan.want_again([row["id"] for row in bodies if source_in(row["body"]).id in cited])


async def read_unsaid(bolt: Bolt, plan: Plan) -> Sequence[Claim]:
    """The claims that stand and are not among those that a plan wants, by their ids."""
    rows = [row for ids in list(plan.unsaid(CLAIM, BATCH)) for row in await bolt.read(BODIES, ids=ids)]
    return [claim_in(row["body"]) for row in sorted(rows, key=lambda row: str(row["id"]))]


__all__ = ["keep", "read_unsaid"]
