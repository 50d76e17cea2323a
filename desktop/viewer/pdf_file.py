"""A PDF file opened for the viewer, and the search for a cited passage in it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, QSizeF
from PySide6.QtPdf import QPdfDocument

from assistant.answers import QuoteBox
from desktop.viewer.locating import locate_quote
from desktop.viewer.paged_file import PagedFile, polygons_in
from desktop.viewer.passages import FoundPassage, PassagePlace, PdfProblem
from desktop.viewer.pdf_places import page_text, polygons_of

IN_MEMORY_BYTES = 64 * 1024 * 1024
"""Files up to this size are read whole, so that others can replace or delete them meanwhile."""

NEIGHBOURS = 3
"""Pages before and after the cited one that are searched when the passage is not on it."""


class PdfFile(PagedFile):
    """An open document; closing it while pictures are being drawn is safe."""

    def __init__(self, parent: QObject) -> None:
        super().__init__()
        self.document = QPdfDocument(parent)
        self._buffer = QBuffer(self.document)

    def page_sizes(self, pages: range) -> list[QSizeF]:
        """Width and height of each page in points, as it is shown (turned pages are turned)."""
        return [self.document.pagePointSize(page) for page in pages]

    @property
    def page_count(self) -> int:
        """Pages of the document."""
        return self.document.pageCount()

    def find_passage(
        self, page: int, start: int, quote: str, boxes: Sequence[QuoteBox] = ()
    ) -> FoundPassage:
        """Look where the passage was, then elsewhere on the page, then on the pages around it.

        With boxes it was read off a picture: there are no characters to look for.
        """
        count = self.document.pageCount()
        if boxes and page < count:
            polygons = polygons_in(boxes, self.document.pagePointSize(page))
            return FoundPassage(PassagePlace.UNCHANGED, page, polygons)
        if page >= count:
            page, start = count - 1, 0
        text = page_text(self.document, page)
        span = locate_quote(text, quote, start)
        if span is not None:
            unchanged = text[start : start + len(quote)] == quote
            place = PassagePlace.UNCHANGED if unchanged else PassagePlace.MOVED
            return FoundPassage(place, page, tuple(polygons_of(self.document, page, span)))
        return self._find_nearby(page, quote) or FoundPassage(PassagePlace.GONE, page)

    def _find_nearby(self, page: int, quote: str) -> FoundPassage | None:
        around = range(max(0, page - NEIGHBOURS), page + NEIGHBOURS + 1)
        for other in sorted(around, key=lambda number: abs(number - page)):
            if other == page or other >= self.document.pageCount():
                continue
            span = locate_quote(page_text(self.document, other), quote, 0)
            if span is not None:
                polygons = tuple(polygons_of(self.document, other, span))
                return FoundPassage(PassagePlace.MOVED, other, polygons)
        return None

    def _load(self, path: Path) -> PdfProblem | None:
        if path.stat().st_size > IN_MEMORY_BYTES:
            self.document.load(str(path))
        else:
            self._buffer.setData(path.read_bytes())
            self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
            self.document.load(self._buffer)
        if self.document.error() in _PROTECTED:
            return PdfProblem.PROTECTED
        is_ready = self.document.status() == QPdfDocument.Status.Ready
        return None if is_ready and self.document.pageCount() else PdfProblem.DAMAGED


_PROTECTED = (QPdfDocument.Error.IncorrectPassword, QPdfDocument.Error.UnsupportedSecurityScheme)
