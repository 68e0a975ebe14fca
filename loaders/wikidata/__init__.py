"""Wikidata's items in JSON: answers of its API, Special:EntityData, or a dump.

`read_release` reads them; `properties.yaml` says what each class and property is here.
"""

from loaders.wikidata.read import read_release

__all__ = ["read_release"]
