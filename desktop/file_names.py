"""Names of files: as they are shown, and such as every system takes."""

import re
import unicodedata
from pathlib import PurePath

LONGEST_NAME = 80
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_FROM_LEFT, _END = "\u2066", "\u2069"
"""Unicode's marks around what keeps its own direction within other text."""


def shown_name(path: str) -> str:
    """The name of the file at a path of any system; the path where it has none.

    One in Arabic or Hebrew is marked, so that its ending stays at its end and the words after it
    where they are.
    """
    name = PurePath(path.replace("\\", "/")).name or path
    return from_left(name)


def from_left(name: str) -> str:
    """The name, marked where it would turn the text around it."""
    turns = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in name)
    return f"{_FROM_LEFT}{name}{_END}" if turns else name


def safe_file_name(title: str, instead: str) -> str:
    """A title as a file's name without its ending; `instead` where nothing of it is left."""
    name = " ".join(_FORBIDDEN.sub(" ", title).split())
    if len(name) > LONGEST_NAME:
        name = name[:LONGEST_NAME].rpartition(" ")[0] or name[:LONGEST_NAME]
    name = name.strip(" .")
    return f"{name}_" if _RESERVED.fullmatch(name) else name or instead
