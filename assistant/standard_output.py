"""Keeps the real standard output for what belongs there; native libraries print to it uncalled."""

import os
import sys
from typing import BinaryIO


def take_standard_output(replacement: int) -> BinaryIO:
    """The real standard output, as an unbuffered stream of ours alone.

    Whatever else is written to file descriptor 1 from now on, by this process or by its children,
    goes to the descriptor `replacement`. Call it before native libraries are imported.
    """
    sys.stdout.flush()
    private = os.dup(1)
    os.dup2(replacement, 1)
    return os.fdopen(private, "wb", buffering=0)


def write_fully(stream: BinaryIO, data: bytes) -> None:
    """Write all of it; a pipe may take less at once."""
    view = memoryview(data)
    while view:
        written = stream.write(view)
        view = view[written:]
