"""Does the notebook run as it is written, against the real service, and show what it promises?"""

import asyncio
import base64
import io
import json
import re
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import nbformat
import pytest
import pytest_asyncio
import uvicorn
from nbclient import NotebookClient
from nbformat import NotebookNode
from neo4j import Driver
from PIL import Image

import ontology
from api.app import create_app
from graph.server import Connection
from graph.service import Service
from graph.store import Store
from ontology.vocabulary import load_vocabulary
from tests.conftest import empty, load_packaged

pytestmark = pytest.mark.timeout(600)  # a Neo4j, a service and a kernel have to start

ROOT = Path(ontology.__file__).parents[1]
NOTEBOOK = ROOT / "notebooks" / "morocco-iai.ipynb"


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder to work in, with a kernel that is this very Python, and no settings of whoever runs the tests."""
    folder = tmp_path_factory.mktemp("notebook")
    kernel = folder / "kernels" / "python3"
    kernel.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    described = {"argv": command, "display_name": "Python 3", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(described))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(folder))
        patch.setenv("IPYTHONDIR", str(folder / "ipython"))
        patch.setenv("PYTHONPATH", str(ROOT))
        yield folder


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def address(connection: Connection, neo4j_driver: Driver, held: set[str]) -> AsyncIterator[str]:
    """The service with the packaged datasets, at a port of its own."""
    if not held:
        empty(connection, neo4j_driver)
        await load_packaged(connection)
        held.add("packaged")
    vocabulary = load_vocabulary()
    async with Service(vocabulary, lambda: Store.open(connection, vocabulary, deadline=60), deadline=60) as service:
        app = create_app(service, base_iri="https://w3id.org/defgraph/")
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None))
        with socket.create_server(("127.0.0.1", 0)) as listener:
            serving = asyncio.create_task(server.serve([listener]))
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
            server.should_exit = True
            await serving


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def executed(address: str, surroundings: Path) -> NotebookNode:
    """The notebook after every cell has run; the first cell that fails is an error."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    client = NotebookClient(notebook, timeout=200, resources={"metadata": {"path": str(surroundings)}})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEFGRAPH_URL", address)
        return await client.async_execute()


def shown(notebook: NotebookNode) -> str:
    """All that is printed, and all tables."""
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    texts = [output.text if output.output_type == "stream" else output.data.get("text/html", "") for output in outputs]
    return "\n".join(texts)


def pictures(notebook: NotebookNode) -> list[Image.Image]:
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    encoded = [output.data["image/png"] for output in outputs if "image/png" in output.get("data", {})]
    return [Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB") for data in encoded]


def test_every_cell_ran(executed: NotebookNode) -> None:
    numbers = [cell.execution_count for cell in executed.cells if cell.cell_type == "code"]
    assert numbers == list(range(1, len(numbers) + 1))
    assert not [o for cell in executed.cells for o in cell.get("outputs", []) if o.get("name") == "stderr"]


def test_it_shows_the_three_ways_with_their_sources(executed: NotebookNode) -> None:
    text = shown(executed)
    assert "Morocco has ordered arms from Israel Aerospace Industries" in text
    assert "BlueBird SpyX plant, Benslimane is operated by BlueBird Aero Systems" in text
    assert "Morocco signed Israel-Morocco defence memorandum of understanding" in text
    assert "IAI agrees $500m missile defense systems deal with Morocco" in text


def test_it_shows_every_side_of_what_is_contested(executed: NotebookNode) -> None:
    text = shown(executed)
    assert all(value in text for value in ("at least 500,000,000 USD", "540,000,000 USD", "600,000,000 USD"))
    assert "denies" in text


def test_the_pictures_have_something_in_them(executed: NotebookNode) -> None:
    """Drawn in the ontology's colours for states and firms, on mostly white ground."""
    found = pictures(executed)
    assert len(found) == 2
    classes = load_vocabulary().entities
    for picture in found:
        colours = {f"#{r:02x}{g:02x}{b:02x}": count for count, (r, g, b) in picture.getcolors(1 << 24)}
        assert {classes["State"].colour, classes["Firm"].colour} <= set(colours)
        assert colours["#ffffff"] > picture.width * picture.height / 2


def test_what_it_exports_gives_the_same_ranking(executed: NotebookNode, surroundings: Path) -> None:
    difference = re.search(r"differs from the API by at most (\S+)", shown(executed))
    assert difference and float(difference[1]) < 1e-9
    assert (surroundings / "defgraph.trig").stat().st_size > 100_000


def test_it_is_committed_without_outputs() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not any(cell.outputs or cell.execution_count for cell in code)
