"""No Cypher is put together: every statement that is run is a constant of its module."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import graph

ROOT = Path(graph.__file__).parent.parent
PACKAGES = ("ontology", "graph", "loaders", "api", "cli")
RUN = {"run", "execute_query", "Query", "read", "step"}
"""What is handed a statement as its first argument."""
DRIVERS = {"neo4j", "graph.store.bolt"}
"""What a module imports that runs statements. (The shell is one: it runs what its user types.)"""
WORDS = ("MATCH ", "MERGE ", "CREATE ", "UNWIND ", "DETACH ", "RETURN ", "FOREACH ", "LOAD CSV")


def composed(source: str) -> Iterator[str]:
    """The places of a module where Cypher is put together, or something put together is run."""
    tree = ast.parse(source)
    talks = any(isinstance(node, ast.ImportFrom) and node.module in DRIVERS for node in tree.body)
    constants = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant | ast.Tuple)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr | ast.BinOp) and any(word in ast.unparse(node) for word in WORDS):
            yield f"line {node.lineno}: {ast.unparse(node)}"
        if talks and isinstance(node, ast.Call) and node.args and name_of(node.func) in RUN:
            argument = node.args[0]
            if isinstance(argument, ast.JoinedStr | ast.BinOp):
                yield f"line {node.lineno}: {ast.unparse(node)}"
            if isinstance(argument, ast.Call) and name_of(argument.func) not in RUN:
                yield f"line {node.lineno}: {ast.unparse(node)}"
            if isinstance(argument, ast.Name) and argument.id.isupper() and argument.id not in constants:
                yield f"line {node.lineno}: {argument.id} is no constant"


def name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def modules() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def test_no_module_composes_cypher():
    found = {str(path.relative_to(ROOT)): list(composed(path.read_text(encoding="utf-8"))) for path in modules()}
    shell = found.pop("cli/cypher.py")
    assert all("self._ask(statement)" in place or "self._close()" in place for place in shell)
    assert {path: places for path, places in found.items() if places} == {}
    assert "graph/store/show.py" in found


@pytest.mark.parametrize(
    "bad",
    [
        'session.run(f"MATCH (n:{label}) RETURN n")',
        'driver.execute_query("MATCH (n) WHERE n.id = " + name)',
        'text = "MATCH (n:%s) RETURN n" % label',
        'bolt.read("MATCH (n:{}) RETURN n".format(label))',
        "QUERY = make()\nbolt.read(QUERY)",
        'step("".join(parts))',
    ],
)
def test_what_would_be_found(bad: str):
    assert list(composed("from graph.store.bolt import step\n" + bad))


def test_what_is_fine():
    assert not list(
        composed('from neo4j import Query\nQUERY = "MATCH (n) RETURN n"\nbolt.read(QUERY, n=f"{name} RETURN")')
    )
