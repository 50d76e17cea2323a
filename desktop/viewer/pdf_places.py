"""From a range of characters of a PDF page to the shapes that cover them on the page."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPolygonF
from PySide6.QtPdf import QPdfDocument

from indexer.documents import Span

JOIN_GAP = 1.2
"""Boxes of one line are joined across gaps up to this many line heights."""


def page_text(document: QPdfDocument, page: int) -> str:
    """The text of a page (counted from 0) exactly as it was indexed."""
    return document.getAllText(page).text()


def polygons_of(document: QPdfDocument, page: int, span: Span) -> list[QPolygonF]:
    """One rectangle per line that covers `span` of the page's text, in points from the top left."""
    start, end = _native_range(document, page, span)
    shapes = document.getSelectionAtIndex(page, start, end - start).bounds()
    return [QPolygonF(box) for box in _join([shape.boundingRect() for shape in shapes])]


def _native_range(document: QPdfDocument, page: int, span: Span) -> tuple[int, int]:
    """The same range as the PDF library numbers its characters.

    It counts a character outside the basic plane twice, and some characters that never reach the
    text; so the numbers are found by asking how long the text before them is.
    """

    def length_before(index: int) -> int:
        return len(document.getSelectionAtIndex(page, 0, index).text()) if index else 0

    if length_before(span.start) == span.start and length_before(span.end) == span.end:
        return span.start, span.end
    limit = 2 * len(page_text(document, page)) + 64
    start = _last(limit, lambda index: length_before(index) <= span.start)
    end = _last(limit, lambda index: length_before(index) <= span.end)
    return start, max(start, end)


def _last(limit: int, holds: Callable[[int], bool]) -> int:
    """The greatest index up to `limit` for which a condition holds that fails from there on."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low


def _join(boxes: Sequence[QRectF]) -> list[QRectF]:
    """Unite neighbouring boxes of one line; some files give a box for every letter."""
    upright = _runs_across(boxes)
    joined: list[QRectF] = []
    for box in boxes:
        if joined and _adjacent(joined[-1], box, upright):
            joined[-1] = joined[-1].united(box)
        else:
            joined.append(QRectF(box))
    return joined


def _runs_across(boxes: Sequence[QRectF]) -> bool:
    """Whether the text runs from side to side, rather than up or down a turned page."""
    largest = max(boxes, key=lambda box: box.width() * box.height(), default=QRectF())
    if largest.width() >= 2 * largest.height():
        return True
    if largest.height() >= 2 * largest.width():
        return False
    steps = [after.center() - before.center() for before, after in pairwise(boxes)]
    return sum(abs(step.x()) for step in steps) >= sum(abs(step.y()) for step in steps)


def _adjacent(first: QRectF, second: QRectF, upright: bool) -> bool:
    """Whether two boxes stand on one line with no more than a word space between them."""
    if not upright:
        first, second = _transposed(first), _transposed(second)
    shared = min(first.bottom(), second.bottom()) - max(first.top(), second.top())
    gap = max(first.left(), second.left()) - min(first.right(), second.right())
    height = max(first.height(), second.height())
    return shared >= 0.5 * min(first.height(), second.height()) and gap <= JOIN_GAP * height


def _transposed(box: QRectF) -> QRectF:
    return QRectF(box.top(), box.left(), box.height(), box.width())
