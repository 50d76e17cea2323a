"""A PDF or picture as a strip of pages, drawn when in sight, with the cited passage painted on."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from assistant.answers import QuoteBox
from desktop.viewer.colours import HIGHLIGHT_ON_PAPER, HIGHLIGHT_OUTLINE, PAPER, desk
from desktop.viewer.page_images import PageImages
from desktop.viewer.page_layout import GAP, PageLayout, fitting_scale
from desktop.viewer.paged_file import PagedFile
from desktop.viewer.passages import FoundPassage, PassagePlace, PdfProblem
from desktop.viewer.pdf_file import PdfFile
from desktop.viewer.picture_file import PictureFile, is_picture
from desktop.viewer.picture_images import PictureImages

ZOOM_STEP = 1.2
SMALLEST_ZOOM, LARGEST_ZOOM = 0.2, 5.0
SIZES_AT_ONCE = 100
"""Page sizes read in one step of the event loop (about 0.2 ms each)."""
LINE = 48
"""Pixels that an arrow key scrolls."""


class PdfView(QAbstractScrollArea):
    """Scrolls over the pages of one file; pages are numbered from 1 for everyone outside."""

    page_changed = Signal(int)
    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Before the document: what draws in the background must end first when both are deleted.
        self._pdf_images, self._picture_images = PageImages(self), PictureImages(self)
        self._images: PageImages | PictureImages = self._pdf_images
        self._file: PagedFile = PdfFile(self)
        self._sizes: list[QSizeF] = []
        self._layout = PageLayout([], 1.0, 1.0)
        self._zoom: float | None = None  # None: as wide as the window
        self._found: FoundPassage | None = None
        self._shown_page = 0
        self._pinned_at: int | None = None  # where the passage was scrolled to
        self._build()

    @property
    def page_count(self) -> int:
        """Pages of the open file; 0 when none is open."""
        return len(self._sizes)

    @property
    def current_page(self) -> int:
        """The page that takes the upper part of the window, from 1; 0 when no file is open."""
        if not self._sizes:
            return 0
        return self._layout.page_at(self._top() + self.viewport().height() / 3) + 1

    @property
    def zoom(self) -> float:
        """Size on the screen relative to paper; 1.0 is life size on a screen that says its size."""
        return self._layout.scale / self._life_size()

    def open(self, path: Path) -> PdfProblem | None:
        """Show the file from its first page; returns why not when it cannot be shown."""
        if self._file.is_current(path):
            return None
        self.close_file()
        if is_picture(path):
            self._file = PictureFile()
        problem = self._file.open(path)
        if problem is None:
            self._draw_from(self._file)
            self._start_measuring()
        return problem

    def close_file(self) -> None:
        """Show nothing and let go of the file."""
        self._measuring.stop()
        previous, empty = self._file, PdfFile(self)
        self._file = empty
        self._draw_from(empty)
        if isinstance(previous, PdfFile):
            previous.document.deleteLater()
        self._sizes, self._found, self._pinned_at = [], None, None
        self._lay_out()

    def show_passage(
        self, page: int, start: int, quote: str, boxes: Sequence[QuoteBox] = ()
    ) -> PassagePlace:
        """Scroll to the passage and paint it; says whether it is where it was.

        `boxes` say where it is on a page without characters of its own.
        """
        found = self._file.find_passage(page - 1, start, quote, boxes)
        self._found = found
        self._scroll_to_passage(found)
        self.setAccessibleDescription(quote if found.polygons else "")
        self.viewport().update()
        return found.place

    def highlight_polygons(self, page: int) -> list[QPolygonF]:
        """What is painted on that page (from 1), in points from its top left corner."""
        if self._found is None or self._found.page != page - 1:
            return []
        return list(self._found.polygons)

    def screen_polygons(self) -> list[QPolygonF]:
        """What is painted, in pixels of the viewport."""
        if self._found is None:
            return []
        return [self._to_viewport(self._found.page).map(shape) for shape in self._found.polygons]

    def is_drawn(self, page: int) -> bool:
        """Whether the picture of a page (from 1) is there."""
        return self._images.image(page - 1) is not None

    def go_to_page(self, page: int) -> None:
        """Scroll to the top of a page, the nearest one when there is no such page."""
        if not self._sizes:
            return
        index = min(max(page, 1), self.page_count) - 1
        self.verticalScrollBar().setValue(round(self._layout.page_box(index).top() - GAP / 2))

    def zoom_in(self) -> None:
        """One step larger."""
        self.set_zoom(self.zoom * ZOOM_STEP)

    def zoom_out(self) -> None:
        """One step smaller."""
        self.set_zoom(self.zoom / ZOOM_STEP)

    def fit_width(self) -> None:
        """As wide as the window, whatever its size becomes."""
        self._zoom = None
        self._lay_out()

    def set_zoom(self, zoom: float) -> None:
        """Show at this size, within what the viewer can draw."""
        self._zoom = min(max(zoom, SMALLEST_ZOOM), LARGEST_ZOOM)
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pages in sight and ask for the pictures that are missing."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), desk(self.palette()))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in self._pages_in_sight():
            self._paint_page(painter, page)
        painter.end()
        self._want_pages()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the new width."""
        super().resizeEvent(event)
        self._lay_out()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802
        """Paint again and tell which page is in sight."""
        self.viewport().update()
        self._tell_page()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home, End, Space and the zoom keys; Qt knows arrows, Page Up and Page Down."""
        bar = self.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_Home:
                bar.setValue(bar.minimum())
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case Qt.Key.Key_Space:
                back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                bar.setValue(bar.value() + (-bar.pageStep() if back else bar.pageStep()))
            case _ if not self._zoom_by_key(event):
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl held, scroll otherwise."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
        elif event.angleDelta().y() > 0:
            self.zoom_in()
        elif event.angleDelta().y() < 0:
            self.zoom_out()

    def _build(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        # A bar that comes and goes would change the width that pages are fitted to.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(LINE)
        self.horizontalScrollBar().setSingleStep(LINE)
        self.setAccessibleName(self.tr("Document pages"))
        for images in (self._pdf_images, self._picture_images):
            images.page_drawn.connect(self.viewport().update)
        self._measuring = QTimer(self)
        self._measuring.setInterval(0)
        self._measuring.timeout.connect(self._measure_more)

    def _draw_from(self, file: PagedFile) -> None:
        """Take the pictures of pages from this file, and none from the one before."""
        if isinstance(file, PdfFile):
            self._picture_images.show_file(None)
            self._pdf_images.set_document(file.document)
            self._images = self._pdf_images
        else:
            self._picture_images.show_file(file.path)
            self._images = self._picture_images

    def _start_measuring(self) -> None:
        """Take the first sizes for all; the rest is measured bit by bit."""
        count = self._file.page_count
        measured = self._file.page_sizes(range(min(count, SIZES_AT_ONCE)))
        self._sizes = measured + [measured[0]] * (count - len(measured))
        self._measured = len(measured)
        if self._measured < count:
            self._measuring.start()
        self._lay_out()
        self.verticalScrollBar().setValue(0)

    def _measure_more(self) -> None:
        pages = range(self._measured, min(self._measured + SIZES_AT_ONCE, len(self._sizes)))
        sizes = self._file.page_sizes(pages)
        self._measured = pages.stop
        if sizes != self._sizes[pages.start : pages.stop]:
            self._sizes[pages.start : pages.stop] = sizes
            self._lay_out()
        if self._measured >= len(self._sizes):
            self._measuring.stop()

    def _life_size(self) -> float:
        return self.logicalDpiX() / 72

    def _top(self) -> int:
        return self.verticalScrollBar().value()

    def _lay_out(self) -> None:
        """Compute where pages lie, and keep what is at the top of the window there."""
        page, within = self._anchor()
        pinned = self._top() == self._pinned_at
        width, height = self.viewport().width(), self.viewport().height()
        fitting = fitting_scale(self._sizes, width)
        scale = fitting if self._zoom is None else self._zoom * self._life_size()
        self._layout = PageLayout(self._sizes, scale, width)
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(0, round(self._layout.height) - height))
        vertical.setPageStep(max(LINE, height - LINE))
        horizontal.setRange(0, max(0, round(self._layout.width) - width))
        horizontal.setPageStep(width)
        if self._sizes:
            vertical.setValue(round(self._layout.place(page, QPointF(0, within)).y()))
        if pinned and self._found is not None:
            self._scroll_to_passage(self._found)
        self.viewport().update()
        self.zoom_changed.emit(self.zoom)
        self._tell_page()

    def _anchor(self) -> tuple[int, float]:
        """The page at the top of the window and how many points of it are above."""
        if self._layout.page_count != len(self._sizes) or not self._sizes:
            return 0, -GAP
        page = self._layout.page_at(self._top())
        return page, (self._top() - self._layout.page_box(page).top()) / self._layout.scale

    def _tell_page(self) -> None:
        if self.current_page != self._shown_page:
            self._shown_page = self.current_page
            self.page_changed.emit(self._shown_page)

    def _pages_in_sight(self) -> range:
        return self._layout.pages_between(self._top(), self._top() + self.viewport().height())

    def _to_viewport(self, page: int) -> QTransform:
        """From points of a page to pixels of the viewport."""
        corner = self._layout.page_box(page).topLeft()
        x, y = corner.x() - self.horizontalScrollBar().value(), corner.y() - self._top()
        return QTransform.fromTranslate(x, y).scale(self._layout.scale, self._layout.scale)

    def _paint_page(self, painter: QPainter, page: int) -> None:
        target = self._to_viewport(page).mapRect(QRectF(QPointF(), self._sizes[page]))
        painter.fillRect(target, PAPER)  # pictures of pages are transparent
        image = self._images.image(page)
        if image is not None and image.size() == self._pixels(page):
            self._draw_sharp(painter, image, target.topLeft())
        elif image is not None:
            painter.drawImage(target, image)
        if self._found is not None and self._found.page == page:
            self._paint_passage(painter)

    def _pixels(self, page: int) -> QSize:
        """The size of a page in pixels of the screen."""
        return (self._sizes[page] * (self._layout.scale * self.devicePixelRatioF())).toSize()

    def _draw_sharp(self, painter: QPainter, image: QImage, corner: QPointF) -> None:
        """Put each pixel of the picture on one pixel of the screen."""
        ratio = self.devicePixelRatioF()
        image.setDevicePixelRatio(ratio)
        painter.drawImage(
            QPointF(round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio), image
        )

    def _paint_passage(self, painter: QPainter) -> None:
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(HIGHLIGHT_ON_PAPER)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        boxes = [shape.boundingRect().adjusted(-2, -1, 2, 1) for shape in self.screen_polygons()]
        painter.drawRects(boxes)
        painter.setPen(QPen(HIGHLIGHT_OUTLINE, 1))
        for box in boxes:
            painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()

    def _want_pages(self) -> None:
        """Ask for the pages in sight, then for those before and after."""
        sight = self._pages_in_sight()
        around = [sight.stop, sight.start - 1]
        pages = [*sight, *(page for page in around if 0 <= page < len(self._sizes))]
        self._images.want([(page, self._pixels(page)) for page in pages])

    def _scroll_to_passage(self, found: FoundPassage) -> None:
        """Bring the passage into the upper third; the page's top when there is none."""
        if not found.polygons:
            self.go_to_page(found.page + 1)
            self._pinned_at = self._top()
            return
        box = QRectF()
        for shape in found.polygons:
            box = box.united(shape.boundingRect())
        place = self._layout.place(found.page, box.topLeft())
        self.verticalScrollBar().setValue(round(place.y() - self.viewport().height() / 5))
        self._pinned_at = self._top()
        right = self._layout.place(found.page, box.topRight()).x()
        if right > self.viewport().width():
            self.horizontalScrollBar().setValue(round(place.x() - 2 * GAP))

    def _zoom_by_key(self, event: QKeyEvent) -> bool:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_in()
            case Qt.Key.Key_Minus:
                self.zoom_out()
            case Qt.Key.Key_0:
                self.fit_width()
            case _:
                return False
        return True
