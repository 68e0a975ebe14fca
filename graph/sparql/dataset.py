"""The graph as a dataset of rdflib's, for programs of one's own: over the store that queries run on, not in memory.

It is made once for each revision and view, in the data folder, and only read after that. Queries that are given as text
are Oxigraph's and as fast as at the endpoint, without its limits: the process is the caller's.
"""

from __future__ import annotations

import asyncio
import shutil
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from oxrdflib import OxigraphStore
from pyoxigraph import Store as Quads
from rdflib import Dataset

from graph.rdf.model import Model
from graph.rdf.quads import to_quads
from graph.server import connect_or_start
from graph.service import Service
from graph.settings import Settings, load_settings
from graph.snapshot import Snapshot
from graph.sparql.build import build, store_name
from graph.store import Store
from graph.view import View
from ontology.iri import Iris
from ontology.vocabulary import load_vocabulary

FOLDER = "rdf"
"""The folder within the data folder that the stores are in."""


def open_dataset(settings: Settings | None = None, view: View | None = None) -> Dataset:
    """The latest revision as a dataset of rdflib's, with the prefixes of docs/rdf.md; it can't be written to.

    `view` says what of the graph (default: the plain view). Neo4j is started for the time of reading if it doesn't run.

    Raises:
        ServerError: Neo4j can neither be reached nor started.
    """
    chosen = settings or load_settings()
    with ThreadPoolExecutor(1) as aside:  # a notebook has an event loop of its own in this thread
        snapshot = aside.submit(asyncio.run, _read(chosen)).result()
    return dataset_of(snapshot, view or View(), Iris(chosen.base_iri), chosen.data / FOLDER)


def dataset_of(snapshot: Snapshot, view: View, iris: Iris, folder: Path) -> Dataset:
    """A snapshot's view as a dataset; its store is made in the folder unless it is there.

    Stores of the view's earlier revisions are removed; whoever has one open goes on reading it.
    """
    store = folder / store_name(snapshot.revision, view)
    build(to_quads(snapshot, view, iris), store)
    for other in folder.glob(f"*-{store.name.partition('-')[2]}"):
        if int(other.name.partition("-")[0]) < snapshot.revision:
            shutil.rmtree(other, ignore_errors=True)
    dataset = Dataset(OxigraphStore(store=Quads.read_only(str(store))), default_union=True)
    for prefix, start in Model(snapshot.vocabulary, iris).prefixes.items():
        dataset.bind(prefix, start)
    return dataset


async def _read(settings: Settings) -> Snapshot:
    vocabulary = load_vocabulary()
    with connect_or_start(settings) as connection:
        opened = partial(Store.open, connection, vocabulary, deadline=settings.store_deadline)
        async with Service(vocabulary, opened) as service:
            return service.reading.snapshot


__all__ = ["dataset_of", "open_dataset"]
