"""Whether a file is still what it was."""

import hashlib
from pathlib import Path

FileVersion = tuple[int, int]
"""Time of the last change in nanoseconds, and size in bytes."""

MOST_BYTES = 64 * 1024 * 1024
"""Larger files are not read through; that would be felt."""


def version_of(path: Path) -> FileVersion:
    """The version of a file; raises OSError."""
    status = path.stat()
    return status.st_mtime_ns, status.st_size


def holds_revision(path: Path, revision: str) -> bool:
    """Whether a file's bytes are those of a revision, which begins with their hash.

    Files too large to be read through are taken to be unchanged.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            return True
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return False
    return digest.startswith(revision.partition("-")[0])
