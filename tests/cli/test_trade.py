"""Questions on trade at a terminal."""

import json

from tests.cli.conftest import Run


def test_suppliers_are_shown_by_window_with_shares_and_concentration(run: Run) -> None:
    result = run("dependency", "Morocco", "--period", "2015/2024", "--window", "P5Y")
    assert "2015–2019" in result.stdout
    assert "HHI 0." in result.stdout
    row = next(line for line in result.stdout.splitlines() if "United States" in line)
    assert "91.0 %" in row
    assert "claims from" in result.stderr


def test_customers_as_json_are_what_the_api_answers(run: Run) -> None:
    result = run("dependency", "--supplier", "Israel", "--by", "order", "--json")
    answer = json.loads(result.stdout)
    assert answer["receipt"]["question"]["parameters"]["supplier"] == "israel"
    assert any(p["entity"]["id"] == "morocco" for p in answer["data"][0]["partners"] if p["entity"])


def test_who_is_missing_is_said(run: Run) -> None:
    assert "Name a recipient or a supplier" in run("dependency", exit=2).stderr


def test_what_is_lost_is_shown_with_reasons(run: Run) -> None:
    shown = run("loss", "Morocco", "--without", "IAI").stdout
    assert "Morocco loses" in shown
    assert "nobody else is known to make Barak MX" in shown
    assert "Barak MX" in run("single-points", "Morocco").stdout
