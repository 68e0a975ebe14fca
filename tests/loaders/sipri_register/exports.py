"""Exports as SIPRI makes them and others save them, of deals that are made up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

HEADER = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,"
    "Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons"
)
ALL = "Transfers of major conventional arms from All countries  to All countries . "
WHOLE = ALL + "Deals with deliveries made for the year range 'Not specified' to 'Not specified' "
DELIVERED = ALL + "Deals with deliveries made for the year range '1950' to '2025' "


def deal(  # noqa: PLR0917 - a column each
    recipient: str = "Morocco",
    supplier: str = "Israel",
    designation: str = "Heron-9",
    description: str = "UAV",
    year: str = "2020",
    ordered: str = "4",
    delivered: str = "4",
    years: str = "2021; 2022",
    comments: str = "",
    status: str = "New",
    unit: str = "2.5",
    tiv: str = "10",
    tiv_delivered: str = "10",
    doubts: str = "   ",
) -> str:
    """One record; `doubts` has the marks after the year, the number ordered and the number delivered."""
    first, second, third = (mark.strip() for mark in doubts)
    cells = (
        *(recipient, supplier, year, first, ordered, second, designation, description, delivered, third),
        *(years, status, comments, unit, tiv, tiv_delivered),
    )
    return ",".join(cells)


def undelivered(**said: str) -> str:
    """A deal without a delivery."""
    return deal(**{"delivered": "0", "years": "", "tiv_delivered": "0", **said})


def raw(
    path: Path, records: Iterable[str], asked: str = WHOLE, made: str = "13 Mar 2025 10:02:49 AM", header: str = HEADER
) -> Path:
    """A file as SIPRI sends it: eleven lines of preamble, Windows-1252, no quoting."""
    preamble = (
        asked,
        "A '?' in a column indicates uncertain data.",
        "An empty field for 'Number ordered' indicates that data is not yet available.",
        "SIPRI trend-indicator values (TIVs) are in millions.",
        "",
        "Source: SIPRI Arms Transfers Database (c) SIPRI.",
        f"Data generated: {made}",
    )
    path.write_bytes("".join(f"{line}\n" for line in (*preamble, header, *records)).encode("cp1252"))
    return path


def resaved(path: Path, records: Sequence[str]) -> Path:
    """The same after a spreadsheet: no preamble, UTF-8 with a byte order mark, CRLF, every line filled to 16 fields."""
    lines = [line for record in records for line in record.replace("\r", "").split("\n")]
    filled = [",".join((line.split(",") + [""] * 16)[:16]) for line in lines]
    path.write_bytes("".join(f"{line}\r\n" for line in (HEADER, *filled)).encode("utf-8-sig"))
    return path
