"""The dumps over HTTP: found, checked, gone on with where a download was cut off."""

import gzip
import hashlib
import re
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pyshacl
import pytest
import pytest_asyncio
import rdflib
from rdflib import DCAT, VOID

import ontology
from api.app import create_app
from graph.dumps.press import Press
from graph.dumps.version import read_versions
from graph.service import Service
from ontology.iri import Iris
from tests.api.conftest import BASE

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def folder(service: Service, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the press has published of the curated graph."""
    folder = tmp_path_factory.mktemp("published") / "dumps"
    await Press(service, folder, Iris(BASE)).publish()
    return folder


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def reader(service: Service, folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(service, base_iri=BASE, dumps_folder=folder)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://defgraph.test") as client:
        yield client


async def test_the_press_leaves_a_version_and_nothing_else(folder: Path, service: Service) -> None:
    revision = service.reading.snapshot.revision
    assert [place.name for place in folder.iterdir()] == [str(revision)]
    [version] = read_versions(folder)
    assert (version.revision, version.before) == (revision, None)


async def test_versions_are_listed_for_programs_and_for_people(reader: httpx.AsyncClient) -> None:
    told = (await reader.get("/dumps/")).json()
    [version] = told["versions"]
    assert {file["name"] for file in version["files"]} >= {"defgraph.nq.gz", "edges.parquet", "nodes.csv.gz"}
    page = await reader.get("/dumps/", headers={"Accept": "text/html,*/*;q=0.1"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert f"/dumps/{version['revision']}/" in page.text
    files = await reader.get(f"/dumps/{version['revision']}/", headers={"Accept": "text/html"})
    assert version["files"][0]["sha256"] in files.text
    assert (await reader.get("/dumps/", headers={"Accept": "image/png"})).status_code == 406


async def test_a_file_is_what_its_checksum_says(reader: httpx.AsyncClient) -> None:
    [version] = (await reader.get("/dumps/")).json()["versions"]
    sums = (await reader.get(version["checksums"])).text
    for file in version["files"]:
        answer = await reader.get(file["url"])
        assert answer.status_code == 200
        assert len(answer.content) == file["size"]
        assert f"{hashlib.sha256(answer.content).hexdigest()}  {file['name']}\n" in sums


async def test_a_download_goes_on_where_it_was_cut_off(reader: httpx.AsyncClient) -> None:
    file = "/dumps/latest/defgraph.nq.gz"
    answer = await reader.get(file, follow_redirects=True)
    place, tag = answer.url.path, answer.headers["etag"]
    assert answer.headers["accept-ranges"] == "bytes"
    rest = await reader.get(place, headers={"Range": "bytes=100-", "If-Range": tag})
    assert (rest.status_code, rest.content) == (206, answer.content[100:])
    assert rest.headers["content-range"] == f"bytes 100-{len(answer.content) - 1}/{len(answer.content)}"
    changed = await reader.get(place, headers={"Range": "bytes=100-", "If-Range": '"another"'})
    assert (changed.status_code, changed.content) == (200, answer.content)
    beyond = await reader.get(place, headers={"Range": f"bytes={len(answer.content)}-"})
    assert beyond.status_code == 416
    assert (await reader.get(place, headers={"If-None-Match": tag})).status_code == 304


async def test_a_file_can_be_asked_about_without_being_read(reader: httpx.AsyncClient) -> None:
    [version] = (await reader.get("/dumps/")).json()["versions"]
    file = version["files"][0]
    head = await reader.head(file["url"])
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(file["size"])
    assert head.headers["content-type"] == "application/gzip"


@pytest.mark.parametrize(
    "path",
    [
        "/dumps/9999/",
        "/dumps/x/",
        "/dumps/latest/none.nq",
        "/dumps/latest/index.json.",
        "/dumps/latest/..%2f..%2f..%2fetc%2fpasswd",
        "/dumps/..%2f/defgraph.nq.gz",
        "/dumps/%2e%2e/defgraph.nq.gz",
        "/dumps/latest/%00",
        "/dumps/1/..%5c..%5cx",
    ],
)
async def test_nothing_else_can_be_had(reader: httpx.AsyncClient, path: str) -> None:
    answer = await reader.get(path, follow_redirects=True)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_server_without_dumps_says_so(client: httpx.AsyncClient) -> None:
    assert (await client.get("/dumps/")).json() == {"versions": []}
    assert (await client.get("/dumps/latest/")).status_code == 404


PAGE = (Path(ontology.__file__).parents[1] / "docs" / "dumps.md").read_text(encoding="utf-8")


async def test_what_the_page_shows_is_there(reader: httpx.AsyncClient) -> None:
    paths = re.findall(r"http://127.0.0.1:8321(/dumps/\S*)", PAGE)
    assert len(paths) >= 4
    for path in paths:
        assert (await reader.get(path, follow_redirects=True)).status_code == 200
    version = (await reader.get("/dumps/latest/")).json()
    for file in version["files"]:
        assert file["name"] in PAGE or file["name"].replace("defgraph", "") in PAGE


async def test_the_example_for_pandas_finds_something(
    reader: httpx.AsyncClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    [example] = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    edges = await reader.get("/dumps/latest/edges.parquet", follow_redirects=True)
    (tmp_path / "edges.parquet").write_bytes(edges.content)
    monkeypatch.chdir(tmp_path)
    exec(example, {})
    assert "United States" in capsys.readouterr().out


SHAPES = Path(__file__).parents[1] / "graph" / "dumps" / "catalogue_shapes.ttl"


@pytest.mark.parametrize(
    ("path", "accept", "parser"),
    [
        ("/dataset", "text/turtle", "turtle"),
        ("/.well-known/void", None, "turtle"),
        ("/dataset", "application/ld+json", "json-ld"),
    ],
)
@pytest.mark.filterwarnings("ignore:.*deprecated, use Dataset.*:DeprecationWarning")
async def test_the_description_is_what_catalogues_ask_for(
    reader: httpx.AsyncClient, path: str, accept: str | None, parser: str
) -> None:
    answer = await reader.get(path, headers={"Accept": accept} if accept else {})
    told = rdflib.Graph().parse(data=answer.content, format=parser)
    conforms, _, report = pyshacl.validate(told, shacl_graph=rdflib.Graph().parse(SHAPES))
    assert conforms, report
    version = (await reader.get("/dumps/latest/")).json()
    whole = rdflib.URIRef(BASE)
    assert told.value(whole, VOID.triples).toPython() == version["counts"]["quads"]
    files = {str(url): told.value(it, DCAT.byteSize).toPython() for it, url in told.subject_objects(DCAT.downloadURL)}
    assert files == {f"http://defgraph.test{file['url']}": file["size"] for file in version["files"]}
    for url in files:
        assert (await reader.head(url)).status_code == 200


async def test_partitions_count_what_is_in_the_dump(reader: httpx.AsyncClient) -> None:
    told = rdflib.Graph().parse(data=(await reader.get("/.well-known/void")).content, format="turtle")
    dump = gzip.decompress((await reader.get("/dumps/latest/defgraph.nq.gz", follow_redirects=True)).content).decode()
    parts = told.objects(rdflib.URIRef(BASE), VOID.propertyPartition)
    counts = {str(told.value(part, VOID.property)): told.value(part, VOID.triples).toPython() for part in parts}
    assert counts == Counter(line.split(" ")[1].strip("<>") for line in dump.splitlines())


async def test_the_dataset_has_a_page(reader: httpx.AsyncClient) -> None:
    page = await reader.get("/dataset", headers={"Accept": "text/html,application/xhtml+xml"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "Ownership" in page.text
