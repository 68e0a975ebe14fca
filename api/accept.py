"""Content negotiation: which of the representations there are does a client like best? (RFC 9110, 12.5.1)"""

from collections.abc import Iterator, Sequence

MOST = 100
"""Media ranges that are looked at."""


def best_of(accept: str | None, offered: Sequence[str]) -> str | None:
    """The offered media type that an ``Accept`` header likes best, at equal liking the first offered; None if it takes
    none.

    >>> best_of("text/html;q=0.5, text/turtle", ["text/html", "text/turtle"])
    'text/turtle'
    >>> best_of("*/*", ["text/html", "text/turtle"]), best_of("image/png", ["text/html"])
    ('text/html', None)
    """
    if accept is None or not accept.strip():
        return offered[0]
    ranges = list(_ranges(accept))
    liking = {media: _liking(media, ranges) for media in offered}
    best = max(offered, key=lambda media: liking[media])
    return best if liking[best] > 0 else None


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept.split(",")[:MOST]:
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weights = [p[2:] for p in parameters if p.startswith("q=")]
        yield media, _weight(weights[0]) if weights else 1.0


def _weight(text: str) -> float:
    """A weight between 0 and 1; what is none counts as 0, since the client's wish cannot be told."""
    return min(float(text), 1.0) if text.replace(".", "", 1).isdecimal() and text.isascii() else 0.0


def _liking(media: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The weight of the most specific range that a media type is in."""
    for wanted in (media, media.partition("/")[0] + "/*", "*/*"):
        found = [weight for name, weight in ranges if name == wanted]
        if found:
            return max(found)
    return 0.0
