"""A register of the size of GLEIF's, generated and loaded: how long it takes, and how much memory the loader needs.

    python -m benchmarks.registry --entities 100000 300000 1000000
    python -m benchmarks.registry --entities 20000 40000 80000 --no-bulk

The two golden copies are made up, the same at each run: entities with names, addresses and numbers, and relations to
parents. A loader in a process of its own loads them into an empty store, with Neo4j's importer or over Bolt; its memory
(not that of Neo4j, which has its own limit) is looked at every second.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import orjson
import psutil
from rich.console import Console
from rich.table import Table

LEVEL_1 = (
    *("LEI", "Entity.LegalName", "Entity.LegalName.xmllang", "Entity.OtherEntityNames.OtherEntityName.1"),
    *("Entity.OtherEntityNames.OtherEntityName.1.xmllang", "Entity.OtherEntityNames.OtherEntityName.1.type"),
    *("Entity.LegalAddress.Country", "Entity.LegalJurisdiction", "Entity.EntityCategory", "Entity.EntityStatus"),
    *("Entity.RegistrationAuthority.RegistrationAuthorityID",),
    *("Entity.RegistrationAuthority.RegistrationAuthorityEntityID", "Entity.EntityCreationDate"),
    *("Registration.RegistrationStatus", "Registration.ValidationSources"),
)
LEVEL_2 = (
    *("Relationship.StartNode.NodeID", "Relationship.EndNode.NodeID", "Relationship.RelationshipType"),
    *("Relationship.RelationshipStatus", "Relationship.Period.1.startDate", "Relationship.Period.1.periodType"),
    *("Registration.RegistrationStatus", "Registration.ValidationSources"),
)
WORDS = ("Atlas", "Kite", "Sand", "Harbour", "North", "Delta", "Iron", "Cedar", "Falcon", "Amber", "Ridge", "Coral")
TRADES = ("Works", "Systems", "Holding", "Optics", "Shipping", "Trading", "Energy", "Capital", "Foods", "Partners")
COUNTRIES = ("DE", "FR", "GB", "US", "MA", "IL", "AE", "IT", "ES", "PL")


def lei(number: int) -> str:
    """A Legal Entity Identifier with right check digits.

    >>> lei(7)
    '9999000000000000BE87'
    """
    stem = f"9999{_base_36(number):0>14}"[:18]
    digits = "".join(str(int(letter, 36)) for letter in stem + "00")
    return f"{stem}{98 - int(digits) % 97:02}"


def _base_36(number: int) -> str:
    digits = ""
    while number:
        number, place = divmod(number, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place] + digits
    return digits or "0"


def entities(count: int) -> Iterator[Sequence[str]]:
    """Rows of the golden copy of level 1."""
    made = random.Random(1)
    for number in range(count):
        name = f"{made.choice(WORDS)} {made.choice(WORDS)} {made.choice(TRADES)} {number}"
        other = (f"{name} Group", "en", "TRADING_OR_OPERATING_NAME") if number % 3 == 0 else ("", "", "")
        country = made.choice(COUNTRIES)
        since = f"{made.randrange(1950, 2024)}-{made.randrange(1, 13):02}-01"
        register = ("RA000001", f"HRB {number}", since)
        kind = (country, country, "GENERAL", "ACTIVE")
        yield lei(number), name, "en", *other, *kind, *register, "ISSUED", "FULLY_CORROBORATED"


def relations(count: int, among: int) -> Iterator[Sequence[str]]:
    """Rows of the golden copy of level 2: each entity has at most one parent, with a smaller number."""
    made = random.Random(2)
    for number in range(1, count + 1):
        child = number % among or 1
        kind = "IS_DIRECTLY_CONSOLIDATED_BY" if number < among else "IS_ULTIMATELY_CONSOLIDATED_BY"
        parent = made.randrange(child)
        since = f"{made.randrange(1990, 2024)}-01-01T00:00:00Z"
        status = ("ACTIVE", since, "RELATIONSHIP_PERIOD", "PUBLISHED", "FULLY_CORROBORATED")
        yield lei(child), lei(parent), kind, *status


def write(folder: Path, count: int, links: int) -> None:
    """Both golden copies."""
    sheets = (("lei2", LEVEL_1, entities(count)), ("rr", LEVEL_2, relations(links, count)))
    for kind, header, rows in sheets:
        path = folder / f"20250101-0000-gleif-goldencopy-{kind}-golden-copy.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, quoting=csv.QUOTE_ALL)
            table.writerow(header)
            table.writerows(rows)


def watch(command: Sequence[str], data: Path) -> tuple[float, list[int], str]:
    """Run a loader: the seconds it took, its memory in MB at each second, and what it said."""
    start, memory = time.perf_counter(), list[int]()
    environment = os.environ | {"DEFGRAPH_DATA": str(data)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as loader:
        process = psutil.Process(loader.pid)
        while loader.poll() is None:
            memory.append(process.memory_info().rss // 2**20)
            time.sleep(1)
        said = loader.stdout.read() if loader.stdout else ""
    if loader.returncode:
        raise SystemExit(f"The load failed with {loader.returncode}.")
    return time.perf_counter() - start, memory, said


def load(count: int, links: int, how: str) -> tuple[float, list[int]]:
    """Generate a register, load it: the seconds it took, and the loader's memory in MB at each of them."""
    with tempfile.TemporaryDirectory() as name:
        folder, data = Path(name) / "gleif", Path(name) / "data"
        folder.mkdir()
        write(folder, count, links)
        start = "from cli.main import run; run()"
        seconds, memory, said = watch([sys.executable, "-c", start, "load", "gleif", str(folder), how, "--json"], data)
    if orjson.loads(said)["added"] < count + links:
        raise SystemExit(f"Not all was loaded: {said}")
    return seconds, memory


def quarters(memory: Sequence[int]) -> str:
    """The most in each quarter of the time."""
    return ", ".join(str(max(memory[len(memory) * i // 4 : len(memory) * (i + 1) // 4] or [0])) for i in range(4))


def main() -> None:
    """Generate, load, show."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--entities", type=int, nargs="+", default=[100_000])
    parser.add_argument("--relations", type=int, help="by default half as many as entities")
    parser.add_argument("--bulk", action=argparse.BooleanOptionalAction, default=True)
    options = parser.parse_args()
    how = "--bulk" if options.bulk else "--no-bulk"
    table = Table("entities", "relations", "how", "seconds", "MB at most", "MB, most in each quarter of the time")
    for count in options.entities:
        links = count // 2 if options.relations is None else options.relations
        seconds, memory = load(count, links, how)
        table.add_row(f"{count:,}", f"{links:,}", how, f"{seconds:.0f}", f"{max(memory):,}", quarters(memory))
    Console().print(table)


if __name__ == "__main__":
    main()
