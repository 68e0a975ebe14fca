"""Small invented worlds of claims, over the real ontology: one made by hand, and random ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from graph.claim import Claim, Status, Value
from graph.snapshot import Snapshot
from graph.source import Dataset, Reliability, Revision, Source
from ontology.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
PRESS = Dataset("press", "Press", "Editors", "CC-BY-4.0", "Northland and Southland, 2018 to 2025.")
REGISTER = Dataset("register", "Register", "An institute", "Closed", "Deliveries, 2000 to 2024.", redistribute=False)
SOURCES = (
    Source(
        "gazette", "press", "Northland Gazette", "Gazette", "2021-05-03", "https://example.org/g", None, Reliability.A
    ),
    Source("herald", "press", "Southland Herald", "Herald", "2022", "https://example.org/h", None, Reliability.B),
    Source("echo", "press", "Echo of the Herald", reliability=Reliability.C, derived_from=("herald",)),
    Source("rumour", "press", "Heard it said", reliability=Reliability.E),
    Source("yearbook", "register", "Yearbook 2024", "Institute", "2024", reliability=Reliability.A),
)
REVISIONS = (
    Revision(1, "press", "2023-03-01T10:00:00Z", "First", 1, 0, "x"),
    Revision(2, "register", "2024-06-30T10:00:00Z", "Second", 1, 0, "y"),
    Revision(3, "press", "2025-01-15T10:00:00Z", "Third", 1, 1, "z"),
)


def claim(subject: str, kind: str, source: str = "gazette", /, **said: Any) -> Claim:
    """A claim; `valid`, `status`, `credibility`, `quote` are the claim's own, all else are values (a list: several)."""
    own = {name: said.pop(name) for name in ("valid", "status", "credibility", "quote") if name in said}
    values = [
        v
        for name, given in said.items()
        for v in (given if isinstance(given, list) else [given])
        for v in [_value(name, v)]
    ]
    return Claim(subject, kind, source, tuple(values), **{"credibility": 1, **own})


def _value(name: str, given: Any) -> Value:
    return given if isinstance(given, Value) else Value(name, given)


def denial(subject: str, kind: str, source: str = "rumour", /, **said: Any) -> Claim:
    return claim(subject, kind, source, status=Status.DENIED, **said)


def thing(name: str, kind: str, **said: Any) -> Claim:
    """A claim that gives an entity an English name: its id with a capital."""
    return claim(name, kind, name=Value("name", name.replace("-", " ").capitalize(), lang="en"), **said)


def world(*claims: Claim, later: Iterable[Claim] = (), gone: Iterable[Claim] = ()) -> Snapshot:
    """Revision 3: `claims` stand since revision 1, `later` since 3; `gone` were recorded by 1 and retracted by 3."""
    rows = [(c, 1, None) for c in claims] + [(c, 3, None) for c in later] + [(c, 1, 3) for c in gone]
    return Snapshot.build(VOCABULARY, 3, (PRESS, REGISTER), SOURCES, rows, REVISIONS)


THINGS = (
    thing("northland", "State"),
    thing("southland", "State"),
    thing("westland", "State"),
    thing("anvil", "Firm"),
    thing("hammer", "Firm"),
    thing("forge", "Facility"),
    thing("peace", "Accord"),
    thing("kite", "System"),
    thing("hermit", "State"),
)
"""Northland hosts the forge that Hammer runs, which Anvil owns, which belongs to Southland; then a deal, an accord."""

