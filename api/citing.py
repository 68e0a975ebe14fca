"""In which form an answer leaves: as JSON, or as people cite it, by `cite` or by `Accept`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fastapi import Request

from api.accept import best_of
from graph.checks import one_of
from graph.questions.footnotes import STYLES

JSON = "application/json"
MEDIA: Mapping[str, str] = MappingProxyType(
    {
        "markdown": "text/markdown",
        "plain": "text/plain",
        "csl": "application/vnd.citationstyles.csl+json",
        "bibtex": "application/x-bibtex",
    }
)
"""The media type of each style."""


def style_of(request: Request) -> str | None:
    """The style in which an answer is wanted, None for JSON; `cite` goes before `Accept`.

    Raises:
        BadQuestion: `cite` is no style.
    """
    if "cite" in request.query_params:
        return one_of("cite", request.query_params["cite"], STYLES)
    media = best_of(request.headers.get("accept"), (JSON, *MEDIA.values()))
    return next((style for style, name in MEDIA.items() if name == media), None)


__all__ = ["JSON", "MEDIA", "style_of"]
