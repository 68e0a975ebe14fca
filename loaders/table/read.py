"""Reading a table by its mapping into claims: each row is read as a claims file would be, and checked as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from graph.claim import Claim
from graph.loadset import LoadSet
from loaders.crosscheck import cross_check
from loaders.gate import shape_problems
from loaders.problem import Problem, refused
from loaders.reading import Place, Reading, Thing
from loaders.release import Notes, Release
from loaders.table.cells import Row, Table, read_cells
from loaders.table.mapping import Empty, TableMapping, check_columns, fill, read_mapping
from loaders.things import read_entity, read_relationship

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

ENDING = ".mapping.yaml"
"""What the name of a mapping ends in that stands beside its table."""
READERS = {"entities": read_entity, "relationships": read_relationship}


def read_release(path: Path, vocabulary: Vocabulary, *, strict: bool = False, mapping: Path | None = None) -> Release:
    """All that a table says by its mapping, and which cells could not be used.

    Args:
        path: a table: CSV, .xlsx or .parquet.
        vocabulary: what the mapping and the cells are checked against.
        strict: refuse the table at the first cell that cannot be used.
        mapping: the mapping file; the one beside the table (firms.csv, firms.mapping.yaml), if none is given.

    Raises:
        Refused: the mapping or the table cannot be read, or do not fit together; says where.
    """
    mapped = read_mapping(mapping or path.with_name(f"{path.stem}{ENDING}"), vocabulary)
    table, notes = read_cells(path, **mapped.format), Notes(str(path), strict)
    check_columns(mapped, table, path)
    reading = Reading(str(path), mapped.dataset.id, vocabulary)
    rows = 0
    for row in table.rows:
        rows += 1
        _read_row(row, table, mapped, reading, notes)
    claims = _checked(reading, mapped, notes) if reading.claims else ()
    if not claims:
        raise refused([*notes.problems, Problem(str(path), 1, 1, "", None, "Nothing can be read from this table.")])
    counts = {"rows": rows, "claims": len(claims), "things": len({claim.subject for claim in claims})}
    return Release(LoadSet(mapped.dataset, mapped.sources, claims), notes.told(), counts)


def _read_row(row: Row, table: Table, mapped: TableMapping, reading: Reading, notes: Notes) -> None:
    for section, pairs in mapped.things.items():
        for pair in pairs:
            claims, things, references = len(reading.claims), len(reading.things), len(reading.references)
            try:
                if filled := fill(pair, row, table, reading.vocabulary.roles):
                    READERS[section](*filled, reading)
            except Empty as error:
                column = table.columns[error.column]
                notes.note(row.line, column, error.column, error.text or None, f"{error} The row is left out.")
            if reading.problems:
                _blame(reading.problems, table, mapped, notes)
                del reading.claims[claims:], reading.things[things:], reading.references[references:]
                reading.problems.clear()
            reading.claims[claims:] = [(claim, Place(notes.file, row.line, 1)) for claim, _ in reading.claims[claims:]]


def _blame(problems: Iterable[Problem], table: Table, mapped: TableMapping, notes: Notes) -> None:
    """Note what is wrong with cells. What is wrong with the mapping is wrong in every row: it is refused."""
    told = list(problems)
    if wrong := [replace(p, file=str(mapped.path), line=-p.line) for p in told if p.line < 0]:
        raise refused(wrong)
    names = {place: name for name, place in table.columns.items()}
    for problem in told:
        notes.add(replace(problem, field=names[problem.column]))


def _checked(reading: Reading, mapped: TableMapping, notes: Notes) -> tuple[Claim, ...]:
    """The claims that make sense together; of those that do not, it is noted why."""
    whole = replace(
        reading,
        sources=[(source, Place(str(mapped.path), 1, 1)) for source in mapped.sources],
        things=list(_once(reading.things)),
        claims=list({claim.id: (claim, place) for claim, place in reversed(reading.claims)}.values())[::-1],
    )
    outside = _outside(whole)
    problems = list(cross_check([whole], reading.vocabulary, outside))
    problems = problems or list(shape_problems([whole], reading.vocabulary, outside))
    if wrong := [p if p.line > 0 else replace(p, file=str(mapped.path), line=-p.line) for p in problems]:
        if elsewhere := [problem for problem in wrong if problem.file != notes.file]:
            raise refused(elsewhere)
        for problem in wrong:
            notes.note(problem.line, problem.column, problem.field, problem.value, f"{problem.message} It is left out.")
    bad = {problem.line for problem in problems}
    return tuple(claim for claim, place in whole.claims if place.line not in bad)


def _once(things: Iterable[Thing]) -> Iterator[Thing]:
    seen: set[tuple[str, str]] = set()
    for thing in things:
        if (thing.id, thing.type) not in seen:
            seen.add((thing.id, thing.type))
            yield thing


def _outside(reading: Reading) -> dict[str, str]:
    """Entities that the table refers to without describing them: they are taken to be in the graph, and to fit."""
    roles, own = reading.vocabulary.roles, {thing.id for thing in reading.things}
    named = (reference for reference in reading.references if reference.role and reference.name not in own)
    return {reference.name: roles[reference.role].range[0] for reference in named if reference.role}


__all__ = ["ENDING", "read_release"]
