"""What holds the graph together, at a terminal."""

from tests.cli.conftest import Run


def test_links_cutpoints_groups_and_k_components_are_shown(run: Run, ask: Run) -> None:
    assert run("edges", "--top", "3").stdout.splitlines()[0].split() == ["rank", "score", "relationships"]
    cut = ask("cutpoints", "--relationship", "Transfer")["data"]
    shown = run("cutpoints", "--relationship", "Transfer").stdout
    assert cut["articulation_points"][0]["entity"]["name"] in shown
    assert "betweenness" in run("group", "--member", "Morocco", "--member", "Israel").stdout
    assert run("k-components", "--relationship", "AccordParty").stdout.splitlines()[0].split() == [
        "k",
        "size",
        "entities",
    ]


def test_a_series_is_a_row_a_date(run: Run) -> None:
    asked = ("central", "degree", "--type", "State", "--relationship", "Transfer", "--series", "2018/2022/P2Y")
    assert [line.split()[0] for line in run(*asked).stdout.splitlines()] == ["date", "2018", "2020", "2022"]
    rows = run(*asked, "--format", "csv").stdout.splitlines()
    assert [row.split(",")[0] for row in rows] == ["date", "2018", "2020", "2022"]


def test_parts_triads_and_who_is_alike_are_shown(run: Run) -> None:
    assert run("components", "--relationship", "Ownership").stdout.splitlines()[0].startswith("size")
    assert run("communities", "--top", "2").stdout.splitlines()[0].startswith("size")
    assert run("communities", "--method", "louvain", "--top", "2").stdout.splitlines()[0].startswith("size")
    assert run("cliques", "--top", "2").stdout.splitlines()[0].startswith("size")
    assert "030T" in run("triads", "--relationship", "Ownership").stdout
    assert run("alike", "Morocco").stdout.splitlines()[0].split() == ["rank", "score", "name", "shared"]


def test_guesses_are_shown_with_what_they_are_worth(run: Run) -> None:
    shown = run("predict", "--relationship", "Transfer", "--entity", "Morocco").stdout
    assert shown.splitlines()[0].split() == ["rank", "score", "shared"]
    assert "no evidence" in " ".join(shown.split())
    assert "By chance" in shown
