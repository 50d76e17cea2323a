"""Pictures of a picture file's pages, unpacked in the background in the size that is shown."""

import contextlib
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSize, QThreadPool, Signal
from PySide6.QtGui import QImage

from desktop.viewer.page_images import bounded_size
from desktop.viewer.picture_file import read_picture

KEPT = 4
"""Pages kept unpacked; more are rarely in sight."""


class PictureImages(QObject):
    """Unpacks the pages that are wanted now, one at a time."""

    page_drawn = Signal(int)
    _unpacked = Signal(int, int, QImage)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._round = 0
        self._images: dict[int, QImage] = {}
        self._wanted: list[tuple[int, QSize]] = []
        self._tried: dict[int, QSize] = {}
        self._is_busy = False
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._unpacked.connect(self._on_unpacked)

    def show_file(self, path: Path | None) -> None:
        """Unpack pages of this file from now on, or of none."""
        self._pool.clear()
        self._pool.waitForDone()
        self._path, self._round, self._is_busy = path, self._round + 1, False
        self._images.clear()
        self._tried.clear()
        self._wanted.clear()

    def image(self, page: int) -> QImage | None:
        """The picture of a page at whatever size it was last unpacked, or None."""
        return self._images.get(page)

    def want(self, pages: Sequence[tuple[int, QSize]]) -> None:
        """Say which pages are wanted at which size, most urgent first; replaces earlier wishes."""
        sizes = [(page, bounded_size(size)) for page, size in pages]
        self._wanted = [(page, size) for page, size in sizes if self._tried.get(page) != size]
        self._unpack_next()

    def _unpack_next(self) -> None:
        if self._is_busy or not self._wanted or self._path is None:
            return
        page, size = self._wanted.pop(0)
        self._is_busy = True
        self._tried[page] = size
        path, number = self._path, self._round
        self._pool.start(lambda: self._unpack(path, number, page, size))

    def _unpack(self, path: Path, number: int, page: int, size: QSize) -> None:
        """Work of the other thread."""
        image = read_picture(path, page, size)
        with contextlib.suppress(RuntimeError):  # the viewer has gone meanwhile
            self._unpacked.emit(number, page, image)

    def _on_unpacked(self, number: int, page: int, image: QImage) -> None:
        if number != self._round:
            return  # of a file that is no longer shown
        self._is_busy = False
        if not image.isNull():
            self._images.pop(page, None)
            self._images[page] = image
            self._drop_oldest()
            self.page_drawn.emit(page)
        self._unpack_next()

    def _drop_oldest(self) -> None:
        while len(self._images) > KEPT:
            oldest = next(iter(self._images))
            del self._images[oldest]
            del self._tried[oldest]
