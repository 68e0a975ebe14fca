"""How kernels are compiled: to run without the interpreter's lock, and kept on disk for the next start.

Numba keeps machine code beside the source, or in the user's cache folder where that can't be written, or in
`NUMBA_CACHE_DIR`. It notices a change of a kernel's own file, but not of the kernels that it calls, whose machine
code is part of its own. So the name it is kept under carries a digest of all kernels.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from numba import njit
from numba.core.dispatcher import Dispatcher

Kernel = TypeVar("Kernel", bound=Callable[..., object])


def _digest() -> str:
    files = sorted(Path(__file__).parent.glob("*.py"))
    return blake2b(b"\0".join(file.read_bytes() for file in files), digest_size=6).hexdigest()


DIGEST = _digest()


def kernel(function: Kernel) -> Dispatcher[Kernel]:
    """Compile a function when it is first called; in this process only, where no folder can be written."""
    function.__qualname__ = f"{function.__name__}_{DIGEST}"
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:
        return njit(nogil=True)(function)
