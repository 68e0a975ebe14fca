"""Settings: which source wins, what is refused and how that is told."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from graph.errors import BadSettings
from graph.settings import Settings, describe, load_settings


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting in the environment, no file in the working directory."""
    for name in [name for name in os.environ if name.upper().startswith("DEFGRAPH_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def source(settings: Settings, name: str) -> tuple[str, str]:
    row = next(row for row in describe(settings) if row.name == name)
    return row.value, row.source


def test_everything_has_a_default_and_a_meaning() -> None:
    rows = describe(load_settings())
    assert [row.name for row in rows] == list(Settings.model_fields)
    assert {row.source for row in rows} == {"default"}
    assert all(len(row.description) > 10 for row in rows)


def test_option_before_environment_before_file_before_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "defgraph.toml"
    assert source(load_settings(), "port") == ("8321", "default")
    file.write_text("port = 1001\nhost = '0.0.0.0'\n")
    assert source(load_settings(), "port") == ("1001", "file defgraph.toml")
    monkeypatch.setenv("DEFGRAPH_PORT", "1002")
    assert source(load_settings(), "port") == ("1002", "DEFGRAPH_PORT")
    assert source(load_settings(port=1003), "port") == ("1003", "option")
    assert source(load_settings(port=None), "port") == ("1002", "DEFGRAPH_PORT")
    assert source(load_settings(), "host") == ("0.0.0.0", "file defgraph.toml")


def test_the_file_can_be_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "elsewhere.toml"
    file.write_text("read_only = true\n")
    monkeypatch.setenv("DEFGRAPH_CONFIG", str(file))
    assert load_settings().read_only
    file.unlink()
    with pytest.raises(BadSettings, match=r"DEFGRAPH_CONFIG names .*elsewhere\.toml, which is not a file"):
        load_settings()


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEFGRAPH_PORT", "")
    assert source(load_settings(), "port") == ("8321", "default")


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("DEFGRAPH_PORT", "http", r"'port' \(DEFGRAPH_PORT\) cannot be used: .*integer"),
        ("DEFGRAPH_PORT", "70000", r"'port' \(DEFGRAPH_PORT\) cannot be used: .*65535"),
        ("DEFGRAPH_NEO4J_HEAP", "much", r"'neo4j_heap'"),
        ("DEFGRAPH_NEO4J_URI", "http://localhost", r"'neo4j_uri'"),
        ("DEFGRAPH_BASE_IRI", "https://example.org/x", r"'base_iri'"),
        ("DEFGRAPH_STORE_DEADLINE", "0", r"'store_deadline'"),
        ("DEFGRAPH_READONLY", "true", r"DEFGRAPH_READONLY is no setting. Did you mean 'read_only'"),
    ],
)
def test_a_bad_variable_is_named(monkeypatch: pytest.MonkeyPatch, variable: str, value: str, says: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(BadSettings, match=says):
        load_settings()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("port = 'x'", r"'port' \(file defgraph\.toml\) cannot be used"),
        ("prot = 1", r"no setting 'prot' \(file defgraph\.toml\)\. Did you mean 'port'"),
        ("port = ", r"settings file defgraph\.toml cannot be read"),
        ("\x00", r"settings file defgraph\.toml cannot be read"),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "defgraph.toml").write_text(text)
    with pytest.raises(BadSettings, match=says):
        load_settings()


def test_secrets_are_masked_wherever_settings_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEFGRAPH_NEO4J_PASSWORD", "open-sesame")
    settings = load_settings()
    assert settings.neo4j_password is not None
    assert settings.neo4j_password.get_secret_value() == "open-sesame"
    assert "open-sesame" not in f"{settings!r}{settings}{describe(settings)}{settings.model_dump_json()}"


def test_a_secret_that_cannot_be_used_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEFGRAPH_NEO4J_PASSWORD", "")
    assert load_settings().neo4j_password is None


def test_folders_are_absolute_and_a_tilde_is_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert load_settings(data="~/graph").data == tmp_path / "home" / "graph"
    assert load_settings(data="graph").data == tmp_path / "graph"
    assert load_settings().data.is_relative_to(tmp_path / "home")


def test_settings_do_not_change(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings()
    with pytest.raises(ValueError, match="frozen"):
        settings.port = 1


@tried(deadline=None)
@given(st.text(max_size=20))
def test_whatever_stands_in_a_setting_it_is_used_or_refused(text: str) -> None:
    for name in ("neo4j_heap", "neo4j_uri", "base_iri", "port"):
        try:
            value = getattr(load_settings(**{name: text}), name)
        except BadSettings as refusal:
            assert f"'{name}'" in str(refusal)
        else:
            assert str(value) == text or float(text) == value
