"""Names for files that every system takes."""

import re

LONGEST_NAME = 80
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def safe_file_name(title: str, instead: str) -> str:
    """A title as a file's name without its ending; `instead` where nothing of it is left."""
    name = " ".join(_FORBIDDEN.sub(" ", title).split())
    if len(name) > LONGEST_NAME:
        name = name[:LONGEST_NAME].rpartition(" ")[0] or name[:LONGEST_NAME]
    name = name.strip(" .")
    return f"{name}_" if _RESERVED.fullmatch(name) else name or instead
