"""How far do datasets meet? Of the things that each speaks of, how many do others speak of too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.cite import name_thing
from graph.live import live
from graph.questions.deals import Roles
from graph.questions.receipt import Answer, Question, seal
from graph.snapshot.said import SUBJECT, VALUE_OF
from graph.snapshot.spoken import Spoken
from graph.snapshot.things import mentions
from ontology.names import ACCORD, FIRM, STATE, SYSTEM

if TYPE_CHECKING:
    from graph.columns import Flags, Ints
    from graph.snapshot import Snapshot
    from graph.view import View

CLASSES = (STATE, FIRM, SYSTEM, ACCORD)
"""What is counted, besides who plays the roles of a deal."""
SHOWN = 10
"""How many of those that are not found elsewhere are named."""


def join_coverage(snapshot: Snapshot, view: View) -> Answer:
    """For each dataset how many of its suppliers, recipients and systems, and of its states, firms, systems and
    accords, other datasets speak of as well.

    data: a list of {"dataset", "what", "count", "found", "share", "missing": [entity]}, of the missing at most ten.
    """
    meeting = _Meeting(snapshot, view)
    rows = [row for dataset in range(len(snapshot.datasets)) for row in meeting.rows(dataset)]
    return seal(rows, snapshot=snapshot, view=view, question=Question("coverage", {}), claims=())


class _Meeting:
    """Which datasets speak of which things, by living claims."""

    def __init__(self, snapshot: Snapshot, view: View) -> None:
        self.snapshot, said = snapshot, snapshot.said
        spoken, claims = Spoken(said, snapshot.vocabulary), snapshot.claim_columns
        place = np.full(len(said.tokens), -1, dtype=np.int32)
        place[snapshot.things.chosen] = np.arange(len(snapshot.things), dtype=np.int32)
        alive = live(snapshot, view).claims & ~claims.denied
        row, value = mentions(spoken)
        row, value = row[alive[row]], value[alive[row]]
        self.property = spoken.property
        self.role, self.player = spoken.property.code[value], place[said.values[VALUE_OF][value]]
        self.dataset = claims.dataset[row]
        self.speaks = np.zeros((len(snapshot.datasets), len(snapshot.things)), dtype=np.bool_)
        self.speaks[self.dataset, self.player] = True
        self.speaks[claims.dataset[alive], place[said.claims[SUBJECT][alive]]] = True
        self.known: Ints = self.speaks.sum(axis=0)

    def rows(self, dataset: int) -> Iterator[Mapping[str, Any]]:
        """What is counted of a dataset, without what there is none of."""
        for what, things in self._counted(dataset):
            if len(things):
                found = self.known[things] > 1
                yield {
                    "dataset": tuple(self.snapshot.datasets)[dataset],
                    "what": what,
                    "count": len(things),
                    "found": int(found.sum()),
                    "share": round(float(found.mean()), 4),
                    "missing": [self._name(thing) for thing in things[~found][:SHOWN].tolist()],
                }

    def _counted(self, dataset: int) -> Iterator[tuple[str, Ints]]:
        mine = self.dataset == dataset
        roles = Roles.of(self.snapshot.vocabulary)
        for role in (roles.supplier, roles.recipient, roles.system):
            if role in self.property.names:
                played = mine & (self.role == self.property.names.index(role))
                yield role, np.unique(self.player[played])
        for name in CLASSES:
            yield name, np.flatnonzero(self.speaks[dataset] & self._of(name))

    def _of(self, name: str) -> Flags:
        columns, vocabulary = self.snapshot.thing_columns, self.snapshot.vocabulary
        wanted = np.array([kind == name or vocabulary.is_a(kind, name) for kind in columns.kinds], dtype=np.bool_)
        flags: Flags = wanted[columns.kind]
        return flags

    def _name(self, thing: int) -> Mapping[str, Any]:
        return name_thing(self.snapshot, self.snapshot.things[thing])


__all__ = ["join_coverage"]
