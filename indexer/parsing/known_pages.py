"""Pages that were recognised before the reading of a file was cut short, told by their pictures.

Recognising a page takes seconds, so its result is told at once to the process that waits, and is
not worked out again when the same picture comes once more. The picture itself is the key: no
number of a page or of an enclosed file has to be the same, and nothing can be mistaken.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from indexer.parsing.pdf_lines import PageLines

if TYPE_CHECKING:
    from indexer.parsing.ocr_engine import Picture

VERSION = 1
"""Counts up when a picture may be read differently than before."""

PageKeeper = Callable[[str, PageLines], None]
"""Is told the key of a picture and what was read off it."""


@dataclass(slots=True)
class _State:
    """Of the whole process, as a parser child reads one file at a time."""

    known: Mapping[str, PageLines] = field(default_factory=dict)
    keep: PageKeeper | None = None


_state = _State()


def know(pages: Mapping[str, PageLines]) -> None:
    """These pages need not be read again, until the next call."""
    _state.known = pages


def tell_read_pages(keeper: PageKeeper | None) -> None:
    """Tell this keeper of every page that is read, or nobody."""
    _state.keep = keeper


def read_once(
    picture: "Picture",
    number: int,
    dots_per_inch: float,
    label: str,
    read: Callable[[], PageLines],
) -> PageLines:
    """What `read` brings for a picture, or what it brought before."""
    if _state.keep is None and not _state.known:
        return read()
    key = key_of(picture, dots_per_inch)
    known = _state.known.get(key)
    if known is not None:
        return replace(known, number=number, label=label)
    page = read()
    if _state.keep is not None:
        _state.keep(key, page)
    return page


def key_of(picture: "Picture", dots_per_inch: float) -> str:
    """What tells a picture, read at a resolution, from every other one."""
    facts = f"{VERSION} {picture.shape} {dots_per_inch:.4f}".encode()
    digest = hashlib.blake2b(facts, digest_size=16)
    digest.update(picture.tobytes())
    return digest.hexdigest()
