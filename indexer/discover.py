"""Find the files below a source, each with what can be said of it without opening it."""

import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.documents import Reason, ReasonCode
from indexer.parsing.registry import format_of

LARGEST = 500_000_000
"""Bytes; larger files are skipped."""

IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini", "$recycle.bin", "system volume information"})
IGNORED_STARTS = (".", "~$")
IGNORED_SUFFIXES = (".crdownload", ".part", ".partial", ".download", ".tmp", ".swp", "~")
"""Downloads that are not finished, and what programs keep beside a document they have open."""

NOT_UNICODE = "its name is not valid text; rename it"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file on disk, or something that stands in the way of finding files."""

    path: str
    source: str
    size: int = 0
    mtime_ns: int = 0
    format_name: str = ""
    """The format that its name promises."""
    problem: Reason | None = None
    """Why it will not be read, when that is clear from the outside."""


def discover(source: str, library_folder: Path) -> Iterator[FoundFile]:
    """Every file below a source (or the source itself), leaving out hidden ones and the library.

    Links to folders are not followed, so no file is met twice; links to files are read as files.
    Raises OSError when the source cannot be read at all.
    """
    if not is_unicode(source):
        name = printable(source)
        yield FoundFile(name, name, problem=Reason(ReasonCode.NOT_READABLE, NOT_UNICODE))
        return
    status = os.stat(source)  # noqa: PTH116 - the whole walk is over strings, for speed
    if not stat.S_ISDIR(status.st_mode):
        yield _judged(source, source, status)
        return
    own = _folder_id(library_folder)
    if _folder_id(Path(source)) == own:
        return
    with os.scandir(source):  # an unreadable source is an error, an unreadable subfolder an entry
        pass
    waiting = [source]
    while waiting:
        subfolders: list[str] = []
        yield from _entries(waiting.pop(), source, own, subfolders)
        waiting.extend(reversed(subfolders))


def printable(path: str) -> str:
    """The path as text that can be written anywhere, when its name is not valid Unicode."""
    return path.encode("utf-8", "backslashreplace").decode()


def below(path: str, folder: str) -> bool:
    """Whether a path is the folder itself or something in it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _entries(
    folder: str, source: str, own: tuple[int, int] | None, subfolders: list[str]
) -> Iterator[FoundFile]:
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError as error:
        yield FoundFile(printable(folder), source, problem=_refusal(error))
        return
    for entry in entries:
        try:
            if not _is_ignored(entry):
                yield from _entry(entry, source, own, subfolders)
        except OSError as error:
            yield FoundFile(printable(entry.path), source, problem=_refusal(error))


def _entry(
    entry: os.DirEntry[str], source: str, own: tuple[int, int] | None, subfolders: list[str]
) -> Iterator[FoundFile]:
    if not is_unicode(entry.name):
        problem = Reason(ReasonCode.NOT_READABLE, NOT_UNICODE)
        yield FoundFile(printable(entry.path), source, problem=problem)
    elif not _is_folder(entry):
        yield _judged(entry.path, source, _status(entry))
    elif not _is_link(entry) and _folder_id(entry) != own:
        subfolders.append(entry.path)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder or leads to one; a link that leads to itself is none."""
    try:
        return entry.is_dir()
    except OSError:
        return entry.is_dir(follow_symlinks=False)


def _judged(path: str, source: str, status: os.stat_result) -> FoundFile:
    known = format_of(Path(path))
    name = known.name if known else ""
    problem = _problem(path, name, status)
    return FoundFile(path, source, status.st_size, status.st_mtime_ns, name, problem)


def _problem(path: str, format_name: str, status: os.stat_result) -> Reason | None:
    if not stat.S_ISREG(status.st_mode):
        return Reason(ReasonCode.NOT_A_FILE)
    if not format_name:
        return Reason(ReasonCode.UNSUPPORTED, os.path.splitext(path)[1].lower())  # noqa: PTH122
    if status.st_size == 0:
        return Reason(ReasonCode.EMPTY)
    if status.st_size > LARGEST:
        return Reason(ReasonCode.TOO_LARGE, f"{status.st_size // 1_000_000} MB")
    return None


def _status(entry: os.DirEntry[str]) -> os.stat_result:
    """Its status, a link's target's; a link that leads nowhere has the status of a link."""
    try:
        return entry.stat()
    except OSError:
        if entry.is_symlink():
            return entry.stat(follow_symlinks=False)
        raise


def _is_ignored(entry: os.DirEntry[str]) -> bool:
    name = entry.name.lower()
    if name.startswith(IGNORED_STARTS) or name.endswith(IGNORED_SUFFIXES) or name in IGNORED_NAMES:
        return True
    return _has_hidden_mark(entry)


def _has_hidden_mark(entry: os.DirEntry[str]) -> bool:
    """Whether Windows or macOS hides it although its name does not begin with a dot."""
    if sys.platform == "win32":
        marks = stat.FILE_ATTRIBUTE_HIDDEN | stat.FILE_ATTRIBUTE_SYSTEM
        return bool(entry.stat(follow_symlinks=False).st_file_attributes & marks)
    if sys.platform == "darwin":
        return bool(entry.stat(follow_symlinks=False).st_flags & stat.UF_HIDDEN)
    return False


def _is_link(entry: os.DirEntry[str]) -> bool:
    if sys.platform == "win32":  # junctions are links too, but not symbolic ones
        attributes = entry.stat(follow_symlinks=False).st_file_attributes
        return bool(attributes & stat.FILE_ATTRIBUTE_REPARSE_POINT) and entry.is_dir()
    return entry.is_symlink()


def _folder_id(folder: Path | os.DirEntry[str]) -> tuple[int, int] | None:
    """What identifies a folder under any name, or None when it is not there."""
    try:
        status = os.stat(folder)  # noqa: PTH116 - DirEntry.stat has no inode on Windows
    except OSError:
        return None
    return status.st_dev, status.st_ino


def is_unicode(name: str) -> bool:
    """Whether a name can be written down; other systems' names may hold bytes that are no text."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def _refusal(error: OSError) -> Reason:
    return Reason(ReasonCode.NOT_READABLE, error.strerror or type(error).__name__)
