"""The world's register of arms transfers, asked as an analyst asks it: over HTTP and at the terminal, the same bytes.

The answers are held against NetworkX on exported graphs and against the publisher's file, read by hand.
"""

import asyncio
import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import networkx as nx
import orjson
import pytest
from typer.testing import CliRunner

from api.app import create_app
from cli.main import app as command_line
from graph.server import Connection
from graph.service import Service
from graph.store import Store
from loaders.run import load_release, read_named
from ontology.vocabulary import load_vocabulary
from tests.cli.conftest import environment
from tests.conftest import load_packaged
from tests.real_data import real_file

pytestmark = [pytest.mark.real_data, pytest.mark.timeout(1800)]

FILE = ("sipri-trade-register", "trade-register_2025-03-13.csv")
VOCABULARY = load_vocabulary()
Get = Callable[..., Any]


async def load_register(connection: Connection) -> None:
    async with Store.open(connection, VOCABULARY, deadline=120) as store:
        await load_release(store, read_named("sipri-register", real_file(*FILE), VOCABULARY))


@pytest.fixture
def world(clean_store: Connection) -> Connection:
    """A Neo4j with the packaged datasets and the whole register."""
    asyncio.run(load_packaged(clean_store))
    asyncio.run(load_register(clean_store))
    return clean_store


@pytest.fixture
def get(world: Connection) -> Iterator[Get]:
    """Ask over HTTP; have the body as bytes."""
    with asyncio.Runner() as runner:
        connect = lambda: Store.open(world, VOCABULARY, deadline=120)  # noqa: E731
        service = Service(VOCABULARY, connect, deadline=300)
        runner.run(service.__aenter__())
        transport = httpx.ASGITransport(create_app(service, base_iri="https://w3id.org/defgraph/"))
        client = httpx.AsyncClient(transport=transport, base_url="http://defgraph.test")

        def ask(path: str, body: Any = None, /, **parameters: Any) -> bytes:
            method = "POST" if body else "GET"
            response = runner.run(client.request(method, f"/api/v1/{path}", params=parameters, json=body))
            assert response.status_code == 200, response.text
            check_receipt(response)
            return response.content

        yield ask
        runner.run(client.aclose())
        runner.run(service.__aexit__())


@pytest.fixture
def typed(world: Connection, tmp_path: Path) -> Callable[..., bytes]:
    """Ask at the terminal; have what it prints."""
    settings = environment(world, tmp_path / "data") | {"DEFGRAPH_QUESTION_DEADLINE": "300"}
    runner = CliRunner(env=settings)

    def invoke(*words: str) -> bytes:
        result = runner.invoke(command_line, list(words))
        assert result.exit_code == 0, (result.output, result.stderr, result.exception)
        return result.stdout_bytes.strip()

    return invoke


def check_receipt(response: httpx.Response) -> None:
    """Whoever has an answer can work out its hash (docs/api.md)."""
    told = response.json()
    digest = told["receipt"].pop("hash")
    body = {name: told[name] for name in ("data", "receipt")}
    assert hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest() == digest
    assert response.headers["etag"] == f'"{digest}"'


def volumes(first: int, last: int) -> dict[str, float]:
    """TIV of what Morocco got in some years, by supplier as the file writes it, deliveries spread evenly."""
    sums: defaultdict[str, float] = defaultdict(float)
    lines = real_file(*FILE).read_bytes().decode("latin-1").split("\n")
    for row in (line.strip("\r").split(",") for line in lines):
        if len(row) == 16 and row[0] == "Morocco" and row[10]:
            years = [int(year) for year in row[10].split("; ")]
            sums[row[1]] += float(row[15]) * sum(first <= year <= last for year in years) / len(years)
    return {name: amount for name, amount in sums.items() if amount}


def brokers_by_hand(typed: Callable[..., bytes], date: str) -> list[str]:
    """States by betweenness in the deals between states at a date, by NetworkX on the graph as its owner exports it."""
    view = ("--as-of", date, "--relationship", "Transfer", "--type", "State")
    exported = typed("export", "--format", "graphml", "--include-restricted", *view)
    scores = nx.betweenness_centrality(nx.Graph(nx.parse_graphml(exported.decode())))
    return sorted(scores, key=lambda name: (-round(scores[name], 12), name))


def test_what_the_page_says_of_morocco_is_in_the_register() -> None:
    text = Path("docs/questions.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d{4})–(\d{4}) \| (.*) \| (0\.\d\d) \|$", text, re.MULTILINE)
    assert len(rows) == 4
    for first, last, partners, index in rows:
        amounts = volumes(int(first), int(last))
        shares = {name: amount / sum(amounts.values()) for name, amount in amounts.items()}
        named = re.findall(r"([A-Z][A-Za-z ]+) (\d+) %", partners)
        assert [name for name, _ in named] == sorted(shares, key=lambda name: -shares[name])[:3]
        assert all(abs(100 * shares[name] - int(share)) <= 0.5 for name, share in named)
        assert sum(share**2 for share in shares.values()) == pytest.approx(float(index), abs=0.005)