FORGE_PLACE = claim("forge-place", "Location", located="forge", place="northland", valid="2024/..")
FORGE_RUN = claim("forge-run", "FacilityOperation", operator="hammer", facility="forge", valid="2024/..")
STAKE = claim(
    "anvil-hammer", "Ownership", owner="anvil", asset="hammer", share=50, ownershipKind="subsidiary", valid="2020/.."
)
DEAL = claim(
    "deal", "Transfer", "herald", supplier="anvil", recipient="northland", system="kite", value=500, valid="2022"
)
DEAL_AGAIN = claim(
    "deal", "Transfer", "yearbook", supplier="anvil", recipient="northland", system="kite", value=585, valid="2022"
)
STATE_OWNED = claim("southland-anvil", "Ownership", owner="southland", asset="anvil", valid="1990/..")
PEACE_NORTH = claim(
    "peace-north", "AccordParty", party="northland", accord="peace", partyRole="signatory", valid="2020-12-22/.."
)
PEACE_SOUTH = claim(
    "peace-south", "AccordParty", party="southland", accord="peace", partyRole="signatory", valid="2020-12-22/.."
)
HUB_NORTH = claim("talks-north", "Cooperation", actor="westland", counterpart="northland", valid="2000/..")
HUB_ANVIL = claim(
    "westland-anvil", "Ownership", "rumour", credibility=4, owner="westland", asset="anvil", valid="2010/.."
)

FORGE_WORLD = (
    *THINGS,
    FORGE_PLACE,
    FORGE_RUN,
    STAKE,
    DEAL,
    DEAL_AGAIN,
    STATE_OWNED,
    PEACE_NORTH,
    PEACE_SOUTH,
    HUB_NORTH,
    HUB_ANVIL,
)


def forge_world(*more: Claim, without: Iterable[Claim] = ()) -> Snapshot:
    """The world made by hand, with more claims or fewer."""
    left_out = set(without)
    return world(*(c for c in FORGE_WORLD if c not in left_out), *more)


FIRMS, STATES, SYSTEMS = ("f0", "f1", "f2"), ("s0", "s1", "s2"), ("y0", "y1")
_YEARS = st.sampled_from(
    [None, "2019", "2020", "2019/2020", "2020/..", "../2020", "2021-05", "2020~/2022?", "2018/", "/2021"]
)


@st.composite
def _claims(draw: st.DrawFn) -> Claim:
    actors, number = st.sampled_from(FIRMS + STATES), draw(st.integers(0, 5))
    kind, said = draw(
        st.one_of(
            st.tuples(st.just("Ownership"), st.fixed_dictionaries({"owner": actors, "asset": st.sampled_from(FIRMS)})),
            st.tuples(st.just("Cooperation"), st.fixed_dictionaries({"actor": actors, "counterpart": actors})),
            st.tuples(
                st.just("Transfer"),
                st.fixed_dictionaries(
                    {"recipient": actors},
                    optional={"supplier": actors, "system": st.sampled_from(SYSTEMS), "value": st.integers(1, 3)},
                ),
            ),
            st.tuples(st.just("Indicator"), st.fixed_dictionaries({"subject": actors, "counterpart": actors})),
        )
    )
    return claim(
        f"{kind.lower()}{number}",
        kind,
        draw(st.sampled_from([s.id for s in SOURCES])),
        valid=draw(_YEARS),
        status=draw(st.sampled_from([Status.ASSERTED, Status.ASSERTED, Status.ASSERTED, Status.DENIED])),
        credibility=draw(st.integers(1, 6)),
        **said,
    )


_ENTITIES = tuple(thing(n, k) for ns, k in ((FIRMS, "Firm"), (STATES, "State"), (SYSTEMS, "System")) for n in ns)


class Drawn(Snapshot):
    """A snapshot that is shown in a line when an example fails; its claims are in `rows`."""

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        printer.text(repr([c.as_dict() for c in self.rows if c.type in VOCABULARY.relationships]))


@st.composite
def worlds(draw: st.DrawFn) -> Snapshot:
    """Random worlds of eight entities and up to thirty claims on their relationships, over three revisions."""
    claims = draw(st.lists(_claims(), max_size=30, unique_by=lambda c: c.id))
    rows = []
    for one in claims:
        recorded = draw(st.sampled_from([1, 1, 2, 3]))
        retracted = draw(st.sampled_from([None, None, None, 3])) if recorded < 3 else None
        rows.append((one, recorded, retracted))
    return Drawn.build(
        VOCABULARY, 3, (PRESS, REGISTER), SOURCES, [*((e, 1, None) for e in _ENTITIES), *rows], REVISIONS
    )
