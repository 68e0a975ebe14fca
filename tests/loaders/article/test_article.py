"""Articles: what a page says of itself, whom it names where, and a draft that checks once a person has filled it in."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import Refused
from loaders import article
from loaders.article import Named, Page, fetch, find_mentions, read_page, read_saved, write_draft
from loaders.check import check
from loaders.yaml_tree import Map, read_tree
from ontology.vocabulary import load_vocabulary

HTML = """<!doctype html><html lang="en-GB"><head><title>A deal | Times</title>
<meta property="og:site_name" content="The Kite Times">
<link rel="canonical" href="https://example.org/deal">
<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Kites for Morocco",
 "datePublished": "2021-05-03T10:00:00Z", "publisher": {"name": "Kite Times Ltd"}}]}</script>
<script>var x = "Elbit";</script></head><body><nav>Elbit Elbit</nav>
<p>Morocco buys <b>Heron</b> drones from IAI.</p><p>The <i>U.A.E.</i> and M&eacute;xico do not; iai is a word.</p>
</body></html>"""
MOROCCO = Named("morocco", "State", "Morocco", ("Morocco", "المغرب", "מרוקו", "摩洛哥"))
IAI = Named("iai", "Firm", "Israel Aerospace Industries", ("Israel Aerospace Industries", "IAI"))
UAE = Named("uae", "State", "United Arab Emirates", ("UAE",))
MEXICO = Named("mexico", "State", "Mexico", ("Mexico",))
ISRAEL = Named("israel", "State", "Israel", ("Israel", "ישראל", "إسرائيل"))
ALL = [MOROCCO, IAI, UAE, MEXICO, ISRAEL]


def page() -> Page:
    return read_page(HTML.encode(), html=True)


def places(text: str) -> dict[str, list[tuple[int, int, str]]]:
    return {e.id: [(p.line, p.column, p.text) for p in found] for e, found in find_mentions(text, ALL).items()}


def test_a_page_says_what_it_is() -> None:
    assert page() == Page(
        "Morocco buys Heron drones from IAI.\nThe U.A.E. and México do not; iai is a word.",
        "Kites for Morocco",
        "Kite Times Ltd",
        "2021-05-03",
        "https://example.org/deal",
        "en-GB",
    )


@pytest.mark.parametrize(
    ("head", "field", "told"),
    [
        ('<meta name="date" content="2021/05/03">', "date", "2021-05-03"),
        ('<meta name="date" content="2021-02-31">', "date", None),
        ('<meta name="date" content="yesterday">', "date", None),
        ('<meta property="og:title" content=" A \n deal ">', "title", "A deal"),
        ("<title>Plain</title>", "title", "Plain"),
        ('<link rel="canonical" href="javascript:alert(1)">', "url", None),
        ('<script type="application/ld+json">{broken</script>', "title", None),
        ('<html lang="not a language">', "language", None),
    ],
)
def test_single_statements_of_a_page(head: str, field: str, told: str | None) -> None:
    assert getattr(read_page(head.encode(), html=True), field) == told


def test_a_page_is_read_in_the_encoding_it_claims() -> None:
    text = '<meta charset="windows-1251"><p>Марокко</p>'
    assert read_page(text.encode("cp1251"), html=True).text == "Марокко"
    assert read_page("Maroc \xe9".encode("latin-1"), html=False, charset="latin-1").text == "Maroc é"
    assert "\N{REPLACEMENT CHARACTER}" in read_page(b"\xff", html=False, charset="no-such").text


@given(st.binary(max_size=300), st.booleans())
def test_whatever_a_page_holds_it_is_read(data: bytes, html: bool) -> None:
    assert "\0" not in read_page(data, html=html).text


def test_deep_nesting_is_read() -> None:
    assert read_page(b"<div>" * 100_000 + b"deep", html=True).text == "deep"


@pytest.mark.parametrize("part", ["<!--", "<a ", "<a a='", "<?", "</", "<a b=c "])
def test_a_page_that_would_take_for_ever_is_refused(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article.page, "SECONDS", 0.2)
    with pytest.raises(Refused, match="too long to read"):
        read_page(part.encode() * 500_000, html=True)


def test_a_page_within_a_form_is_read() -> None:
    page = read_page(b"<body><form id=aspnetForm><p>Morocco<button>Share</button></p></form>", html=True)
    assert page.text == "Morocco"


@pytest.mark.parametrize(
    ("data", "name", "text"),
    [
        (b"\xef\xbb\xbf\n<!DOCTYPE html><p>Morocco", "saved", "Morocco"),
        (b"<p>Morocco", "saved.HTM", "Morocco"),
        (b"<p>Morocco", "saved.txt", "<p>Morocco"),
        ("Maroc é".encode(), "saved", "Maroc é"),
    ],
)
def test_a_saved_page_is_known_by_its_name_or_its_beginning(data: bytes, name: str, text: str) -> None:
    assert read_saved(data, name).text == text


@pytest.mark.parametrize("data", [b"%PDF-1.7\n1 0 obj", b"PK\x03\x04word/document.xml", b"\x1f\x8b\x08", b"a\0b"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match=r"article\.html is no text"):
        read_saved(data, "article.html")


def test_entities_are_found_with_their_places() -> None:
    assert places(page().text) == {
        "morocco": [(1, 1, "Morocco")],
        "iai": [(1, 32, "IAI")],
        "uae": [(2, 5, "U.A.E")],
        "mexico": [(2, 16, "México")],
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Israel Aerospace Industries", {"iai": [(1, 1, "Israel Aerospace Industries")]}),
        ("Israel, aerospace", {"israel": [(1, 1, "Israel")]}),
        ("العلاقات بين المغرب وإسرائيل", {"morocco": [(1, 14, "المغرب")], "israel": [(1, 21, "وإسرائيل")]}),
        ("מרוקו רכשה בישראל", {"morocco": [(1, 1, "מרוקו")], "israel": [(1, 12, "בישראל")]}),
        ("摩洛哥购买", {"morocco": [(1, 1, "摩洛哥")]}),
        ("Moroccos Israeli", {}),
        ("", {}),
    ],
)
def test_names_in_any_script(text: str, found: dict[str, Any]) -> None:
    assert places(text) == found


@given(st.lists(st.sampled_from(["Morocco", "Israel", "Mexico", "buys", "12", ","]), max_size=12))
def test_every_name_is_found_where_it_stands(words: list[str]) -> None:
    text = " ".join(words)
    expected, column = set(), 1
    for word in words:
        if word in ("Morocco", "Israel", "Mexico"):
            expected.add((word.casefold(), column))
        column += len(word) + 1
    assert {(name, column) for name, found in places(text).items() for _, column, _ in found} == expected


DATASET = "id: mine\ntitle: Mine\npublisher: Me\nlicence: CC0 1.0\ncoverage: One article.\n"


def test_a_draft_checks_once_it_is_filled_in(tmp_path: Path) -> None:
    (tmp_path / "dataset.yaml").write_text(DATASET)
    file = tmp_path / "deal.yaml"
    draft = write_draft(page(), find_mentions(page().text, ALL), file.name, "2026-01-02")
    file.write_text(draft)
    vocabulary = load_vocabulary()
    assert {problem.field for problem in check(file, vocabulary)} == {"reliability", "reason"}
    filled = draft.replace("reliability: # A", "reliability: C # A").replace("reason: # why", "reason: A paper # why")
    for remark in ("entities:", "  morocco: {", "  iai: {"):
        filled = filled.replace(f"\n# {remark}", f"\n{remark}")
    lines = filled.splitlines()
    (source,) = [line.strip(" :") for line in lines if line.startswith("  kite-times")]
    claims = f"""
