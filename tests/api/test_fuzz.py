"""Whatever is asked, the answer is an answer or a problem document: never a stack trace, never a 500."""

from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.asyncio(loop_scope="session")

ROUTES = {
    "/api/v1/entities": ["q", "type", "limit", "cursor", "as_of", "known_at", "min_confidence", "dataset"],
    "/api/v1/entities/{id}": ["as_of", "certainty", "policy", "without"],
    "/api/v1/entities/{id}/relationships": ["type", "direction", "limit", "cursor", "source"],
    "/api/v1/claims/{id}": [],
    "/api/v1/sources/{id}": [],
    "/api/v1/datasets/{id}": [],
    "/api/v1/paths": ["from", "to", "k", "max_hops", "weight", "mode", "via", "avoid", "directed", "relationship"],
    "/api/v1/centrality": ["measure", "top", "type", "seed", "directed", "projection"],
    "/api/v1/neighbourhood": ["entity", "radius", "limit", "directed"],
    "/api/v1/graph": ["format", "as_of", "type"],
    "/id/{id}": ["as_of", "policy"],
}
GOOD = [
    "morocco",
    "Israel",
    "IAI",
    "3",
    "0.5",
    "2020",
    "2020/2022",
    "Firm",
    "Ownership",
    "degree",
    "true",
    "certain",
    "csv",
]
NASTY = [
    "", " ", "\x00", "\u202e", "\ud83d", "🛰️", "a" * 600, "%", "%00", "%ff", "../..", "..%2f", "'", '"', "`", "\\u0060",
    "<script>alert(1)</script>", "}) DETACH DELETE n //", "-1", "0", "1e309", "nan", "inf", "9" * 400, "1.5", "null",
    "[]", "{}", "true", "2020-13", "9999999999", "0000", "-0001", "2020~?", "../2020", "/", "..", "٣", "１",
]  # fmt: skip
VALUES = st.one_of(st.sampled_from(GOOD), st.sampled_from(NASTY), st.text(max_size=40))


def sent(text: str) -> str:
    """What of a text can be sent: httpx refuses half of a surrogate pair itself."""
    return text.encode(errors="ignore").decode()


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, list[tuple[str, str]]]:
    route = draw(st.sampled_from(sorted(ROUTES)))
    path = route.replace("{id}", quote(sent(draw(VALUES)), safe=""))
    names = st.one_of(st.sampled_from(ROUTES[route]), st.just("nonsense")) if ROUTES[route] else st.just("nonsense")
    query = draw(st.lists(st.tuples(names, VALUES), max_size=5))
    return path, [(name, sent(value)) for name, value in query]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=requests())
async def test_any_request_is_answered_or_refused(
    client: httpx.AsyncClient, asked: tuple[str, list[tuple[str, str]]]
) -> None:
    path, query = asked
    check(await client.get(path, params=query))


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("value", NASTY)
async def test_each_parameter_takes_or_refuses_nasty_values(client: httpx.AsyncClient, route: str, value: str) -> None:
    path = route.replace("{id}", "morocco")
    base: dict[str, Any] = {"from": "morocco", "to": "israel", "measure": "degree", "entity": "morocco"}
    needed = {name: base[name] for name in ROUTES[route] if name in base}
    for name in ROUTES[route]:
        check(await client.get(path, params=needed | {name: sent(value)}))


def check(response: httpx.Response) -> None:
    assert response.status_code in (200, 404, 406, 414, 422, 503), (response.url, response.text)
    if response.status_code != 200:
        assert response.headers["content-type"] == "application/problem+json"
        problem = response.json()
        assert problem["status"] == response.status_code
        assert problem["detail"]
