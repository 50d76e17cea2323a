"""What an entry of a folder is: a folder, a link, hidden, or something that programs leave."""

import os
import stat
import sys
from pathlib import Path

IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini", "$recycle.bin", "system volume information"})
IGNORED_STARTS = (".", "~$")
IGNORED_SUFFIXES = (".crdownload", ".part", ".partial", ".download", ".tmp", ".swp", "~")
"""Downloads that are not finished, and what programs keep beside a document they have open."""

PROGRAM_FOLDERS = frozenset(
    {"node_modules", "bower_components", "__pycache__", "__macosx", "lost+found"}
)
"""Made by programs for themselves; lower case. A rule such as `!node_modules/` brings one back."""


def leads_to_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder or leads to one; a link that leads to itself is none."""
    try:
        return entry.is_dir()
    except OSError:
        return entry.is_dir(follow_symlinks=False)


def status_of(entry: os.DirEntry[str]) -> os.stat_result:
    """Its status, a link's target's; a link that leads nowhere has the status of a link."""
    try:
        return entry.stat()
    except OSError:
        if entry.is_symlink():
            return entry.stat(follow_symlinks=False)
        raise


def has_hidden_name(name: str, is_folder: bool) -> bool:
    """Whether it is hidden, or programs keep it beside what people have in the folder."""
    name = name.lower()
    if name.startswith(IGNORED_STARTS) or name.endswith(IGNORED_SUFFIXES) or name in IGNORED_NAMES:
        return True
    return is_folder and name in PROGRAM_FOLDERS


def has_hidden_mark(entry: os.DirEntry[str]) -> bool:
    """Whether Windows or macOS hides it although its name does not begin with a dot."""
    if sys.platform == "win32":
        marks = stat.FILE_ATTRIBUTE_HIDDEN | stat.FILE_ATTRIBUTE_SYSTEM
        return bool(entry.stat(follow_symlinks=False).st_file_attributes & marks)
    if sys.platform == "darwin":
        return bool(entry.stat(follow_symlinks=False).st_flags & stat.UF_HIDDEN)
    return False


def is_link(entry: os.DirEntry[str]) -> bool:
    """Whether the walk may come to what it leads to by another way."""
    if sys.platform == "win32":  # junctions are links too, but not symbolic ones
        attributes = entry.stat(follow_symlinks=False).st_file_attributes
        return bool(attributes & stat.FILE_ATTRIBUTE_REPARSE_POINT) and entry.is_dir()
    return entry.is_symlink()


def folder_id(folder: str | Path | os.DirEntry[str]) -> tuple[int, int] | None:
    """What identifies a folder under any name, or None when it is not there."""
    try:
        status = os.stat(folder)  # noqa: PTH116 - DirEntry.stat has no inode on Windows
    except OSError:
        return None
    return status.st_dev, status.st_ino
