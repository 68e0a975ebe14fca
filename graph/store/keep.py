"""What stays of a dataset although a load does not say it again: that on which the release is silent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.loadset import LoadSet
from graph.store.bolt import Bolt
from graph.store.load import batches, head, states
from graph.store.read import until
from graph.store.records import CLAIM, SOURCE, claim_in, source_in

BODIES = "MATCH (r:Record) WHERE r.id IN $ids RETURN r.id AS id, r.body AS body"
BATCH = 5_000


async def kept(bolt: Bolt, loadset: LoadSet, wanted: Iterable[str]) -> Mapping[str, None]:
    """The ids of records that stand, are not wanted, and stay; with the claims their sources.

    What a load that was cut off has written counts for nothing, so that the same load, started again, wants the same.
    """
    if loadset.keeps is None:
        return {}
    standing = await _standing(bolt, loadset.dataset.id) - set(wanted)
    claims = await _bodies(bolt, (name for name in standing if name.startswith(CLAIM[0])))
    unsaid = {name: claim_in(body) for name, body in claims.items()}
    names = loadset.keeps([unsaid[name] for name in sorted(unsaid)]) & unsaid.keys()
    cited = {unsaid[name].source for name in names} - {source.id for source in loadset.sources}
    sources = await _bodies(bolt, (name for name in standing if name.startswith(SOURCE[0]))) if cited else {}
    return dict.fromkeys([*names, *(name for name, body in sources.items() if source_in(body).id in cited)])


async def _standing(bolt: Bolt, dataset: str) -> set[str]:
    """The ids of a dataset's records at the latest revision."""
    latest = int((await head(bolt)).get("revision", 0))
    return {name for name, at in (await states(bolt, dataset)).items() if len(until(at, latest)) % 2}


async def _bodies(bolt: Bolt, names: Iterable[str]) -> Mapping[str, str]:
    """What records say, by their ids."""
    return {
        row["id"]: row["body"]
        for ids in batches(sorted(names), BATCH)
        for row in await bolt.read(BODIES, ids=list(ids))
    }


__all__ = ["kept"]
