"""Ids from names."""

from __future__ import annotations

import functools
import re
import unicodedata


@functools.lru_cache(maxsize=2**14)
def slug(text: str) -> str:
    """A text as part of an id: small letters without accents, digits, single hyphens.

    >>> slug("Sea Vampire/Mjölner 120"), slug("Cote d'Ivoire")
    ('sea-vampire-mjolner-120', 'cote-d-ivoire')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


__all__ = ["slug"]
