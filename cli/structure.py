"""What holds the graph together, how it falls apart, and who is like whom, at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Group as Parts
from rich.table import Table
from rich.text import Text

from api.structure_questions import (
    Cliques,
    Communities,
    Components,
    Cutpoints,
    EdgeCentrality,
    Group,
    KComponents,
    Prediction,
    Similarity,
    Triads,
)
from cli.finish import finish_over_time
from cli.options import asks
from cli.tables import table
from cli.where import Where

Record = Mapping[str, Any]
SHOWN = 12
"""How many members of a part are named."""


@asks(EdgeCentrality)
def edges(question: EdgeCentrality, where: Where) -> None:
    """Rank the links between entities by the shortest paths that run over them."""
    finish_over_time(question, where, ties)


@asks(Cutpoints)
def cutpoints(question: Cutpoints, where: Where) -> None:
    """Show the entities and links without which the graph falls apart."""
    finish_over_time(question, where, cuts)


@asks(Group)
def group(question: Group, where: Where) -> None:
    """Show how central several entities are together."""
    finish_over_time(question, where, together)


@asks(KComponents)
def k_components(question: KComponents, where: Where) -> None:
    """Show the parts that hold together until k entities are taken away."""
    finish_over_time(question, where, k_parts)


@asks(Components)
def components(question: Components, where: Where) -> None:
    """Show the parts that nothing joins."""
    finish_over_time(question, where, lambda found: parts(found["components"]))


@asks(Communities)
def communities(question: Communities, where: Where) -> None:
    """Show who has more to do with one another than with others."""
    finish_over_time(question, where, lambda found: parts(found["communities"]))


@asks(Cliques)
def cliques(question: Cliques, where: Where) -> None:
    """Show groups in which each is linked to each."""
    finish_over_time(question, where, parts)


@asks(Triads)
def triads(question: Triads, where: Where) -> None:
    """Count the ways in which three entities are linked."""
    finish_over_time(question, where, kinds)


@asks(Similarity, arguments=("entity",))
def alike(question: Similarity, where: Where) -> None:
    """Show who deals like another."""
    finish_over_time(question, where, similar)


@asks(Prediction)
def predict(question: Prediction, where: Where) -> None:
    """Show who might be linked next, and how often such guesses came true."""
    finish_over_time(question, where, guesses)


def ties(rows: Iterable[Record]) -> Table:
    """Ranked links."""
    cells = ((r["rank"], f"{r['score']:.6g}", *_ends(r), len(r["relationships"])) for r in rows)
    return table("rank", "score", "", "", "relationships", rows=cells)


def cuts(found: Record) -> Parts:
    """Articulation points and bridges."""
    points = (
        (p["cut_off"], p["parts"], p["entity"]["name"], p["entity"]["type"]) for p in found["articulation_points"]
    )
    bridges = ((b["cut_off"], *_ends(b), len(b["relationships"])) for b in found["bridges"])
    return Parts(
        table("cuts off", "parts", "name", "type", rows=points),
        Text(),
        table("cuts off", "", "", "relationships", rows=bridges),
    )


def together(found: Record) -> Table:
    """A group's measures."""
    names = ", ".join(member["name"] for member in found["members"])
    rows = ((measure, f"{found[measure]:.6g}") for measure in ("degree", "closeness", "betweenness"))
    return table(names, "", rows=rows)


def k_parts(rows: Iterable[Record]) -> Table:
    """k-components."""
    cells = ((r["k"], r["size"], ", ".join(member["name"] for member in r["members"])) for r in rows)
    return table("k", "size", "entities", rows=cells)


def parts(rows: Iterable[Record]) -> Table:
    """Parts with some of their members."""
    cells = ((r["size"], ", ".join(member["name"] for member in r["members"][:SHOWN])) for r in rows)
    return table("size", f"entities (at most {SHOWN})", rows=cells)


def kinds(rows: Iterable[Record]) -> Table:
    """Kinds of triads."""
    return table("kind", "count", "meaning", rows=((r["kind"], f"{r['count']:,}", r["meaning"]) for r in rows))


def similar(rows: Iterable[Record]) -> Table:
    """Who is alike."""
    cells = (
        (r["rank"], f"{r['score']:.4f}", r["entity"]["name"], ", ".join(one["name"] for one in r["shared"]))
        for r in rows
    )
    return table("rank", "score", "name", "shared", rows=cells)


def guesses(found: Record) -> Parts:
    """Pairs that might be linked, how the scores did on hidden links, and what it is worth."""
    pairs = ((p["rank"], f"{p['score']:.4g}", *_ends(p), p["shared_count"]) for p in found["pairs"])
    return Parts(
        table("rank", "score", "", "", "shared", rows=pairs), Text(), *_tested(found["test"]), Text(found["caution"])
    )


def _tested(test: Record | None) -> Iterable[Table | Text]:
    if test is None:
        return (Text("Nothing here can be hidden to test the scores with."), Text())
    told = (
        f"Tested on {test['hidden']} links begun after {test['hidden_after'] or 'an unknown day'}, which were hidden: "
        f"of the first {test['tried']} pairs so many came true. By chance {test['chance']:.2%} of all pairs did, "
        f"{test['chance_sharing']:.2%} of those that share a neighbour."
    )
    rows = ((f["score"], f["hits"], f"{f['precision']:.2%}") for f in test["found"])
    return (Text(told), table("score", "came true", "", rows=rows), Text())


def _ends(tie: Record) -> tuple[str, str]:
    return tie["from"]["name"], tie["to"]["name"]