relationships:
  heron-deal:
    type: Transfer
    supplier: iai
    recipient: morocco
    claims:
      - {{source: {source}, credibility: 3, valid: 2021-05-03, quote: Morocco buys Heron drones from IAI.}}
"""
    file.write_text("\n".join(lines) + claims)
    assert [str(problem) for problem in check(file, vocabulary)] == []


@given(st.text(), st.text(), st.sampled_from(["2021", None]))
def test_a_draft_is_yaml_whatever_the_page_is_called(title: str, publisher: str, day: str | None) -> None:
    text = write_draft(Page("", title, publisher, day), {Named("x", "Firm", title, (title,)): ()}, "x.yaml")
    tree = read_tree(text, "x.yaml")
    assert isinstance(tree, Map)
    assert list(tree.items) == ["sources"]


class Pages(BaseHTTPRequestHandler):
    """Pages of a server of our own."""

    def do_GET(self) -> None:
        kinds = {"/page": "text/html; charset=utf-8", "/large": "text/plain", "/image": "image/png"}
        if self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
        elif self.path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/page")
            self.end_headers()
        elif self.path in kinds:
            self.send_response(200)
            self.send_header("Content-Type", kinds[self.path])
            self.end_headers()
            self.wfile.write(b"x" * 5_000 if self.path == "/large" else HTML.encode())
        else:
            self.send_error(404)

    def log_message(self, *args: object) -> None:
        """Be silent."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_page_is_fetched_also_where_it_has_moved_to(site: str) -> None:
    got = fetch(f"{site}/moved", private=True)
    assert (got.url, got.media_type, got.charset, got.body) == (f"{site}/page", "text/html", "utf-8", HTML.encode())


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/none", "answers with 404"),
        ("/image", "image/png"),
        ("/loop", "redirects more than"),
        ("/large", "larger than"),
    ],
)
def test_what_is_no_page_is_refused(site: str, path: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        fetch(site + path, private=True, largest=1_000)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/",
        "http://localhost/",
        "http://[::1]/",
        "http://169.254.169.254/latest",
        "http://10.0.0.1/",
        "http://0.0.0.0/",
    ],
)
def test_private_addresses_are_refused(url: str) -> None:
    with pytest.raises(Refused, match="not of the public internet"):
        fetch(url)


@pytest.mark.parametrize(
    "url", ["file:///etc/hostname", "ftp://example.org/", "http://me:secret@127.0.0.1/", "http://", "x"]
)
def test_only_the_web_is_fetched(url: str) -> None:
    with pytest.raises(Refused) as error:
        fetch(url, private=True)
    assert "secret" not in str(error.value)


def test_a_deadline_is_kept(site: str) -> None:
    with pytest.raises(Refused, match="in time"):
        fetch(f"{site}/page", private=True, seconds=0)
