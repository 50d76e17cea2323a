"""What is said to LanceDB in SQL, and what its error messages mean."""

from collections.abc import Collection, Iterator, Sequence

FULL = (
    "no space left",
    "file too large",
    "disk quota",
    "not enough space",
    "permission denied",
    "read-only file system",
)
"""What operating systems say when nothing can be written, in LanceDB's messages too."""


def among(column: str, values: Collection[str]) -> str:
    """The condition that a column has one of these values."""
    quoted = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    return f"{column} IN ({quoted})"


def batches(values: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """The values in runs of at most `size`."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def reason(text: str) -> str:
    """LanceDB's message without the places in its own source."""
    return text.split(", /", 1)[0].removeprefix("lance error: ").splitlines()[0][:200]


def is_full(text: str) -> bool:
    """Whether nothing can be written where the table lies."""
    return any(sign in text.lower() for sign in FULL)
