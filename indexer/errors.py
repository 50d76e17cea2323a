"""Errors of the indexer room.

IndexingError
  NotExported            the list of files could not be written where it was wanted
  UnreadableDocument     the file's fault: shown beside the file, the rest goes on
  LibraryError           the library's or the machine's fault: the command ends
    LibraryMissing
    LibraryLocked        another process writes this library
    LibraryTooNew        made by a newer version of Footnote
    LibraryDamaged
    StorageFull          the disk is full, or the folder cannot be written
"""

from pathlib import Path

from indexer.documents import Reason, ReasonCode


class IndexingError(Exception):
    """Anything of the indexer that the reader can act on."""


class UnreadableDocument(IndexingError):
    """One file could not be read, for `reason`."""

    def __init__(self, code: ReasonCode, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else str(code))
        self.reason = Reason(code, detail)


class NotExported(IndexingError):
    """The ledger could not be written to a file."""

    def __init__(self, target: Path, detail: str) -> None:
        super().__init__(f"the list of files was not written to {target}: {detail}")
        self.target = target


class LibraryError(IndexingError):
    """The library itself cannot be used."""

    def __init__(self, folder: Path, detail: str) -> None:
        super().__init__(detail)
        self.folder = folder


class LibraryMissing(LibraryError):
    """There is no library in that folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            folder, f"there is no library in {folder}; “footnote index FOLDER” makes one"
        )


class LibraryLocked(LibraryError):
    """Another process is writing this library."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            folder,
            f"the library in {folder} is being written by another Footnote; "
            "close its window or wait until it has finished",
        )


class LibraryTooNew(LibraryError):
    """The library was made by a newer version."""

    def __init__(self, folder: Path, found: int, known: int) -> None:
        super().__init__(
            folder,
            f"the library in {folder} was made by a newer Footnote (format {found}, this one reads "
            f"{known}); update Footnote, or use another folder with --library",
        )


class LibraryDamaged(LibraryError):
    """A file of the library cannot be read."""


class StorageFull(LibraryError):
    """Nothing more can be written where the library lies."""

    def __init__(self, folder: Path, detail: str) -> None:
        super().__init__(
            folder,
            f"nothing can be written to {folder} ({detail}); free some space or move the library "
            "with --library, then index again: what was indexed so far is kept",
        )