def test_an_analyst_asks_the_register(get: Get, typed: Callable[..., bytes]) -> None:
    the_brokers_of_2010_and_2024(get, typed)
    the_suppliers_of_morocco_by_windows(get, typed)
    what_a_path_stands_on(get, typed)
    a_series_to_plot(get, typed)


def the_brokers_of_2010_and_2024(get: Get, typed: Callable[..., bytes]) -> None:
    asked = {"measure": "betweenness", "within": "State", "top": 10}
    views = [{"as_of": date, "relationship": ["Transfer"]} for date in ("2010", "2024")]
    body = {"question": "centrality", "parameters": asked, "left": views[0], "right": views[1]}
    compared = orjson.loads(get("compare", body))
    for date in ("2010", "2024"):
        ranking = orjson.loads(get("centrality", **asked, as_of=date, relationship="Transfer"))
        assert [row["entity"]["id"] for row in ranking["data"]] == brokers_by_hand(typed, date)[:10]
        assert ranking["receipt"]["claim_count"] > 100
        assert any("SIPRI" in source["title"] for source in ranking["receipt"]["sources"])
    assert compared["data"]["changes"]["rows"]["move"]
    words = [f"--ask={name}={value}" for name, value in asked.items()]
    sides = [word for side, date in (("left", 2010), ("right", 2024)) for word in
             (f"--{side}=as_of={date}", f"--{side}=relationship=Transfer")]  # fmt: skip
    assert orjson.loads(typed("compare", "centrality", *words, *sides, "--json")) == compared


def the_suppliers_of_morocco_by_windows(get: Get, typed: Callable[..., bytes]) -> None:
    view = {"dataset": "sipri-register"}
    answer = get("dependency", recipient="Morocco", period="2010/2024", window="P5Y", **view)
    records = orjson.loads(answer)["data"]
    for record, years in zip(records, ((2010, 2014), (2015, 2019), (2020, 2024)), strict=True):
        amounts = volumes(*years)
        shares = sorted((p["shares"]["tiv"] for p in record["partners"] if p["shares"]["tiv"]), reverse=True)
        total = sum(amounts.values())
        assert shares == pytest.approx(sorted((v / total for v in amounts.values()), reverse=True), abs=2e-4)
        squares = sum((v / total) ** 2 for v in amounts.values())
        assert record["concentration"]["tiv"]["low"] == pytest.approx(squares, abs=1e-4)
    deals = {(p["entity"] or {"name": "unknown"})["name"]: p["deals"] for p in records[-1]["partners"]}
    assert [deals[name] for name in ("United States", "France", "Turkey", "Israel")] == [5, 5, 4, 3]  # as the page says
    words = ("--period", "2010/2024", "--window", "P5Y", "--dataset", "sipri-register")
    assert typed("dependency", "Morocco", *words, "--json") == answer


def what_a_path_stands_on(get: Get, typed: Callable[..., bytes]) -> None:
    ends = {"from": "Morocco", "to": "Israel Aerospace Industries", "max_hops": 2}
    answer = get("fragility", **ends)
    data = orjson.loads(answer)["data"]
    assert data["holds"]
    for lost in data["sets"]:
        without = orjson.loads(get("paths", **ends, without=[source["id"] for source in lost]))
        assert without["data"] == []
    first = orjson.loads(get("paths", **ends, k=1))["data"][0]["hops"]
    said = {hop["relationship"]["id"]: {c["source"]["id"] for c in hop["claims"] if c["status"] == "asserted"}
            for hop in first}  # fmt: skip
    assert {s["relationship"]: set(s["units"]) for s in data["route"]["stands_on"]} == said
    assert typed("fragility", "Morocco", "Israel Aerospace Industries", "--max-hops", "2", "--json") == answer


def a_series_to_plot(get: Get, typed: Callable[..., bytes]) -> None:
    asked = {"measure": "pagerank", "within": "State", "relationship": "Transfer", "series": "2015/2024/P1Y"}
    answer = get("centrality", **asked)
    data = orjson.loads(answer)["data"]
    assert data["dates"] == [str(year) for year in range(2015, 2025)]
    for at in (0, 9):
        one = {name: value for name, value in asked.items() if name != "series"}
        alone = orjson.loads(get("centrality", **one, as_of=data["dates"][at]))
        assert data["points"][at]["hash"] == alone["receipt"]["hash"]
        scores = {row["entity"]["id"]: row["score"] for row in alone["data"]}
        assert {c["id"]: c["values"][at] for c in data["columns"] if c["values"][at] is not None} == scores
    words = ("--within", "State", "--relationship", "Transfer", "--series", "2015/2024/P1Y")
    assert typed("central", "pagerank", *words, "--json") == answer
