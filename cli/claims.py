"""``defgraph claims new``: open a claims file on an article, with what can be told without reading it."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer

from cli.session import ask
from cli.show import talk, write_bytes
from cli.where import Where, located
from graph.cite import name_thing
from graph.errors import Refused
from graph.questions.names import names_of
from graph.snapshot import Snapshot
from loaders.article import Named, Page, fetch, find_mentions, read_page, read_saved, write_draft
from loaders.safe_read import read_bytes

app = typer.Typer(no_args_is_help=True, help="Claims files: open a new one on an article.")
What = Annotated[str, typer.Argument(help="The address of a page, or a file with HTML or plain text.")]
Out = Annotated[Path | None, typer.Option(help="Write the claims file here; an existing one is left alone.")]
Private = Annotated[bool, typer.Option("--private", help="Fetch from addresses within a private network too.")]


@app.callback()
def claims() -> None:
    """Claims files: open a new one on an article."""


@app.command("new")
@located
def new(what: What, *, out: Out = None, private: Private = False, where: Where) -> None:
    """Open a claims file: its source as the page describes itself, and the graph's entities that the text names."""
    page, accessed = _page(what, private=private)
    found = find_mentions(page.text, ask(where, _named))
    draft = write_draft(page, found, out.name if out else "FILE", accessed)
    if where.json:
        names = [
            {"id": e.id, "type": e.type, "places": [[p.line, p.column, p.text] for p in at]} for e, at in found.items()
        ]
        write_bytes(orjson.dumps({"draft": draft, "entities": names}))
    elif out is None:
        write_bytes(draft.encode())
    if out is not None:
        _write(out, draft)
        talk(f"{out}: {len(found)} entities of the graph are named in the text. Go on with an editor.")


def _page(what: str, *, private: bool) -> tuple[Page, str | None]:
    """The page, and the day it was fetched, if it was."""
    if what.startswith(("http://", "https://")):
        got = fetch(what, private=private)
        page = read_page(got.body, html=got.media_type != "text/plain", charset=got.charset)
        told = {name: getattr(page, name) for name in Page.__dataclass_fields__} | {"url": page.url or got.url}
        return Page(**told), datetime.now(UTC).date().isoformat()
    return read_saved(read_bytes(Path(what)), what), None


def _named(snapshot: Snapshot) -> list[Named]:
    """The entities of the graph with all that they are called; identifiers that are numbers name nobody in a text."""
    texts: dict[str, list[str]] = defaultdict(list)
    for name in names_of(snapshot):
        if name.row is not None:
            texts[name.entity].append(name.text)
    shown = ((names, name_thing(snapshot, entity)) for entity, names in texts.items())
    return [Named(thing["id"], thing["type"], thing["name"], tuple(names)) for names, thing in shown]


def _write(out: Path, draft: str) -> None:
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(draft)
    except OSError as error:
        raise Refused(f"{out} cannot be written: {error.strerror}.", hint="Choose another name.") from None
