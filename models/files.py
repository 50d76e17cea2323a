"""Hashes and free space: what must hold before a model's file is trusted or written."""

import hashlib
import shutil
from pathlib import Path

from models.errors import NotEnoughSpace

SPARE_BYTES = 200_000_000
"""Left free beside a new model, so that the library can still be written."""


def sha256_of(path: Path) -> str:
    """The SHA-256 of the file's content in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def git_hash_of(path: Path) -> str:
    """What git knows the content by, in hexadecimal digits: hubs tell it of small files."""
    content = path.read_bytes()
    head = f"blob {len(content)}\0".encode()
    return hashlib.sha1(head + content, usedforsecurity=False).hexdigest()


def require_space(folder: Path, needed: int) -> None:
    """Raise `NotEnoughSpace` unless the folder's disk holds that many bytes and some to spare."""
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(existing).free
    if free < needed + SPARE_BYTES:
        raise NotEnoughSpace(folder, needed, free)
