"""The commands, by name: where each is, and what a list of commands says of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Part(NamedTuple):
    """Where a command is, and what a list of commands says of it."""

    place: str
    summary: str


PARTS: Mapping[str, Mapping[str, Part]] = {
    "Run": {
        "up": Part("cli.up:up", "Bring everything up: Neo4j, the packaged datasets, the API. Ctrl-C stops all of it."),
        "test": Part("cli.test:test", "Run the tests (of a clone); anything after `test` goes to pytest."),
        "config": Part("cli.config:config", "Show the settings in use and where each came from; secrets are masked."),
        "neo4j": Part("cli.neo4j:app", "The Neo4j below: start, stop, status, logs, shell."),
    },
    "Ask": {
        "search": Part(
            "cli.look:search",
            "Find entities by a name, alias, former name or identifier, or nearly; list them all if none is given.",
        ),
        "entity": Part(
            "cli.look:entity", "Show what is said of an entity (or, by its id, of a relationship), and who says it."
        ),
        "path": Part("cli.ask:path", "Show how two entities are linked, and who says so."),
        "central": Part("cli.ask:central", "Rank entities by a measure of their place in the graph."),
        "neighbours": Part("cli.ask:neighbours", "Show what is around an entity."),
        "edges": Part(
            "cli.structure:edges", "Rank the links between entities by the shortest paths that run over them."
        ),
        "cutpoints": Part(
            "cli.structure:cutpoints", "Show the entities and links without which the graph falls apart."
        ),
        "group": Part("cli.structure:group", "Show how central several entities are together."),
        "k-components": Part(
            "cli.structure:k_components", "Show the parts that hold together until k entities are taken away."
        ),
        "components": Part("cli.structure:components", "Show the parts that nothing joins."),
        "communities": Part("cli.structure:communities", "Show who has more to do with one another than with others."),
        "cliques": Part("cli.structure:cliques", "Show groups in which each is linked to each."),
        "triads": Part("cli.structure:triads", "Count the ways in which three entities are linked."),
        "alike": Part("cli.structure:alike", "Show who deals like another."),
        "predict": Part(
            "cli.structure:predict", "Show who might be linked next, and how often such guesses came true."
        ),
        "compare": Part("cli.doubt:compare", "Ask one question under two views, and show what differs."),
        "fragility": Part(
            "cli.doubt:fragility",
            "Show the fewest sources (or claims) whose loss leaves no path, or drops an entity out of the first.",
        ),
        "intervals": Part(
            "cli.doubt:intervals",
            "Rank entities, each rank with how far it moves without a source and in draws of claims.",
        ),
        "dependency": Part(
            "cli.trade:dependency",
            "Show a recipient's suppliers (or, with --supplier, a supplier's customers), and their shares.",
        ),
        "loss": Part("cli.trade:loss", "Show what a recipient loses if what --without names drops out."),
        "single-points": Part(
            "cli.trade:points", "Show whose loss alone would end the making of a recipient's systems."
        ),
        "export": Part(
            "cli.export:export",
            "Write the graph of a view to standard output: for graph tools, or as RDF with every claim and source.",
        ),
    },
    "Data": {
        "load": Part(
            "cli.load:load",
            "Load a dataset: add what it says, retract what it no longer says. Loading it again changes nothing.",
        ),
        "resolve": Part(
            "cli.resolve:resolve",
            "Show which entities may be one, with reasons; or decide on them. Names only suggest: a person decides.",
        ),
        "quarantine": Part("cli.quarantine:app", "RDF that partners sent: take in, list, show, accept, refuse."),
        "claims": Part("cli.claims:app", "Claims files: open a new one on an article."),
        "check": Part(
            "cli.data:check",
            "Check claims files: each problem with its place, what stands there and what could; exit code 2 if any.",
        ),
        "rollback": Part(
            "cli.data:rollback",
            "Take back what a load left that was cut off; or bring a dataset back to an earlier revision.",
        ),
        "datasets": Part(
            "cli.look:datasets",
            "List the datasets: publisher, release and when it was loaded, counts, licence, what they cover.",
        ),
        "coverage": Part(
            "cli.look:coverage",
            "Show how far datasets meet: how many suppliers, recipients, systems of each others have too.",
        ),
        "patterns": Part("cli.look:patterns", "List the patterns that paths may follow."),
        "revisions": Part("cli.look:revisions", "List what was loaded when."),
    },
}
"""The commands, by the panel that help shows them in."""

__all__ = ["PARTS", "Part"]
