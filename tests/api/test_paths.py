"""How are Morocco and Israel Aerospace Industries linked? The question the product began with."""

import pytest

from tests.api.conftest import Get

pytestmark = pytest.mark.asyncio(loop_scope="session")

PATHS = "/api/v1/paths"
ENDS = {"from_": "Morocco", "to": "Israel Aerospace Industries"}


async def test_paths(get: Get) -> None:
    answer = await get(PATHS, **ENDS)
    assert answer["data"]
