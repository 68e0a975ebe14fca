"""Tables of your own, in CSV, Excel or Parquet, read by a mapping that says what a row means.

`read_release` does it; `docs/sources.md` describes the mapping.
"""

from loaders.table.read import read_release

__all__ = ["read_release"]
