"""Where a passage stands, in words for a person."""

from pathlib import Path


def place(path: str, page: int | None, label: str) -> str:
    """The file's name, and page or label when there is one."""
    where = label or (f"p. {page}" if page is not None else "")
    return f"{Path(path).name}, {where}" if where else Path(path).name
