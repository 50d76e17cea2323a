"""In which order files are read: what somebody just saved, then small ones, then large ones."""

import math
from collections.abc import Iterable

from indexer.discover import FoundFile

JUST_NOW_SECONDS = 600.0
"""A file written within this is what the person works on."""

QUICK_SECONDS = 5.0
"""Of those, the ones that are expected to take longer wait with the rest."""

SECONDS_PER_MEGABYTE = 25.0
"""Reading and embedding plain text; what a format holds beside its text is taken off below."""

TEXT_SHARE = {"pdf": 0.3, "docx": 0.4, "pptx": 0.1, "epub": 0.6, "odt": 0.4, "odp": 0.1}
"""How much of a file's bytes is text, by its format."""

PICTURE_FORMATS = frozenset({"picture"})
SECONDS_PER_PICTURE = 6.0

SECONDS_PER_FILE = 0.02
"""Opening it and writing down what became of it."""


def in_turn(files: Iterable[FoundFile], now_ns: int) -> list[FoundFile]:
    """The files in the order in which they are read; among equals as they were found.

    One that takes minutes comes last, so that it holds nothing up. The bounds between small and
    large are powers of four, so files of about one size are read folder by folder.
    """
    return sorted(files, key=lambda found: _turn(found, now_ns))


def expected_seconds(found: FoundFile) -> float:
    """A rough guess, for comparing files with each other."""
    if found.format_name in PICTURE_FORMATS:
        return SECONDS_PER_FILE + SECONDS_PER_PICTURE
    text = found.size / 1e6 * TEXT_SHARE.get(found.format_name, 1.0)
    return SECONDS_PER_FILE + text * SECONDS_PER_MEGABYTE


def _turn(found: FoundFile, now_ns: int) -> tuple[int, int]:
    seconds = expected_seconds(found)
    age = (now_ns - found.mtime_ns) / 1e9
    if age < JUST_NOW_SECONDS and seconds < QUICK_SECONDS:
        return 0, -found.mtime_ns
    return 1, max(0, math.ceil(math.log(seconds, 4)))
