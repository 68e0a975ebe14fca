"""What answers look like, for the OpenAPI description. Tests hold real answers against these models.

The answers themselves are not built from them: they leave as the canonical bytes that their receipt's hash is of.
"""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")


class Model(BaseModel):
    """Something that is answered; nothing in it that isn't named."""

    model_config = ConfigDict(extra="forbid")


# -- problems and health ----------------------------------------------------------------------------------------------


class Problem(BaseModel):
    """What went wrong (RFC 9457), with what is known of the cause."""

    type: str = Field(description="A stable name of the kind of problem.")
    title: str
    status: int
    detail: str = Field(description="What is wrong, where, and what to do.")
    instance: str | None = Field(None, description="The address that was asked.")
    parameter: str | None = None
    value: Any = None
    allowed: list[str] | None = None
    suggestion: str | None = Field(None, description="The nearest value that would be allowed.")
    suggestions: list[str] | None = Field(None, description="Ids of entities that may be meant.")
    candidates: list[dict[str, str]] | None = Field(None, description="The entities that share an ambiguous name.")
    problems: list[dict[str, Any]] | None = Field(None, description="All problems, where there are several.")


class Live(Model):
    """The process runs."""

    live: bool


class Ready(Model):
    """Whether questions can be answered, and how fresh the answers are."""

    ready: bool
    revision: int | None = Field(description="The revision that questions are answered from.")
    stale: bool = Field(description="Neo4j is away, so the revision may be behind.")
    neo4j: bool = Field(description="Neo4j answered last time.")
    trouble: str | None = Field(description="Why it doesn't, if it doesn't.")


# -- receipts ---------------------------------------------------------------------------------------------------------


class Thing(Model):
    """An entity or relationship in short."""

    id: str
    name: str
    type: str


class Source(Model):
    """A source as it is cited."""

    id: str
    title: str
    publisher: str | None
    date: str | None = Field(description="EDTF.")
    url: str | None
    reliability: str = Field(description="A (completely reliable) to E (unreliable), F (cannot be judged).")


class Claim(Model):
    """A claim as it is cited: what one source says."""

    id: str
    source: Source
    credibility: int = Field(description="1 (confirmed) to 5 (improbable), 6 (cannot be judged).")
    status: str = Field(description="asserted or denied.")
    says: str = Field(description="What it says, in words.")
    valid: str | None = Field(None, description="When it says so of, EDTF.")
    quote: str | None = None
    locator: str | None = None
    note: str | None = None


class Asked(Model):
    """The question, apart from the view."""

    name: str
    parameters: dict[str, Any]


class Algorithm(Model):
    """What worked the answer out."""

    name: str
    library: str
    version: str
    parameters: dict[str, Any]


class Limit(Model):
    """A bound that cut the answer off, or a way it was come by that the reader should know."""

    limit: str
    value: float | None = None
    truncated: bool
    text: str


class Join(Model):
    """How many things of a dataset, in a role or of a class, other datasets speak of too."""

    dataset: str
    what: str = Field(description="The role that they play, or their class.")
    count: Count
    found: Count
    share: float
    missing: list[Thing] = Field(description="Of those that are not found elsewhere, the first ten.")


class Coverage(Model):
    """What a dataset speaks of: what is not in an answer may not have been looked for."""

    id: str
    title: str
    coverage: str
    licence: str


class Receipt(Model):
    """What makes the answer citable."""

    revision: int
    view: dict[str, Any] = Field(description="What differs from the default view.")
    question: Asked
    algorithm: Algorithm | None = None
    claims: list[str] = Field(description="The claims the answer stands on, at most 2000 of them.")
    claim_count: int
    sources: list[Source]
    limits: list[Limit]
    coverage: list[Coverage]
    why: dict[str, Any] | None = Field(None, description="What hides an answer, and the least change that shows one.")
    overlay: dict[str, Any] | None = Field(None, description="The caller's own claims: which were used.")
    hash: str = Field(description="SHA-256 of the data and the rest of the receipt, as canonical JSON.")


class Answer(Model, Generic[T]):
    """An answer with its evidence."""

    data: T
    receipt: Receipt


class PagedAnswer(Answer[T], Generic[T]):
    """A page of a list; `next` is the cursor of the page after, absent on the last."""

    next: str | None = None


