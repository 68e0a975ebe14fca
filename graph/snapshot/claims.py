"""The claims of a snapshot laid out beside the ontology, the sources and the things: what every view masks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from graph.columns import ClaimColumns, Flags, Floats, Ints
from graph.confidence import independent_groups
from graph.dates import bounds
from graph.snapshot.said import NONE, SUBJECT, VALID
from graph.source import CREDIBILITY_WEIGHT, Source, claim_weight

if TYPE_CHECKING:
    from graph.snapshot.spoken import Spoken

UNDATED = (0, 0, 0, 0)


def claim_columns(spoken: Spoken, sources: Mapping[str, Source], datasets: Sequence[str], thing: Ints) -> ClaimColumns:
    """Lay out the claims; `thing` is the place of each token among the things."""
    groups = independent_groups(sources.values())
    of_source, of_group = ({name: i for i, name in enumerate(names)} for names in (sources, groups))
    source = spoken.source.map(of_source.__getitem__).astype(np.int32)
    dataset = np.array([datasets.index(s.dataset) for s in sources.values()], dtype=np.int32)
    group = np.array([of_group[groups[name]] for name in sources], dtype=np.int32)
    dated, times = _times(spoken)
    return ClaimColumns(
        recorded=spoken.said.recorded,
        retracted=spoken.said.retracted,
        denied=spoken.denied,
        subject=thing[spoken.said.claims[SUBJECT]],
        source=source,
        credibility=spoken.credibility,
        dataset=dataset[source],
        group=group[source],
        weight=weights(source, spoken.credibility, sources),
        dated=dated,
        times=times,
    )


def weights(source: Ints, credibility: Ints, sources: Mapping[str, Source]) -> Floats:
    """The weight of claims, of the sources by their places and by their own grades."""
    grades = range(max(CREDIBILITY_WEIGHT) + 1)
    table = [
        [claim_weight(s.reliability, grade) if grade in CREDIBILITY_WEIGHT else np.nan for grade in grades]
        for s in sources.values()
    ]
    found: Floats = np.array(table, dtype=np.float64).reshape(-1, len(grades))[source, credibility]
    return found


def _times(spoken: Spoken) -> tuple[Flags, Ints]:
    """Which claims have a date of their own, and its days; what is said of an entity is a state."""
    kinds = spoken.vocabulary.relationships
    event = spoken.kind.map(lambda name: name in kinds and kinds[name].temporality == "event").astype(np.int64)
    valid = spoken.said.claims[VALID]
    dates, code = np.unique(valid * np.int64(2) + event, return_inverse=True)
    days = [_days(spoken, *divmod(date, 2)) for date in dates.tolist()]
    dated = np.array([day is not None for day in days], dtype=np.bool_)[code] if days else np.empty(0, np.bool_)
    table = np.array([day or UNDATED for day in days], dtype=np.int32).reshape(-1, 4)
    return dated, np.ascontiguousarray(table[code].T)


def _days(spoken: Spoken, token: int, event: int) -> tuple[int, int, int, int] | None:
    text = None if token == NONE else spoken.said.tokens.value(token)
    return bounds(text, "event" if event else "state").days if text else None


__all__ = ["claim_columns", "weights"]
