"""Golden copies in CSV, which have a column for each of five other names, periods and successors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from loaders.gleif.records import Entity, Name, NoParent, Record, Relation, held
from loaders.problem import Problem, refused

Cells = Mapping[str, str]
_SEVERAL = range(1, 6)
_ENTITY, _START, _REASON = "Entity.LegalName", "Relationship.StartNode.NodeID", "Exception.Category"
_KNOWN = re.compile(r"(LEI|ConformityFlag|(Entity|Registration|Relationship|Exception|Extension)\..+)")
"""What a column's name is like; a file with others is none of GLEIF's."""


def find_reader(columns: Cells, name: str) -> Callable[[Cells, int], Record]:
    """What reads the rows of a golden copy with these columns.

    Raises:
        Refused: these are not the columns of one.
    """
    if strange := [column for column in columns if not _KNOWN.fullmatch(column)]:
        raise refused([Problem(name, 1, 1, strange[0], None, "This column is in none of GLEIF's golden copies.")])
    for column, needs, read in (
        (_ENTITY, ("LEI",), _entity),
        (_START, ("Relationship.EndNode.NodeID", "Relationship.RelationshipType"), _relation),
        (_REASON, ("LEI", "Exception.Reason.1"), _exception),
    ):
        if column in columns:
            if missing := [need for need in needs if need not in columns]:
                raise refused([Problem(name, 1, 1, missing[0], None, "The header lacks this column.")])
            return read
    message = f"The header has none of the columns {_ENTITY}, {_START} and {_REASON}. Is this a golden copy of GLEIF's?"
    raise refused([Problem(name, 1, 1, "", None, message)])


def _entity(cells: Cells, line: int) -> Entity:
    authority = "Entity.RegistrationAuthority.RegistrationAuthority"
    said = cells.get
    return Entity(
        lei=cells["LEI"],
        names=(Name(cells[_ENTITY], said(f"{_ENTITY}.xmllang", "")), *_names(cells)),
        line=line,
        category=said("Entity.EntityCategory", ""),
        status=said("Entity.EntityStatus", ""),
        jurisdiction=said("Entity.LegalJurisdiction", ""),
        country=said("Entity.LegalAddress.Country", ""),
        created=said("Entity.EntityCreationDate", ""),
        expired=said("Entity.EntityExpirationDate", ""),
        register=said(f"{authority}ID", ""),
        number=said(f"{authority}EntityID", ""),
        successors=tuple(_successors(cells)),
        registration=said("Registration.RegistrationStatus", ""),
        checked=said("Registration.ValidationSources", ""),
    )


def _names(cells: Cells) -> Iterator[Name]:
    for other in ("OtherEntityName", "TransliteratedOtherEntityName"):
        for number in _SEVERAL:
            column = f"Entity.{other}s.{other}.{number}"
            if text := cells.get(column):
                yield Name(text, cells.get(f"{column}.xmllang", ""), cells.get(f"{column}.type", ""))


def _successors(cells: Cells) -> Iterator[tuple[str, str]]:
    for column in ("Entity.SuccessorEntity", *(f"Entity.SuccessorEntity.{number}" for number in _SEVERAL)):
        lei, name = cells.get(f"{column}.SuccessorLEI", ""), cells.get(f"{column}.SuccessorEntityName", "")
        if lei or name:
            yield lei, name


def _relation(cells: Cells, line: int) -> Relation:
    columns = [f"Relationship.Period.{number}" for number in _SEVERAL]
    periods = [(cells.get(f"{c}.periodType"), cells.get(f"{c}.startDate"), cells.get(f"{c}.endDate")) for c in columns]
    said = cells.get
    return Relation(
        cells[_START],
        cells["Relationship.EndNode.NodeID"],
        cells["Relationship.RelationshipType"],
        line,
        said("Relationship.RelationshipStatus", ""),
        *held(periods),
        registration=said("Registration.RegistrationStatus", ""),
        checked=said("Registration.ValidationSources", ""),
    )


def _exception(cells: Cells, line: int) -> NoParent:
    reference = "; ".join(text for n in _SEVERAL if (text := cells.get(f"Exception.Reference.{n}")))
    return NoParent(cells["LEI"], cells[_REASON], cells["Exception.Reason.1"], line, reference)


__all__ = ["find_reader"]
