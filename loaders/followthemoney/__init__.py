"""FollowTheMoney data, as OpenSanctions publishes them: entities in JSON lines, or statements in CSV.

`read_release` reads both; `schemata.yaml` says what each schema and property is here, or why it is left out.
"""

from loaders.followthemoney.read import read_release

__all__ = ["read_release"]
