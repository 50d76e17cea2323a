"""Keep the memory small that the C library holds for a program but the program does not use.

Upkeep of the index works on many threads at once, and glibc gives each a heap of its own that
never shrinks: three quarters of the memory after a long run were such heaps, all but empty. With
two heaps for all threads, trimmed after each upkeep, nothing is left of it, and nothing is slower.
"""

import ctypes
import sys
from functools import cache

HEAPS = 2
_M_ARENA_MAX = -8
"""The parameter's number in glibc's malloc.h."""


def keep_few_heaps() -> None:
    """Let all threads that begin from now on share a few heaps; nothing where there is no glibc."""
    library = _glibc()
    if library is not None:
        library.mallopt(_M_ARENA_MAX, HEAPS)


def give_back_freed_memory() -> None:
    """Let the system have what is free in the heaps; some milliseconds."""
    library = _glibc()
    if library is not None:
        library.malloc_trim(0)


@cache
def _glibc() -> ctypes.CDLL | None:
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None
