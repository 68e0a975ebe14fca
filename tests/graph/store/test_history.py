"""Any sequence of loads, compared with a plain account of what was loaded when."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from graph.claim import Claim, Status, Value
from graph.loadset import LoadSet
from graph.source import Dataset, Reliability, Source
from graph.store import Store

DATASETS = ("one", "two")


def pool(dataset: str) -> tuple[Claim, ...]:
    """Claims that meet: rival names and classes, and relationships that both datasets speak of."""
    a, b = f"{dataset}-a", f"{dataset}-b"

    def deal(source: str, supplier: str, value: int, **said: Any) -> Claim:
        roles = Value("supplier", supplier), Value("recipient", "morocco"), Value("system", "barak")
        return Claim("deal", "Transfer", source, (*roles, Value("value", value, unit="USD")), **said)

    return (
        Claim("morocco", "State", a, (Value("name", f"Morocco of {dataset}", lang="en"),), credibility=2),
        Claim("morocco", "State", b, (Value("name", "Maroc", lang="fr"), Value("alias", dataset))),
        Claim("iai", "Firm", a, (Value("name", f"IAI of {dataset}"),)),
        Claim("iai", "Organisation", b, (Value("abbreviation", "IAI"),), credibility=1),
        deal(a, "iai", 500, valid="2022"),
        deal(b, "iai", 585),
        deal(b, "elbit", 500, valid="2023", status=Status.DENIED),
        Claim("stake", "Ownership", a, (Value("owner", "iai"), Value("asset", "elbit"), Value("share", 50))),
        Claim("stake", "Ownership", b, (Value("owner", "iai"), Value("asset", "morocco")), valid="2020/2021"),
    )


Load = tuple[str, frozenset[int], str, bool]
loads = st.tuples(
    st.sampled_from(DATASETS),
    st.frozensets(st.integers(0, 8), min_size=1),
    st.sampled_from(["A", "D"]),
    st.booleans(),
)


def to_load(dataset: str, chosen: frozenset[int], grade: str, derived: bool) -> LoadSet:
    """A set of some claims of the pool, with the sources described one way or another."""
    a, b = f"{dataset}-a", f"{dataset}-b"
    sources = (
        Source(a, dataset, a, reliability=Reliability(grade)),
        Source(b, dataset, b, reliability=Reliability.C, derived_from=(a,) if derived else ()),
    )
    claims = pool(dataset)
    return LoadSet(Dataset(dataset, dataset, "p", "CC0", "all"), sources, tuple(claims[i] for i in sorted(chosen)))


class Account:
    """What was loaded when, kept as simply as can be: one whole state of things for each revision."""

    def __init__(self) -> None:
        self.states: list[dict[str, LoadSet]] = [{}]

    def load(self, loadset: LoadSet) -> None:
        now = self.states[-1]
        if now.get(loadset.dataset.id) != loadset:
            self.states.append(now | {loadset.dataset.id: loadset})

    def undo(self) -> None:
        before, last = self.states[-2:]
        (dataset,) = (name for name in DATASETS if before.get(name) != last.get(name))
        kept = {name: loadset for name, loadset in last.items() if name != dataset}
        self.states.append(kept | ({dataset: before[dataset]} if dataset in before else {}))

    def claims_at(self, revision: int) -> set[tuple[str, int, int | None]]:
        """The claims known at a revision, each with the times between which it stood."""
        known: set[tuple[str, int, int | None]] = set()
        held = [{c.id for loadset in state.values() for c in loadset.claims} for state in self.states[: revision + 1]]
        for name in set().union(*held):
            start: int | None = None
            for number, names in enumerate(held):
                if name in names and start is None:
                    start = number
                elif name not in names and start is not None:
                    known.add((name, start, number))
                    start = None
            if start is not None:
                known.add((name, start, None))
        return known

    def sources_at(self, revision: int) -> dict[str, Source]:
        """The sources known at a revision, as they were described last."""
        described: dict[str, Source] = {}
        for state in self.states[: revision + 1]:
            described |= {source.id: source for loadset in state.values() for source in loadset.sources}
        return described


# Without shrinking: each try takes seconds, and a sequence of five loads can be read as it is.
@settings(
    max_examples=10,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.one_of(loads, st.just("undo")), min_size=2, max_size=5))
async def test_any_sequence_of_loads_reads_back_as_it_was(
    store: Store, query: Callable[..., Any], picture: Callable[[], Any], steps: list[Load | str]
):
    empty(query)
    account = Account()
    for step in steps:
        if isinstance(step, tuple):
            loadset = to_load(*step)
            account.load(loadset)
            await store.load(loadset, batch=3)
        elif len(account.states) > 1:
            account.undo()
            await store.undo()
    assert await store.revision() == len(account.states) - 1
    for revision in range(len(account.states)):
        stored = await store.read(revision)
        assert {(claim.id, *times) for claim, *times in stored.claims} == account.claims_at(revision)
        assert {source.id: source for source in stored.sources} == account.sources_at(revision)
    assert {dataset.id for dataset in await store.datasets()} == set(account.states[-1])
    shown = picture()
    show_nothing(query)
    await store.prepare()
    assert picture() == shown, "what was shown step by step is not what is shown anew"


async def test_what_is_shown_is_right_although_showing_another_revision_was_cut_off(
    store: Store, sets: Any, query: Callable[..., Any], picture: Callable[[], Any]
):
    def cut_off(stage: str, done: int, total: int) -> None:
        if stage == "materialise" and done and done == total:
            raise RuntimeError("cut off")

    (deal,) = (claim for claim in sets.register(value=1).claims if claim.subject == "barak-deal")
    elsewhere = tuple(replace(value, value="iai") if value.value == "morocco" else value for value in deal.values)
    others = tuple(claim for claim in sets.register().claims if claim.subject != "barak-deal")
    await store.load(sets.register())
    with pytest.raises(RuntimeError):
        changed = replace(sets.register(), claims=(*others, replace(deal, values=elsewhere)))
        await store.load(changed, progress=cut_off)
    await store.load(sets.register(value=3))
    shown = picture()
    assert query("MATCH (r:Transfer)-[:RECIPIENT]->(e:Entity) RETURN e.id AS id") == [{"id": "morocco"}]
    show_nothing(query)
    await store.prepare()
    assert picture() == shown


def show_nothing(query: Callable[..., Any]) -> None:
    """Nothing of what is shown in Cypher, only the records it comes from."""
    query("MATCH (n) WHERE n:Entity OR n:Relationship OR n:Source OR n:Dataset DETACH DELETE n")
    query("""
        MATCH (r:Record) REMOVE r:Claim:RetractedClaim
        SET r = r {.id, .kind, .dataset, .subject, .type, .source, .body, .revisions, .changed}
    """)
    query("MATCH (s:Store) SET s.materialised = 0")


def empty(query: Callable[..., Any]) -> None:
    """Nothing loaded, the ontology still there."""
    query("MATCH (n) WHERE n:Record OR n:Entity OR n:Relationship OR n:Source OR n:Dataset DETACH DELETE n")
    query("MATCH (v:Revision) DELETE v")
    query("MATCH (s:Store) SET s.revision = 0, s.materialised = 0")
