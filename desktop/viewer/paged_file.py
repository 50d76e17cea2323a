"""A file that the viewer shows page by page, whatever it is made of."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPolygonF

from assistant.answers import QuoteBox
from desktop.viewer.file_version import FileVersion, version_of
from desktop.viewer.passages import FoundPassage, PdfProblem


class PagedFile(ABC):
    """Knows which version of the file is open; what its pages are is for those derived from it."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self._version: FileVersion | None = None

    def open(self, path: Path) -> PdfProblem | None:
        """Look at the file; returns what is wrong with it, or None when it can be shown."""
        try:
            self._version = version_of(path)
            problem = self._load(path)
        except OSError:
            return PdfProblem.MISSING
        if problem is None:
            self.path = path
        return problem

    def is_current(self, path: Path) -> bool:
        """Whether this is that file, and the file has not been written to since."""
        try:
            return self.path == path and self._version == version_of(path)
        except OSError:
            return False

    @property
    @abstractmethod
    def page_count(self) -> int:
        """How many pages there are."""

    @abstractmethod
    def page_sizes(self, pages: range) -> list[QSizeF]:
        """Width and height of each page in points, as it is shown (turned pages are turned)."""

    @abstractmethod
    def find_passage(
        self, page: int, start: int, quote: str, boxes: Sequence[QuoteBox] = ()
    ) -> FoundPassage:
        """Where the words stand; with boxes they were read off a picture and are in these."""

    @abstractmethod
    def _load(self, path: Path) -> PdfProblem | None:
        """Read what is needed of it; may raise OSError."""


def polygons_in(boxes: Sequence[QuoteBox], size: QSizeF) -> tuple[QPolygonF, ...]:
    """Parts of a page as shapes on it, in points."""
    width, height = size.width(), size.height()
    return tuple(
        QPolygonF(
            QRectF(
                box.left * width,
                box.top * height,
                (box.right - box.left) * width,
                (box.bottom - box.top) * height,
            )
        )
        for box in boxes
    )
