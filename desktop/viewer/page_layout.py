"""Where each page lies on the long strip that the viewer scrolls over."""

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF

GAP = 12.0
"""Pixels between pages and around them."""


class PageLayout:
    """Pages one below the other, centred; sizes come in points, places in pixels."""

    def __init__(self, sizes: Sequence[QSizeF], scale: float, viewport_width: float) -> None:
        self._sizes = sizes
        self.scale = scale
        widest = max((size.width() for size in sizes), default=0.0) * scale
        self.width = max(viewport_width, widest + 2 * GAP)
        self._tops: list[float] = []
        top = GAP
        for size in sizes:
            self._tops.append(top)
            top += size.height() * scale + GAP
        self.height = top

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    def page_box(self, page: int) -> QRectF:
        """The place of a page (counted from 0) on the strip."""
        size = self._sizes[page] * self.scale
        left = (self.width - size.width()) / 2
        return QRectF(left, self._tops[page], size.width(), size.height())

    def page_at(self, y: float) -> int:
        """The page at that height of the strip; a gap belongs to the page above it."""
        return max(0, bisect_right(self._tops, y) - 1)

    def pages_between(self, top: float, bottom: float) -> range:
        """The pages of which something lies between the two heights."""
        if not self._tops:
            return range(0)
        return range(self.page_at(top), self.page_at(bottom) + 1)

    def place(self, page: int, point: QPointF) -> QPointF:
        """A point of a page, in points from its top left, as a place on the strip."""
        return self.page_box(page).topLeft() + point * self.scale


def fitting_scale(sizes: Sequence[QSizeF], viewport_width: float) -> float:
    """Pixels per point at which the widest page just fits the viewport."""
    widest = max((size.width() for size in sizes), default=0.0)
    if widest <= 0:
        return 1.0
    return max(0.1, (viewport_width - 2 * GAP) / widest)
