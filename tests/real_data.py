"""Publishers' real files, for whoever has them: their terms keep them out of the project.

`RELEASES` names a folder with a folder for each publisher's files. Tests marked `real_data` are part of the
suite where it is set, and no part of it elsewhere.
"""

import os
from pathlib import Path

FOLDER = os.environ.get("RELEASES", "")


def real_file(*parts: str) -> Path:
    """A file that a publisher released."""
    path = Path(FOLDER).joinpath(*parts)
    assert path.is_file(), f"RELEASES names a folder without {Path(*parts)}"
    return path
