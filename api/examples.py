"""Questions worth asking of the packaged data.

They are shown in the documentation, on the front page and by `defgraph up`; a test asks them all.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

Example = dict[str, Any]
"""A short `name`, a `summary` for people, and the `parameters`, those of the path included."""


def _example(name: str, summary: str, **parameters: Any) -> Example:  # noqa: ANN401 - as each parameter has it
    return {"name": name, "summary": summary, "parameters": {k.rstrip("_"): v for k, v in parameters.items()}}


ENDS = {"from_": "Morocco", "to": "Israel Aerospace Industries"}

EXAMPLES: Mapping[str, list[Example]] = MappingProxyType(
    {
        "entities": [
            _example("name", "A name with a typing error", q="blubird"),
            _example("script", "A name in another script", q="المغرب"),
            _example("list", "All firms, ten at a time", type="Firm", limit=10),
        ],
        "entity": [
            _example("firm", "A firm whose ownership is contested", id="bluebird-aero-systems"),
            _example("deal", "A deal whose value and year are contested", id="morocco-barak-mx-2022"),
            _example("past", "What is said of Morocco as of 2019", id="morocco", as_of="2019"),
        ],
        "relationships": [
            _example("owners", "Who owns BlueBird", id="bluebird-aero-systems", type="Ownership", direction="in"),
            _example("accords", "Morocco's accords", id="morocco", type="AccordParty"),
        ],
        "source": [_example("globes", "A newspaper's report of the deal", id="globes-2022-02-13-barak-mx")],
        "dataset": [_example("curated", "The curated dataset and its sources", id="curated")],
        "paths": [
            _example("links", "How Morocco and Israel Aerospace Industries are linked", **ENDS),
            _example("past", "How they were linked in 2019, and what hides the other ways", **ENDS, as_of="2019"),
            _example("around", "The same without the subsidiary", **ENDS, avoid="bluebird-aero-systems"),
            _example("credible", "The most credible way", **ENDS, weight="confidence", k=1),
            _example("cited", "The way over the deal in words, with footnotes", **ENDS, max_hops=1, cite="markdown"),
            _example("evidence", "The ways whose weakest step has most independent sources", **ENDS, weight="evidence"),
            _example("order", "Ways on which no step begins before the one before it", **ENDS, chronological="true"),
            _example(
                "sets",
                "From any site in Morocco to any firm of Israel Aerospace Industries",
                **ENDS,
                from_type="Facility",
                to_type="Firm",
            ),
            _example(
                "pattern",
                "From an accord over its parties and their deals to the makers of what is traded",
                **{"from_": "joint-declaration-2020"},
                pattern="accord-to-maker",
                mode="all",
            ),
        ],
        "centrality": [
            _example("brokers", "The firms that stand between others", measure="betweenness", type="Firm", top=10),
            _example("suppliers", "Who has most outgoing relationships", measure="out_degree", top=10),
            _example(
                "near", "Who is near Morocco, by random walks from it", measure="pagerank", near="Morocco", top=10
            ),
            _example(
                "holes", "The states that link others that are not linked", measure="constraint", type="State", top=10
            ),
            _example(
                "years",
                "How central states were in transfers, year by year",
                measure="degree",
                type="State",
                relationship="Transfer",
                series="2014/2022/P1Y",
            ),
            _example("owners", "Which firm, among firms alone", measure="harmonic", within="Firm", top=10),
        ],
        "dependency": [
            _example("suppliers", "Morocco's suppliers, five years at a time", recipient="Morocco", window="P5Y"),
            _example("orders", "Who Israel's customers are, by orders", supplier="Israel", by="order", rank_by="deals"),
            _example(
                "category",
                "Whose aircraft Algeria got from 2015 on",
                recipient="Algeria",
                category="aircraft",
                period="2015/2024",
            ),
        ],
        "loss": [
            _example(
                "plant",
                "What Morocco loses with the drone plant",
                without="bluebird-spyx-plant-benslimane",
                recipient="Morocco",
            ),
            _example("firm", "What Morocco loses with IAI", without="Israel Aerospace Industries", recipient="Morocco"),
        ],
        "single_points": [_example("makers", "Whose loss alone ends a system of Morocco's", recipient="Morocco")],
        "edge_centrality": [
            _example("ties", "Over which links of accords and states paths run", relationship="AccordParty", top=10)
        ],
        "cutpoints": [_example("deals", "Without whom the deals fall apart", relationship="Transfer", top=10)],
        "group": [_example("firms", "IAI and Elbit together", member=["israel-aerospace-industries", "elbit-systems"])],
        "components": [_example("owners", "Which groups of firms owners join", relationship="Ownership", top=5)],
        "communities": [_example("deals", "Who deals with whom more than with others", relationship="Transfer", top=5)],
        "cliques": [_example("largest", "The largest groups in which all are linked", top=5)],
        "triads": [_example("deals", "The ways in which three are linked by transfers", relationship="Transfer")],
        "similarity": [_example("morocco", "Who buys where Morocco buys", entity="Morocco")],
        "prediction": [_example("deals", "Who might deal next, and how sure that is", relationship="Transfer", top=10)],
        "k_components": [_example("accords", "Which parties accords hold together", relationship="AccordParty")],
        "intervals": [
            _example("firms", "How sure the ranks of firms are", measure="pagerank", type="Firm", top=10),
        ],
        "fragility": [
            _example("plant", "What the way over the drone plant stands on", **ENDS, via="SpyX factory", max_hops=3),
            _example("rank", "Which sources keep Morocco among the first", measure="degree", entity="Morocco", top=3),
        ],
        "ask": [
            _example(
                "own",
                "How a firm that only the caller knows of is linked to Morocco",
                question="paths",
                parameters={"from": "Morocco", "to": "quill"},
                overlay={
                    "sources": {"notes": {"title": "My own notes", "reliability": "C", "reason": "I was there."}},
                    "entities": {
                        "quill": {"type": "Firm", "claims": [{"source": "notes", "credibility": 2, "name": "Quill"}]}
                    },
                    "relationships": {
                        "quill-iai": {
                            "type": "Ownership",
                            "claims": [
                                {
                                    "source": "notes",
                                    "credibility": 3,
                                    "owner": "israel-aerospace-industries",
                                    "asset": "quill",
                                }
                            ],
                        }
                    },
                },
            )
        ],
        "compare": [
            _example(
                "years",
                "How the links of Morocco and Israel Aerospace Industries changed from 2019 to 2023",
                question="paths",
                parameters={"from": "Morocco", "to": "Israel Aerospace Industries"},
                left={"as_of": "2019"},
                right={"as_of": "2023"},
            ),
            _example(
                "doubt",
                "Who stands between others if one newspaper is not believed",
                question="centrality",
                parameters={"measure": "betweenness", "top": 10},
                right={"trust": ["globes-2022-02-13-barak-mx:E"]},
            ),
        ],
        "neighbourhood": [_example("plant", "What is around the drone plant", entity="bluebird-spyx-plant-benslimane")],
        "graph": [
            _example("arms", "All transfers, for Gephi", format="gexf", relationship="Transfer"),
            _example("accords", "Who is party to which accord, as RDF", format="turtle", relationship="AccordParty"),
        ],
        "linked": [_example("thing", "Israel Aerospace Industries", id="israel-aerospace-industries")],
    }
)
"""By the operation ids of the OpenAPI description."""

TRY: tuple[tuple[str, str], ...] = (
    (
        "How are Morocco and Israel Aerospace Industries linked, and who says so?",
        "/api/v1/paths?from=Morocco&to=Israel%20Aerospace%20Industries",
    ),
    (
        "What was there in 2019, and what hides the rest?",
        "/api/v1/paths?from=Morocco&to=Israel%20Aerospace%20Industries&as_of=2019",
    ),
    ("Which firms stand between the others?", "/api/v1/centrality?measure=betweenness&type=Firm"),
)
"""What to try first: a question, and where it is answered."""
