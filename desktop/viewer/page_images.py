"""Pictures of PDF pages, drawn in the background one at a time and kept within a budget."""

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions, QPdfPageRenderer

CACHE_BYTES = 64 * 1024 * 1024
MAX_PIXELS = 8_000_000
"""A page is drawn with no more pixels than this; beyond it the picture is stretched."""


def bounded_size(size: QSize) -> QSize:
    """The size to draw at: the one asked for, or the largest of its shape within the limit."""
    pixels = size.width() * size.height()
    if pixels <= MAX_PIXELS:
        return size
    factor = (MAX_PIXELS / pixels) ** 0.5
    return QSize(max(1, int(size.width() * factor)), max(1, int(size.height() * factor)))


class PageImages(QObject):
    """Draws the pages that are wanted now, nearest first; what is no longer wanted is not drawn."""

    page_drawn = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._images: OrderedDict[int, QImage] = OrderedDict()
        self._wanted: list[tuple[int, QSize]] = []
        self._in_hand: int | None = None
        self._renderer = QPdfPageRenderer(self)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.pageRendered.connect(self._on_page_rendered)

    @property
    def kept_bytes(self) -> int:
        """Memory that the pictures take."""
        return sum(image.sizeInBytes() for image in self._images.values())

    def set_document(self, document: QPdfDocument) -> None:
        """Draw pages of this document from now on."""
        self._images.clear()
        self._wanted.clear()
        self._in_hand = None
        self._renderer.setDocument(document)

    def image(self, page: int) -> QImage | None:
        """The picture of a page at whatever size it was last drawn, or None."""
        return self._images.get(page)

    def want(self, pages: Sequence[tuple[int, QSize]]) -> None:
        """Say which pages are wanted at which size, most urgent first; replaces earlier wishes."""
        self._wanted = [
            (page, bounded_size(size))
            for page, size in pages
            if not self._has(page, bounded_size(size))
        ]
        for page, _ in reversed(pages):
            if page in self._images:
                self._images.move_to_end(page)
        self._draw_next()

    def _has(self, page: int, size: QSize) -> bool:
        image = self._images.get(page)
        return image is not None and image.size() == size

    def _draw_next(self) -> None:
        if self._in_hand is not None or not self._wanted:
            return
        page, size = self._wanted.pop(0)
        self._in_hand = self._renderer.requestPage(page, size)

    def _on_page_rendered(
        self, page: int, _: QSize, image: QImage, __: QPdfDocumentRenderOptions, request: int
    ) -> None:
        if request != self._in_hand:
            return  # of a document that is no longer shown
        self._in_hand = None
        self._images[page] = image
        self._images.move_to_end(page)
        self._drop_oldest()
        self.page_drawn.emit(page)
        self._draw_next()

    def _drop_oldest(self) -> None:
        while len(self._images) > 1 and self.kept_bytes > CACHE_BYTES:
            self._images.popitem(last=False)
