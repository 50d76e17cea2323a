"""E-mail addresses in running text, those with “(at)” and “(dot)” among them."""

import re
from collections.abc import Iterator

_LOCAL = r"[\w.!#$%&'*+^`~-]"
"""Some more signs are allowed, but what stands before them is mostly a path or the like."""
_AT = r"(?:@|[ ]?[(\[][ ]?at[ ]?[)\]][ ]?)"
_DOT = r"(?:\.|[ ]?[(\[][ ]?dot[ ]?[)\]][ ]?)"
_PICTURES = r"(?!(?:png|jpe?g|gif|svg|webp)\b)"
"""Files are named “logo@2x.png”."""
_EMAIL = re.compile(
    rf"(?<!{_LOCAL}){_LOCAL}++{_AT}[^\W_][\w-]*(?:{_DOT}[\w-]+)*"
    rf"{_DOT}{_PICTURES}[^\W\d_][\w-]*[^\W_]",
    re.IGNORECASE,
)


def emails(text: str) -> Iterator[tuple[int, int]]:
    """Where e-mail addresses stand, as (start, end)."""
    yield from (match.span() for match in _EMAIL.finditer(text))
