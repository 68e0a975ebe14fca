"""The settings: one typed place, four sources, the first that speaks wins.

1. an option given on the command line or to :func:`load_settings`;
2. an environment variable, ``DEFGRAPH_`` and the name in capitals (``DEFGRAPH_PORT=9000``);
3. a TOML file: the one ``DEFGRAPH_CONFIG`` names, else ``defgraph.toml`` in the working directory;
4. the default.

>>> load_settings(port=9000).port
9000
>>> [row.source for row in describe(load_settings(port=9000)) if row.name == "port"]
['option']
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from platformdirs import user_cache_path, user_data_path
from pydantic import AfterValidator, Field, PrivateAttr, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from rapidfuzz.process import extractOne

from graph.errors import BadSettings

PREFIX = "DEFGRAPH_"
CONFIG_VARIABLE = "DEFGRAPH_CONFIG"
CONFIG_NAME = "defgraph.toml"

Folder = Annotated[Path, AfterValidator(lambda path: path.expanduser().absolute())]
JavaSize = Annotated[str, Field(pattern=r"^[1-9][0-9]*[kmgKMG]$")]
Seconds = Annotated[float, Field(gt=0)]
Port = Annotated[int, Field(ge=0, le=65535)]


class Settings(BaseSettings):
    """What can be set; a value is checked when it is read, and cannot change afterwards."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True, validate_default=True
    )

    data: Folder = Field(
        default_factory=lambda: user_data_path("defgraph", appauthor=False),
        description="Folder with everything that must be kept: the Neo4j store, its password, snapshots.",
    )
    cache: Folder = Field(
        default_factory=lambda: user_cache_path("defgraph", appauthor=False),
        description="Folder for what can be fetched again: the Neo4j jars. Shared by all data folders.",
    )
    host: str = Field("127.0.0.1", description="Address the API listens on.")
    port: Port | None = Field(8321, description="Port of the API; 0 takes any free one.")
    hosts: tuple[str, ...] = Field((), description="Host names the API answers to, such as kg.example.org. None: any.")
    read_only: bool = Field(False, description="Refuse everything that would change the graph.")
    base_iri: str = Field(
        "https://w3id.org/defgraph/",
        pattern=r"^https?://\S+[/#]$",
        description="Start of the IRIs of entities and terms in RDF; ends in / or #.",
    )

    neo4j_uri: str | None = Field(
        None,
        pattern=r"^(bolt|neo4j)(\+s|\+ssc)?://\S+$",
        description="A Neo4j of your own (bolt://, neo4j://, +s, +ssc). Unset: one is started and managed here.",
    )
    neo4j_user: str = Field("neo4j", min_length=1, description="User name for Neo4j.")
    neo4j_password: SecretStr | None = Field(
        None, description="Password for Neo4j. Unset: generated once for the managed one, kept in the data folder."
    )
    neo4j_database: str = Field("neo4j", min_length=1, description="Name of the database within Neo4j.")
    neo4j_heap: JavaSize = Field("1g", description="Heap of the managed Neo4j, such as 512m or 2g.")
    neo4j_page_cache: JavaSize = Field(
        "128m", description="Page cache of the managed Neo4j: file pages kept in memory."
    )
    neo4j_bolt_port: Port | None = Field(None, description="Bolt port of the managed Neo4j. Unset: a free one, kept.")
    neo4j_http_port: Port | None = Field(None, description="HTTP port of the managed Neo4j. Unset: a free one, kept.")
    neo4j_fast_start: bool = Field(
        True, description="Let the first run prepare, in the background, an archive that halves later starts (130 MB)."
    )
    neo4j_min_free_mb: int = Field(
        512, ge=0, description="Megabytes that must be free on the data folder's disk before Neo4j is started."
    )
    maven_url: str | None = Field(
        None,
        pattern=r"^https?://\S+$",
        description="A Maven repository to fetch the Neo4j jars from, such as a mirror.",
    )

    store_deadline: Seconds = Field(10, description="Seconds within which Neo4j must answer a read or a small write.")
    question_deadline: Seconds = Field(10, description="Seconds a question may take before it is given up.")
    sparql_memory_mb: int = Field(2048, ge=256, description="Megabytes of address space that a SPARQL query may use.")
    dumps: int = Field(3, ge=0, description="Versions of the dumps that `up` publishes and keeps; 0: none.")
    question_workers: int | None = Field(
        None,
        ge=0,
        le=256,
        description="Processes of `up` for quick questions, and half as many for slow ones. Unset: one a processor, "
        "two at least; 0: threads, which cannot be stopped.",
    )
    question_memory_mb: int = Field(
        1024, ge=256, description="Megabytes a question may take beside the graph itself, where Linux can bound them."
    )
    start_deadline: Seconds = Field(120, description="Seconds within which the managed Neo4j must be up.")
    stop_deadline: Seconds = Field(30, description="Seconds Neo4j gets to stop in order before it is killed.")

    _sources: dict[str, str] = PrivateAttr(default_factory=dict)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Option, environment, file: in this order."""
        file = config_file()
        files = () if file is None else (TomlConfigSettingsSource(settings_cls, toml_file=file),)
        return (init_settings, env_settings, *files)


@dataclass(frozen=True, slots=True)
class Row:
    """One setting as shown to a person: secrets masked, and where the value came from."""

    name: str
    value: str
    source: str
    description: str


def config_file() -> Path | None:
    """The settings file in use, or None.

    Raises:
        BadSettings: ``DEFGRAPH_CONFIG`` names a file that is not there.
    """
    if named := os.environ.get(CONFIG_VARIABLE):
        path = Path(named).expanduser()
        if not path.is_file():
            raise BadSettings(f"{CONFIG_VARIABLE} names {path}, which is not a file.", hint="Correct or unset it.")
        return path
    path = Path(CONFIG_NAME)
    return path if path.is_file() else None


def load_settings(**options: object) -> Settings:
    """Settings from options, environment, file and defaults; an option that is None counts as not given.

    Raises:
        BadSettings: a value cannot be used; says which, where it came from and why.
    """
    given = {name: value for name, value in options.items() if value is not None}
    _refuse_unknown_variables()
    sources = _sources(given)
    try:
        settings = Settings(**given)  # type: ignore[arg-type]  # each is checked by its field
    except ValidationError as error:
        raise _explain(error, sources) from None
    except (ValueError, OSError) as error:
        raise BadSettings(f"The settings file {config_file()} cannot be read: {error}.") from None
    settings._sources.update(sources)
    return settings


def describe(settings: Settings) -> tuple[Row, ...]:
    """Every setting with its value (secrets masked) and where it came from, in the order of the class."""
    return tuple(
        Row(name, _show(getattr(settings, name)), settings._sources.get(name, "default"), field.description or "")
        for name, field in Settings.model_fields.items()
    )


def _sources(given: Mapping[str, object]) -> dict[str, str]:
    """Where each setting that is not a default comes from."""
    file = config_file()
    sources = dict.fromkeys(_in_file(file), f"file {file}")
    sources |= {name: PREFIX + name.upper() for name in Settings.model_fields if _in_environment(name)}
    return sources | dict.fromkeys(given, "option")


def _in_environment(name: str) -> bool:
    return any(key.upper() == (PREFIX + name).upper() and value for key, value in os.environ.items())


def _refuse_unknown_variables() -> None:
    """A misspelt DEFGRAPH_READONLY must not leave the graph writable in silence."""
    names = {key: key.upper().removeprefix(PREFIX).lower() for key in os.environ if key.upper().startswith(PREFIX)}
    for variable, name in names.items():
        if variable.upper() != CONFIG_VARIABLE and name not in Settings.model_fields:
            raise BadSettings(f"The environment variable {variable} is no setting.", hint=_nearest(name))


def _in_file(file: Path | None) -> tuple[str, ...]:
    try:
        return tuple(TomlConfigSettingsSource(Settings, toml_file=file)()) if file else ()
    except (ValueError, OSError) as error:
        raise BadSettings(f"The settings file {file} cannot be read: {error}.", hint="It must be TOML.") from None


def _explain(error: ValidationError, sources: Mapping[str, str]) -> BadSettings:
    first = error.errors(include_url=False, include_input=False)[0]
    name = str(first["loc"][0]) if first["loc"] else "settings"
    if first["type"] == "extra_forbidden":
        return BadSettings(f"There is no setting '{name}' ({sources.get(name, 'option')}).", hint=_nearest(name))
    reason = first["msg"][0].lower() + first["msg"][1:]
    return BadSettings(f"The setting '{name}' ({sources.get(name, 'default')}) cannot be used: {reason}.")


def _nearest(name: str) -> str:
    best = extractOne(name, list(Settings.model_fields), score_cutoff=60)
    return f"Did you mean '{best[0]}'?" if best else "See 'defgraph config' for all of them."


def _show(value: object) -> str:
    return "" if value is None else str(value)


def refuse_read_only(settings: Settings) -> None:
    """Raise `BadSettings` if the settings forbid loading."""
    if settings.read_only:
        raise BadSettings("The settings say read_only: nothing is loaded.", hint="Unset it to load.")
