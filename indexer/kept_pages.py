"""Recognised pages of files that are being read, kept on disk until their file is settled.

One file in the library's folder for each revision; pages are added at its end as they are read, so
whatever ends the program costs the page in hand. They hold text of documents: they are deleted when
their file's passages are stored, when it is set aside, and at the start of the next run where it
was deleted or has changed.
"""

import logging
import os
from collections.abc import Callable, Collection, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

import msgspec

from indexer.discover import below, below_any
from indexer.parsing.known_pages import VERSION
from indexer.parsing.pdf_lines import PageLines
from indexer.planning import Plan

logger = logging.getLogger(__name__)

FOLDER = "recognised"
"""In the library's folder."""
ENDING = ".pages"
MOST_BYTES = 300_000_000
"""Of all files together, some 5,000 full pages; beyond that nothing more is kept."""
LENGTH_BYTES = 4

Kind = TypeVar("Kind")


class Owner(msgspec.Struct, frozen=True):
    """Whose pages a file of pages holds: the first thing in it."""

    path: str
    size: int
    mtime_ns: int
    version: int = VERSION


class KeptPage(msgspec.Struct, frozen=True, array_like=True):
    """A page that was read, with the key of its picture."""

    key: str
    page: PageLines


class KeptPages:
    """The pages of all files that are not settled; nothing here may end a run."""

    def __init__(self, library: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder = library / FOLDER
        self._most_bytes = most_bytes

    def of(self, revision: str, owner: Owner) -> "PagesOfFile":
        """The pages of a file's revision."""
        return PagesOfFile(self._file(revision), owner, self._room)

    def forget(self, revision: str) -> None:
        """Delete the pages of a revision."""
        _delete(self._file(revision))

    def sweep(self, is_wanted: Callable[[Owner], bool]) -> None:
        """Delete the pages of every file that is not wanted any more."""
        for file in self._files():
            owner = _owner_of(file)
            if owner is None or not is_wanted(owner):
                _delete(file)

    def _room(self) -> int:
        """Bytes that may still be written."""
        return self._most_bytes - sum(each.stat().st_size for each in self._files())

    def _files(self) -> list[Path]:
        try:
            return [each for each in self._folder.iterdir() if each.suffix == ENDING]
        except FileNotFoundError:
            return []

    def _file(self, revision: str) -> Path:
        return self._folder / f"{revision}{ENDING}"


class PagesOfFile:
    """The pages of one file that were recognised so far: what a parser goes on from."""

    def __init__(self, file: Path, owner: Owner, room: Callable[[], int]) -> None:
        self._file = file
        self._owner = owner
        self._room = room
        self._is_sound = False

    def known(self) -> dict[str, PageLines]:
        """Those pages, by the keys of their pictures; what is damaged is left out."""
        if _owner_of(self._file) is None:
            return {}
        kept = (_decoded(frame, KeptPage) for frame in islice(_frames(self._file), 1, None))
        return {each.key: each.page for each in kept if each is not None}

    def keep(self, key: str, page: PageLines) -> None:
        """One more page was read; where it cannot be written it is read once more if need be."""
        try:
            self._append(_frame(KeptPage(key, page)))
        except OSError as error:
            logger.warning("a recognised page is not kept: %s", error)

    def _append(self, frame: bytes) -> None:
        if len(frame) > self._room():
            return
        self._file.parent.mkdir(exist_ok=True)
        if not self._is_sound:
            self._begin()
        with self._file.open("ab") as pages:
            pages.write(frame)

    def _begin(self) -> None:
        """Cut off what was half written when the program was killed; else nothing could follow."""
        if _owner_of(self._file) is None:
            self._file.write_bytes(_frame(self._owner))
        else:
            sound = sum(LENGTH_BYTES + len(frame) for frame in _frames(self._file))
            os.truncate(self._file, sound)
        self._is_sound = True


def due_in(plan: Plan, roots: Collection[str] | None) -> Callable[[Owner], bool]:
    """Tells whose pages are still of use: those of files that a run is to read, as they are now.

    So are those of files that it does not ask for, outside its `roots` (None for none outside) or
    on a drive that is not connected.
    """
    due = {found.path: (found.size, found.mtime_ns) for found in plan.to_do}

    def is_wanted(owner: Owner) -> bool:
        if owner.path in due:
            return due[owner.path] == (owner.size, owner.mtime_ns)
        outside = roots is not None and not below_any(owner.path, roots)
        return outside or any(below(owner.path, folder) for folder in plan.away)

    return is_wanted


def _owner_of(file: Path) -> Owner | None:
    """Whose pages a file holds; None when they are of no use."""
    owner = _decoded(next(_frames(file), b""), Owner)
    return owner if owner is not None and owner.version == VERSION else None


def _delete(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:  # the next run tries again
        logger.warning("recognised pages were not deleted: %s", error)


def _frame(what: msgspec.Struct) -> bytes:
    body = msgspec.msgpack.encode(what)
    return len(body).to_bytes(LENGTH_BYTES, "big") + body


def _frames(file: Path) -> Iterator[bytes]:
    """The frames of a file up to where it was cut off."""
    try:
        content = file.read_bytes()
    except OSError:
        return
    at = 0
    while at + LENGTH_BYTES <= len(content):
        end = at + LENGTH_BYTES + int.from_bytes(content[at : at + LENGTH_BYTES], "big")
        if end > len(content):
            return
        yield content[at + LENGTH_BYTES : end]
        at = end


def _decoded(frame: bytes, kind: type[Kind]) -> Kind | None:
    try:
        return msgspec.msgpack.decode(frame, type=kind)
    except msgspec.DecodeError:
        return None
