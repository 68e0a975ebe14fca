"""How are these linked? Routes between entities, each hop with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from graph.checks import one_of, unknown_entity, unknown_name, within
from graph.errors import BadQuestion
from graph.network import Network, build
from graph.questions.ends import members
from graph.questions.explain import explain
from graph.questions.hops import SHOWN, claims_of, path_record
from graph.questions.journeys import Wanted
from graph.questions.paging import read_cursor, write_cursor
from graph.questions.receipt import Algorithm, Answer, Question, limit_reached, seal, version_of
from graph.questions.routes import EXAMINED
from graph.questions.search import MODES, PATIENCE, Found
from graph.questions.seek import ORDERS, seek, steps_of
from graph.questions.variants import variants_of
from ontology.errors import OntologyError
from ontology.patterns import load_patterns, make_pattern

if TYPE_CHECKING:
    from graph.questions.routes import Route
    from graph.snapshot import Snapshot
    from ontology.patterns import Pattern

MAX_K = 100
DEFAULT_K = 20
MAX_HOPS = 6
MAX_PAGED = 1_000
"""How many routes can be turned over, page by page."""

Record = dict[str, Any]


def find_paths(
    network: Network,
    sources: Sequence[str],
    targets: Sequence[str],
    *,
    k: int = DEFAULT_K,
    max_hops: int = 4,
    weight: str = "hops",
    via: Sequence[str] = (),
    avoid: Sequence[str] = (),
    mode: str = "kinds",
    chronological: bool = False,
    pattern: str | None = None,
    source_type: str | None = None,
    target_type: str | None = None,
    cursor: str | None = None,
) -> Answer:
    """Simple routes from any of `sources` to any of `targets`.

    The order is by `weight`. "hops": the short ones first; at equal hops those that are credible and specific, by the
    product of the confidences of their hops over the product of the numbers of neighbours of their intermediaries.
    "confidence": the greatest product of confidences first. "evidence": those first whose weakest hop has most
    independent sources. Of these `mode` takes "kinds": the first of each kind (the sequence of relationship classes,
    repeats once), then, if there are fewer than `k` kinds, the first of the others; "shortest": only those that nothing
    beats; "all": all. At most `k` (1-100) routes of at most `max_hops` (1-6) hops are given, in that order; `cursor`
    goes on where the answer before ended.

    `via`: entities that must all be on a route, in any order. `avoid`: entities, relationships or classes of
    relationships that must not. `chronological`: no hop begins before the hop before it. `pattern`: the name of a
    pattern of the ontology, or classes joined by "/", which a route follows from end to end; it then sets the length.

    `source_type`, `target_type`: the ends are not `sources` (`targets`) but the entities of that class that belong to
    them, or, if none is named, all of that class. A pattern gives the classes of ends that are not given at all.

    data: a list of {"hops": [{"from", "to", "relationship", "phrase", "claims", "also"}], "length", "weight",
    "evidence", "sentence"} and, for kinds, "variants": others of the same sequence of classes. `receipt.why` says what
    hides routes (`graph.questions.explain`), `receipt.limits` what was cut off.

    Raises:
        BadQuestion: a parameter is out of bounds, or an entity is at both ends.
        UnknownEntity: an entity is not in the graph.
    """
    question = prepare(
        network,
        sources,
        targets,
        k=k,
        max_hops=max_hops,
        weight=weight,
        via=via,
        avoid=avoid,
        mode=mode,
        chronological=chronological,
        pattern=pattern,
        source_type=source_type,
        target_type=target_type,
    )
    network, asked, ends, parameters = question.network, question.asked, question.ends, question.parameters
    page = find_page(network, asked, cursor, parameters)
    data = [_record(network, page, asked, route) for route in page.routes]
    return seal(
        data,
        snapshot=network.snapshot,
        view=network.view,
        question=Question("paths", parameters | ({} if cursor is None else {"cursor": cursor})),
        algorithm=_algorithm(asked),
        claims=claims_of(data),
        limits=_limits(page, asked, data),
        why=_why(network, asked, ends, page) if cursor is None else None,
        following=page.next,
    )


@dataclass(frozen=True, slots=True)
class Ends:
    """The ends of a question: as `given`, by which `types`, and the `names` of the entities that are meant."""

    given: tuple[tuple[str, ...], tuple[str, ...]]
    types: tuple[str | None, str | None]
    names: tuple[tuple[str, ...], tuple[str, ...]]

    @property
    def missing(self) -> str | None:
        """The end at which nothing is of the class that was asked for: "from" or "to"."""
        return next((p for p, t, n in zip(("from", "to"), self.types, self.names, strict=True) if t and not n), None)


@dataclass(frozen=True, slots=True, eq=False)
class PathQuestion:
    """A path question that can be answered, on the network that it is asked of."""

    network: Network
    asked: Wanted
    ends: Ends

    @property
    def parameters(self) -> Record:
        """Its parameters as a receipt has them."""
        return _parameters(self.network, self.asked, self.ends)


@dataclass(frozen=True, slots=True)
class Page:
    """The routes of one page, of all that were `found`, and the cursor of the page after."""

    found: Found
    routes: tuple[Route, ...]
    next: str | None


def prepare(
    network: Network,
    sources: Sequence[str],
    targets: Sequence[str],
    *,
    via: Sequence[str] = (),
    avoid: Sequence[str] = (),
    pattern: str | None = None,
    source_type: str | None = None,
    target_type: str | None = None,
    **bounds: Any,  # noqa: ANN401 - fields of `Wanted`
) -> PathQuestion:
    """The question that `find_paths` answers, checked; raises what that raises."""
    snapshot = network.snapshot
    walked = find_pattern(snapshot, pattern)
    ends = _ends(network, (sources, targets), (source_type, target_type), walked)
    shunned = tuple(sorted({*avoid}))
    wanted = Wanted(*ends.names, via=_ids(snapshot, via), avoid=shunned, pattern=walked, **bounds)
    asked = _check(snapshot, wanted, ends)
    return PathQuestion(build(snapshot, network.view, network.directed, asked.ends), asked, ends)


def find_pattern(snapshot: Snapshot, name: str | None) -> Pattern | None:
    """The pattern of a name, or the one that classes joined by "/" make.

    Raises:
        BadQuestion: there is none of that name, or the classes make none.
    """
    if name is None:
        return None
    known = load_patterns()
    if "/" not in name:
        return known[name] if name in known else unknown_name("pattern", name, known)
    try:
        pattern = make_pattern(name, tuple(part.strip() for part in name.split("/")), snapshot.vocabulary)
    except OntologyError as error:
        raise BadQuestion(error.detail, hint=error.hint, parameter="pattern") from None
    within("the number of hops of the pattern", pattern.hops, 1, MAX_HOPS)
    return pattern


def find_page(network: Network, asked: Wanted, cursor: str | None, parameters: Record) -> Page:
    """The routes from where a cursor points, at most `k`.

    The search gives the first so many; those of the pages before are left out of what it gives for one page more.
    """
    snapshot = network.snapshot
    question = ["paths", network.view.as_dict(), parameters]
    place = 0 if cursor is None else read_cursor(cursor, snapshot.revision, question)
    found = seek(network, replace(asked, k=place + asked.k))
    before = frozenset(seek(network, replace(asked, k=place)).routes) if place else frozenset[Any]()
    after = place + asked.k
    goes_on = found.more and after < MAX_PAGED
    routes = tuple(route for route in found.routes if route not in before)
    return Page(found, routes, write_cursor(after, snapshot.revision, question) if goes_on else None)


def _record(network: Network, page: Page, asked: Wanted, route: Route) -> Record:
    record = path_record(network, steps_of(page.found, route), route)
    if asked.mode != "kinds":
        return record
    variants, more = variants_of(network, asked, page.found, route, frozenset(page.found.routes))
    return record | {"variants": variants, "more_variants": more}


def _ids(snapshot: Snapshot, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({snapshot.canonical(name) for name in names}))


def _ends(
    network: Network,
    named: tuple[Sequence[str], Sequence[str]],
    types: tuple[str | None, str | None],
    pattern: Pattern | None,
) -> Ends:
    """Who is at the ends. Of two sets that overlap, the one that was said by a class gives way."""
    snapshot = network.snapshot
    given = _ids(snapshot, named[0]), _ids(snapshot, named[1])
    if pattern is not None:
        implied = pattern.entities[0], pattern.entities[-1]
        first, last = (t or (None if n else i) for t, n, i in zip(types, given, implied, strict=True))
        types = first, last
    if types == (None, None):
        return Ends(given, types, given)
    wide = build(snapshot, replace(network.view, types=(), projection="direct"))
    start, end = (
        n if kind is None else members(wide, n, kind, f"{p}_type")
        for p, n, kind in zip(("from", "to"), given, types, strict=True)
    )
    if types[0] is not None:
        start = tuple(name for name in start if name not in end or (types[1] is not None and name in given[0]))
    return Ends(given, types, (start, tuple(name for name in end if types[1] is None or name not in start)))


def _check(snapshot: Snapshot, asked: Wanted, ends: Ends) -> Wanted:
    """The question, if it can be answered."""
    one_of("mode", asked.mode, MODES)
    one_of("weight", asked.weight, ORDERS)
    within("k", asked.k, 1, MAX_K)
    within("max_hops", asked.max_hops, 1, MAX_HOPS)
    for parameter, names, kind in zip(("from", "to"), ends.names, ends.types, strict=True):
        if not names and kind is None:
            raise BadQuestion(f"{parameter} names no entity.", hint="Give an entity's id.", parameter=parameter)
    if both := sorted({*asked.sources} & {*asked.targets}):
        raise BadQuestion(f"{both[0]} is at both ends.", hint="Ask from one entity to another.", parameter="to")
    if unmet := sorted({*asked.avoid} & asked.ends):
        raise BadQuestion(
            f"{unmet[0]} is asked for and to be avoided.", hint="Leave it out of avoid.", parameter="avoid"
        )
    for name in asked.avoid:
        if name not in snapshot.position and name not in snapshot.vocabulary.relationships:
            unknown_entity(name, {*snapshot.things, *snapshot.vocabulary.relationships})
    return asked


def _why(network: Network, asked: Wanted, ends: Ends, page: Page) -> Record | None:
    """What hides routes; if there is nothing at an end, that."""
    missing = ends.missing
    if missing is None:
        return explain(network, asked, page.found)
    place = ("from", "to").index(missing)
    named = " or ".join(network.snapshot.entities[name].name for name in ends.given[place])
    told = f"belongs to {named}" if named else "is linked to anything"
    sentence = f"Nothing of the class {ends.types[place]} {told} in this view."
    return {"sentence": sentence, "relaxation": {f"{missing}_type": None}, "blocks": []}


def _parameters(network: Network, asked: Wanted, ends: Ends) -> Record:
    lists = {"from": ends.given[0], "to": ends.given[1], "via": asked.via, "avoid": asked.avoid}
    named = {
        "k": asked.k,
        "max_hops": asked.max_hops,
        "weight": asked.weight,
        "mode": asked.mode,
        "directed": network.directed,
    }
    conditions: Record = {
        "from_type": ends.types[0],
        "to_type": ends.types[1],
        "chronological": asked.chronological or None,
        "pattern": asked.pattern and list(asked.pattern.steps),
    }
    counts = {f"{p}_count": len(n) for p, n, t in zip(("from", "to"), ends.names, ends.types, strict=True) if t}
    given = {name: value for name, value in conditions.items() if value is not None}
    return {name: list(names) for name, names in lists.items()} | named | given | counts


def _algorithm(asked: Wanted) -> Algorithm:
    order = {
        "hops": "fewest hops, then greatest product of confidences over neighbours of intermediaries, then ids",
        "confidence": "greatest product of confidences, then fewest hops, then ids",
        "evidence": "most independent sources of the weakest hop, then as by hops",
    }
    return Algorithm(
        "best-first search of simple paths",
        "defgraph",
        version_of("defgraph"),
        {"order": order[asked.weight], "examined_at_most": EXAMINED, "patience": PATIENCE},
    )


def _limits(page: Page, asked: Wanted, data: list[Record]) -> list[Record]:
    found = page.found
    reached = (
        (found.more, "k", asked.k, "There are more routes; go on with the cursor, or ask for a greater k."),
        (
            found.cut_off,
            "examined",
            EXAMINED,
            "The search was cut off; ask for fewer hops, or filter types or relationships.",
        ),
        (
            any("also_count" in hop for path in data for hop in path["hops"]),
            "also",
            SHOWN,
            "Some hops have more parallel relationships.",
        ),
    )
    return [limit_reached(name, value, text) for hit, name, value, text in reached if hit]


__all__ = ["DEFAULT_K", "MAX_HOPS", "MAX_K", "MODES", "ORDERS", "find_paths", "find_pattern"]
