"""States' own reports on arms transfers, to the United Nations and under the Arms Trade Treaty, read into claims."""

from loaders.state_reports.read import read_release

__all__ = ["read_release"]
