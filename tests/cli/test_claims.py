"""Opening a claims file on an article at a terminal, with the names of a real graph."""

from pathlib import Path

from tests.cli.conftest import Run

ARTICLE = """<html lang="en"><head><title>Drones</title><meta name="date" content="2021-09-22"></head>
<body><p>Morocco and Israel Aerospace Industries are said to plan a plant.</p></body></html>"""


def test_a_claims_file_is_opened_on_a_saved_page(run: Run, ask: Run, tmp_path: Path) -> None:
    page, out = tmp_path / "page.html", tmp_path / "claims.yaml"
    page.write_text(ARTICLE)
    told = ask("claims", "new", str(page))
    assert {"morocco", "israel-aerospace-industries"} <= {entity["id"] for entity in told["entities"]}
    assert "2 entities" in run("claims", "new", str(page), "--out", str(out)).stderr
    text = out.read_text()
    assert "title: Drones" in text
    assert "date: 2021-09-22" in text
    assert "cannot be written" in run("claims", "new", str(page), "--out", str(out), exit=2).stderr
    assert "reliability" in run("check", str(out), exit=2).output
    assert "public internet" in run("claims", "new", "http://127.0.0.1:9/", exit=2).stderr
