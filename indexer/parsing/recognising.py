"""Whether, where and for how long pictures of text are read; parsers ask here.

Reading a page takes seconds, so the parser says which page it is at: the process that waits for it
counts the time of each page, not of the file.
"""

import logging
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from indexer.parsing.page_lists import page_list
from indexer.parsing.pdf_lines import PageLines

logger = logging.getLogger(__name__)

SWITCH = "FOOTNOTE_OCR"
"""Environment variable; “off” means that pictures are not read."""
LONGEST_SECONDS = 4 * 3600.0
"""For all pages of one file; the rest is left unread and named."""

PageListener = Callable[[int, int], None]
"""Is told the number of the page that is begun, from 1, and how many there are."""


@dataclass(slots=True)
class _State:
    """Of the whole process, as a parser child reads one file at a time."""

    on_page: PageListener | None = None
    is_on: bool = True


_state = _State()


def switch(*, on: bool) -> None:
    """Read pictures in this process from now on, or leave them."""
    _state.is_on = on


def listen_to_pages(listener: PageListener | None) -> None:
    """Tell this listener of every page that is begun, or nobody."""
    _state.on_page = listener


def tell_page(number: int, count: int) -> None:
    """Say that a page is begun that may take seconds."""
    if _state.on_page is not None:
        _state.on_page(number, count)


def is_switched_on() -> bool:
    """Whether the person wants pictures read."""
    return _state.is_on and os.environ.get(SWITCH, "").lower() != "off"


@dataclass(slots=True)
class Recogniser:
    """Reads the pictures of one file and remembers which it could not read.

    `count` is the number of pages of the file.
    """

    count: int
    unread: list[int] = field(default_factory=list)
    """Pages left unread because reading is switched off."""
    failed: list[int] = field(default_factory=list)
    late: list[int] = field(default_factory=list)
    """Pages left unread because those before took too long."""
    _started: float = field(default_factory=time.monotonic)

    def read(self, number: int, read: Callable[[], PageLines]) -> PageLines | None:
        """The page that `read` brings; None when nothing stands there, or it cannot be read."""
        if not is_switched_on():
            self.unread.append(number)
            return None
        if time.monotonic() - self._started > LONGEST_SECONDS:
            self.late.append(number)
            return None
        tell_page(number, self.count)
        try:
            page = read()
        except MemoryError:
            raise
        except Exception:  # a picture may be broken in any way; it must not cost the other pages
            logger.exception("page %d could not be recognised", number)
            self.failed.append(number)
            return None
        return page if page.text else None

    def warnings(self) -> Iterator[str]:
        """One sentence for each kind of page that was not read."""
        if self.unread:
            have = "has" if len(self.unread) == 1 else "have"
            yield f"{page_list(self.unread)} {have} no text, only pictures"
        if self.failed:
            yield f"{page_list(self.failed)} could not be recognised"
        if self.late:
            were = "was" if len(self.late) == 1 else "were"
            yield f"{page_list(self.late)} {were} left out: the pages before took hours"