# -- data -------------------------------------------------------------------------------------------------------------

Count = Annotated[int, Field(ge=0)]


class Loaded(Model):
    """When a dataset was last changed."""

    revision: int
    committed: str


class Dataset(Model):
    """A dataset: who publishes it, of when it is, how much it says of what, and on what terms."""

    id: str
    title: str
    publisher: str
    licence: str
    licence_url: str | None = None
    url: str | None = None
    coverage: str
    redistribute: bool = Field(description="Whether its claims may be passed on whole.")
    aggregates: bool = Field(description="Whether sums over them may.")
    released: str | None = Field(None, description="The date of its newest source (EDTF).")
    loaded: Loaded | None = None
    source_count: Count
    claim_count: Count
    entity_count: Count
    relationship_count: Count
    sources: list[Source] | None = Field(None, description="Where one dataset is asked for.")


class FoundEntity(Thing):
    """An entity in a list; with how near it came, and by which name, if it was searched for."""

    score: float | None = None
    matched: str | None = None


class Edge(Model):
    """What one relationship says between two entities."""

    id: str
    type: str
    name: str | None = None
    link: str = Field(description="The projection or role that the edge is.")
    start: str | None
    end: str | None
    contested: bool
    confidence: float
    derived: bool = Field(description="One of several edges of a relationship of three or more parties.")


class Also(Model):
    """Another relationship between the same two."""

    relationship: Edge
    phrase: str
    claims: list[str]


class Hop(Also):
    """One step of a path, with its claims in full."""

    from_: Thing = Field(alias="from")
    to: Thing
    claims: list[Claim]  # type: ignore[assignment]
    also: list[Also]
    also_count: Count | None = None


class Variant(Model):
    """Another path of the same sequence of relationship classes, in short."""

    entities: list[str]
    relationships: list[str]
    claims: list[str]
    weight: float
    sentence: str


class Path(Model):
    """A way from one entity to another."""

    hops: list[Hop]
    length: Count
    weight: float = Field(description="The product of the hops' confidences.")
    evidence: Count = Field(description="How many independent sources its weakest hop has.")
    sentence: str
    variants: list[Variant] | None = Field(None, description="With mode=kinds: others of this kind, the first of them.")
    more_variants: bool | None = None


class Pattern(Model):
    """A named sequence of classes that a path may follow."""

    name: str
    label: str
    definition: str
    steps: list[str] = Field(description="Classes in turn: of an entity, of a relationship, of an entity ...")


class Rank(Model):
    """A row of a ranking; equal scores share a rank."""

    rank: int
    score: float
    entity: Thing


class Column(Model):
    """One line of a plot: a value for each date, null where it is not in the answer."""

    id: str
    name: str
    values: list[float | None]


class Point(Model):
    """What the numbers of a date stand on."""

    date: str
    claim_count: int
    hash: str = Field(description="Of the receipt that the question has at that date alone.")


class Series(Model):
    """A question asked over a series of dates, the columns with the greatest values first."""

    dates: list[str]
    columns: list[Column]
    points: list[Point]


class Near(Thing):
    """An entity with its distance from the centre."""

    distance: Count


class LooseEdge(Also):
    """An edge on its own."""

    id: str
    from_: str = Field(alias="from")
    to: str


class Neighbourhood(Model):
    """What is around an entity."""

    centre: Thing
    nodes: list[Near]
    edges: list[LooseEdge]


EntitiesAnswer = PagedAnswer[list[FoundEntity]]
EntityAnswer = Answer[dict[str, Any]]
RelationshipsAnswer = PagedAnswer[list[dict[str, Any]]]
PathsAnswer = PagedAnswer[list[Path]]
PatternsAnswer = Answer[list[Pattern]]
SeriesAnswer = Answer[Series]
RankingAnswer = Answer[list[Rank]]
NeighbourhoodAnswer = Answer[Neighbourhood]
GraphAnswer = Answer[dict[str, Any]]
ClaimAnswer = Answer[dict[str, Any]]
SourceAnswer = Answer[dict[str, Any]]
DatasetAnswer = Answer[Dataset]
DatasetsAnswer = Answer[list[Dataset]]
CoverageAnswer = Answer[list[Join]]
RevisionsAnswer = Answer[list[dict[str, Any]]]
