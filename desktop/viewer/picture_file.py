"""A picture file opened for the viewer, page by page, like a PDF without text."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, QSizeF
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

from assistant.answers import QuoteBox
from desktop.viewer.paged_file import PagedFile, polygons_in
from desktop.viewer.passages import FoundPassage, PassagePlace, PdfProblem

SUFFIXES = (".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".tif", ".tiff", ".bmp", ".webp", ".gif")
POINTS_PER_PIXEL = 0.48
"""A scan at 150 dots per inch is shown in its own size."""
MOST_MEGABYTES = 512
"""Memory for one picture; Qt's own limit is too small for a large plan."""


class PictureFile(PagedFile):
    """An open picture; a TIFF may have several pages."""

    def __init__(self) -> None:
        super().__init__()
        self._sizes: list[QSizeF] = []

    @property
    def page_count(self) -> int:
        """Pages of the picture."""
        return len(self._sizes)

    def page_sizes(self, pages: range) -> list[QSizeF]:
        """Width and height of each page in points, as it is shown."""
        return self._sizes[pages.start : pages.stop]

    def find_passage(
        self, page: int, start: int, quote: str, boxes: Sequence[QuoteBox] = ()
    ) -> FoundPassage:
        """Where the boxes are; a picture has no characters of its own to look for."""
        page = min(page, self.page_count - 1)
        return FoundPassage(PassagePlace.UNCHANGED, page, polygons_in(boxes, self._sizes[page]))

    def _load(self, path: Path) -> PdfProblem | None:
        self._sizes = sizes_in(path)
        return None if self._sizes else PdfProblem.DAMAGED


def is_picture(path: Path) -> bool:
    """Whether a file is a picture by its name."""
    return path.name.lower().endswith(SUFFIXES)


def sizes_in(path: Path) -> list[QSizeF]:
    """The size of each page in points; empty when Qt cannot read the file."""
    reader = reader_of(path)
    count = max(1, reader.imageCount()) if bytes(reader.format().data()) == b"tiff" else 1
    sizes = []
    for page in range(count):
        if page and not reader.jumpToImage(page):
            break
        size = reader.size()
        if not size.isValid():
            break
        shown = size.transposed() if lies_on_its_side(reader) else size
        sizes.append(QSizeF(shown) * POINTS_PER_PIXEL)
    return sizes


def read_picture(path: Path, page: int, size: QSize) -> QImage:
    """A page of a picture as it is shown, in that many pixels; null when it cannot be read."""
    reader = reader_of(path)
    if page and not reader.jumpToImage(page):
        return QImage()
    reader.setScaledSize(size.transposed() if lies_on_its_side(reader) else size)
    return reader.read()


def reader_of(path: Path) -> QImageReader:
    """A reader that looks at the contents, not the name, and turns photographs upright."""
    QImageReader.setAllocationLimit(MOST_MEGABYTES)
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    return reader


def lies_on_its_side(reader: QImageReader) -> bool:
    """Whether a camera says that the picture is to be turned by a quarter."""
    turned = reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90
    return turned == QImageIOHandler.Transformation.TransformationRotate90
