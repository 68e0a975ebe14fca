"""What stands in Wikidata's statements: texts, times, items, quantities, and references."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Json = dict[str, Any]
_TIME = re.compile(r"\+(\d{4})-(\d\d)-(\d\d)T00:00:00Z")
_DECADE, _YEAR, _MONTH, _DAY = 8, 9, 10, 11
_JULIAN = "Q1985786"
_PERCENT = "Q11229"
_URL, _STATED_IN = "P854", "P248"


def value_of(snak: Json) -> Any:  # noqa: ANN401 - whatever kind of value it has
    """The value of a snak: a text, an item's id, an EDTF date, a number; None if it has none that can be used.

    >>> time = {"time": "+1952-10-00T00:00:00Z", "precision": 10, "calendarmodel": "http://x/Q1985727"}
    >>> value_of({"snaktype": "value", "datavalue": {"type": "time", "value": time}})
    '1952-10'
    """
    if snak.get("snaktype") != "value":
        return None
    told = snak["datavalue"]
    read = _READERS.get(told["type"])
    return read(told["value"]) if read else None


def day_of(time: Json) -> str | None:
    """A time as an EDTF date, as exact as it is; None if it is less exact than a decade, or before our era.

    A day in the Julian calendar is given as its year.
    """
    found = _TIME.fullmatch(str(time.get("time")))
    precision = time.get("precision")
    if not found or not isinstance(precision, int) or precision < _DECADE or found[1] == "0000":
        return None
    if precision == _DECADE:
        return f"{found[1][:3]}X"
    julian = str(time.get("calendarmodel", "")).endswith(_JULIAN)
    if precision == _YEAR or julian:
        return found[1]
    return f"{found[1]}-{found[2]}" if precision == _MONTH else f"{found[1]}-{found[2]}-{found[3]}"


def percent_of(quantity: Json) -> float | int | None:
    """A proportion in percent: Wikidata has them as parts of 1, or in percent.

    >>> percent_of({"amount": "+0.505", "unit": "1"}), percent_of({"amount": "+50", "unit": "http://x/Q11229"})
    (50.5, 50)
    """
    try:
        amount = float(quantity["amount"])
    except (KeyError, TypeError, ValueError):
        return None
    percent = amount if str(quantity.get("unit", "")).endswith(_PERCENT) else round(amount * 100, 6)
    if not 0 <= percent <= 100:  # noqa: PLR2004 - percent
        return None
    return int(percent) if percent.is_integer() else percent


def references(statement: Json) -> Iterator[str]:
    """Where a statement says it is from: addresses, and items that it is stated in."""
    for reference in statement.get("references") or ():
        snaks = reference.get("snaks") or {}
        for name in (_URL, _STATED_IN):
            yield from (str(value) for snak in snaks.get(name) or () if (value := value_of(snak)) is not None)


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "string": lambda text: text,
    "monolingualtext": lambda value: value["text"],
    "wikibase-entityid": lambda value: value.get("id"),
    "time": day_of,
    "quantity": percent_of,
}
"""What reads a value, by its type."""

__all__ = ["day_of", "percent_of", "references", "value_of"]
