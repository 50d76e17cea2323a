"""Marks around hidden words while a text is put together; the finished text has none of them.

The marks are characters that Unicode sets aside for a program's own use, so that a text can be
folded, joined and cut without losing sight of what in it nobody sees.
"""

import re

from indexer.documents import HiddenBecause, HiddenText, Page, Span

STARTS = {
    HiddenBecause.NO_CONTRAST: "\ufdd0",
    HiddenBecause.TINY: "\ufdd1",
    HiddenBecause.OFF_PAGE: "\ufdd2",
    HiddenBecause.INVISIBLE: "\ufdd3",
}
END = "\ufdd4"
REASONS = {mark: because for because, mark in STARTS.items()}
MARK = re.compile("[\ufdd0-\ufdd4]")


def hide(text: str, because: HiddenBecause | None) -> str:
    """The text with marks around it, if there is a reason and anything to hide."""
    return f"{STARTS[because]}{text}{END}" if because is not None and text.strip() else text


def marked(page: Page) -> str:
    """The text of a page with marks around what is hidden, for a text that it becomes part of."""
    text, parts, position = page.text, [], 0
    for hidden in page.hidden:
        if hidden.because in STARTS:
            parts.append(text[position : hidden.span.start])
            parts.append(hide(text[hidden.span.start : hidden.span.end], hidden.because))
            position = hidden.span.end
    return "".join([*parts, text[position:]])


def without_marks(text: str, start: int) -> tuple[str, list[HiddenText]]:
    """The text itself and what of it is hidden; `start` is where it will begin."""
    if text.isascii() or MARK.search(text) is None:
        return text, []
    parts: list[str] = []
    hidden: list[HiddenText] = []
    opened: list[tuple[int, HiddenBecause]] = []
    position, length = 0, 0
    for mark in MARK.finditer(text):
        parts.append(text[position : mark.start()])
        length += mark.start() - position
        position = mark.end()
        if mark.group() in REASONS:
            opened.append((start + length, REASONS[mark.group()]))
        elif opened:
            first, because = opened.pop()
            if not opened and first < start + length:
                hidden.append(HiddenText(Span(first, start + length), because))
    parts.append(text[position:])
    return "".join(parts), hidden
