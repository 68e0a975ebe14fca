"""What answers on structure look like, for the OpenAPI description."""

from __future__ import annotations

from pydantic import Field

from api.models import Answer, Model, Thing


class TieEnds(Model):
    """Two linked entities, and the relationships that link them."""

    from_: Thing = Field(alias="from")
    to: Thing
    relationships: list[str]


class RankedTie(TieEnds):
    """A link in a ranking; equal scores share a rank."""

    rank: int
    score: float


class CutPoint(Model):
    """An entity whose loss breaks its part of the network."""

    entity: Thing
    parts: int = Field(description="Into how many its part falls.")
    cut_off: int = Field(description="How many entities are then outside the largest of these.")


class Bridge(TieEnds):
    """A link whose loss breaks its part of the network."""

    cut_off: int = Field(description="How many entities are on the smaller side.")


class Cutpoints(Model):
    """Without what the network falls into more parts, the gravest first."""

    articulation_points: list[CutPoint]
    bridges: list[Bridge]


class Group(Model):
    """How central a group is as if it were one."""

    members: list[Thing]
    degree: float = Field(description="Share of the others that are linked to it.")
    closeness: float = Field(description="Number of the others over the sum of their distances to it.")
    betweenness: float = Field(description="Share of the shortest paths between others through it.")


class KComponent(Model):
    """A part that holds together until k entities are taken away."""

    k: int
    size: int
    members: list[Thing]


class Part(Model):
    """Some entities of a network; at most 200 members are named."""

    size: int
    members: list[Thing]


class Components(Model):
    """Parts that nothing joins."""

    count: int
    nodes: int
    largest: int
    components: list[Part]


class Communities(Model):
    """Parts with more links within than chance would have."""

    count: int
    nodes: int
    modularity: float
    communities: list[Part]


class Triad(Model):
    """A kind of three entities and their links, and how often it occurs."""

    kind: str
    meaning: str
    count: int


class Alike(Model):
    """An entity that deals like another; equal scores share a rank."""

    rank: int
    score: float
    entity: Thing
    shared: list[Thing] = Field(description="Whom both have to do with, at most 20 of them.")
    shared_count: int


class Pair(Model):
    """Two entities that nothing links; equal scores share a rank."""

    rank: int
    score: float
    from_: Thing = Field(alias="from")
    to: Thing
    shared: list[Thing] = Field(description="Whom both are linked to, at most 20 of them.")
    shared_count: int


class Found(Model):
    """How often the first pairs of a score were linked later."""

    score: str
    hits: int
    precision: float


class Test(Model):
    """How the scores do on links that were hidden from them."""

    hidden_after: str | None = Field(description="Links begun after this day were hidden.")
    known: int = Field(description="How many linked pairs were left to score by.")
    hidden: int = Field(description="How many pairs of what was left were linked later.")
    undated: int = Field(description="How many linked pairs have no start, and no part in it.")
    tried: int = Field(description="How many pairs of each score were looked up.")
    chance: float = Field(description="Which share of all unlinked pairs were linked later.")
    chance_sharing: float = Field(description="Which share of those that share a neighbour were.")
    found: list[Found]


class Prediction(Model):
    """Pairs that might be linked, and how little that says."""

    caution: str
    pairs: list[Pair]
    test: Test | None = Field(description="Null where nothing could be hidden.")


PredictionAnswer = Answer[Prediction]
ComponentsAnswer = Answer[Components]
CommunitiesAnswer = Answer[Communities]
CliquesAnswer = Answer[list[Part]]
TriadsAnswer = Answer[list[Triad]]
SimilarityAnswer = Answer[list[Alike]]
EdgeCentralityAnswer = Answer[list[RankedTie]]
CutpointsAnswer = Answer[Cutpoints]
GroupAnswer = Answer[Group]
KComponentsAnswer = Answer[list[KComponent]]
