"""Questions worth asking of the packaged data: shown in the documentation, on the front page and by `defgraph up`; a test runs them all."""

from collections.abc import Mapping
from typing import Any

Example = dict[str, Any]

EXAMPLES: Mapping[str, list[Example]] = {}
TRY: tuple[tuple[str, str], ...] = (
    (
        "How are Morocco and Israel Aerospace Industries linked, and who says so?",
        "/api/v1/paths?from=Morocco&to=Israel%20Aerospace%20Industries",
    ),
    ("And in 2019?", "/api/v1/paths?from=Morocco&to=Israel%20Aerospace%20Industries&as_of=2019"),
    ("Who stands between the others?", "/api/v1/centrality?measure=betweenness&type=Firm"),
)
"""What to try first: a question, and where it is answered."""
