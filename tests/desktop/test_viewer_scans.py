"""Scans and picture files are shown with boxes around the cited words."""

import hashlib
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageIOHandler, QImageWriter, QPainter
from pytestqt.qtbot import QtBot

from assistant.answers import Citation, QuoteBox
from desktop.viewer.pdf_view import PdfView
from desktop.viewer.source_viewer import SourceViewer
from tests.desktop.small_pdf import SmallPage, write_pdf

BOX = QuoteBox(0.25, 0.5, 0.75, 0.6)
QUOTE = "TOTAL 9.00"


@pytest.fixture
def viewer(qtbot: QtBot) -> SourceViewer:
    viewer = SourceViewer()
    qtbot.addWidget(viewer)
    viewer.resize(420, 600)
    viewer.show()
    qtbot.waitExposed(viewer)
    return viewer


def receipt(path: Path, width: int = 400, height: int = 800) -> Path:
    """A picture with a black bar where the box is."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.fillRect(QRectF(width * 0.25, height * 0.5, width * 0.5, height * 0.1), Qt.black)
    painter.end()
    assert image.save(str(path))
    return path


def citation(path: Path, form: str, page: int | None = None) -> Citation:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:32]
    return Citation(
        marker=1,
        path=str(path),
        revision=f"{digest}-{form}",
        page=page,
        start=0,
        end=len(QUOTE),
        label="",
        quote=QUOTE,
        scanned=True,
        boxes=(BOX,),
    )


def box_on_page(view: PdfView, page: int, size: tuple[float, float]) -> QuoteBox:
    (shape,) = view.highlight_polygons(page)
    box = shape.boundingRect()
    width, height = size
    return QuoteBox(
        box.left() / width, box.top() / height, box.right() / width, box.bottom() / height
    )


def same(one: QuoteBox, other: QuoteBox) -> bool:
    pairs = ((one.left, other.left), (one.top, other.top), (one.right, other.right))
    return all(abs(a - b) < 1e-6 for a, b in (*pairs, (one.bottom, other.bottom)))


def test_a_scanned_page_has_its_quote_painted_by_its_box(
    viewer: SourceViewer, tmp_path: Path
) -> None:
    path = write_pdf(tmp_path / "scan.pdf", [SmallPage([]), SmallPage([])])
    viewer.show_citation(citation(path, "pdf", page=2))
    assert viewer.pdf_view.isVisible()
    assert viewer.pdf_view.current_page == 2
    assert same(box_on_page(viewer.pdf_view, 2, (400, 600)), BOX)
    assert viewer.pdf_view.accessibleDescription() == QUOTE


def test_boxes_of_another_version_are_not_painted(viewer: SourceViewer, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "scan.pdf", [SmallPage([])])
    cited = citation(path, "pdf", page=1)
    write_pdf(path, [SmallPage(["Another page"])])
    viewer.show_citation(cited)
    assert viewer.pdf_view.isVisible()
    assert viewer.pdf_view.highlight_polygons(1) == []


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif", "a.bmp", "a.webp", "A.JPEG"])
def test_a_picture_file_opens_as_its_picture_with_the_words_marked(
    viewer: SourceViewer, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    viewer.show_citation(citation(receipt(tmp_path / name), "picture"))
    view = viewer.pdf_view
    assert view.isVisible()
    assert view.page_count == 1
    qtbot.waitUntil(lambda: view.is_drawn(1))
    viewer.repaint()
    (shape,) = view.screen_polygons()
    inside = shape.boundingRect().center()
    shown = view.viewport().grab().toImage()
    bar = QColor(shown.pixel((inside * shown.devicePixelRatio()).toPoint()))
    assert bar.lightness() < 40  # the bar lies under the box


def test_a_picture_is_zoomed_with_its_box(
    viewer: SourceViewer, qtbot: QtBot, tmp_path: Path
) -> None:
    viewer.show_citation(citation(receipt(tmp_path / "a.png"), "picture"))
    view = viewer.pdf_view
    before = view.screen_polygons()[0].boundingRect().width()
    qtbot.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    after = view.screen_polygons()[0].boundingRect().width()
    assert after == pytest.approx(before * 1.2)
    qtbot.waitUntil(lambda: view.is_drawn(1))


def test_a_photograph_lies_as_its_camera_says(viewer: SourceViewer, tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    image = QImage(QSize(800, 400), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    writer = QImageWriter(str(path))
    writer.setTransformation(QImageIOHandler.Transformation.TransformationRotate90)
    assert writer.write(image)
    viewer.show_citation(citation(path, "picture"))
    (shape,) = viewer.pdf_view.highlight_polygons(1)
    assert shape.boundingRect().center() == QPointF(400 * 0.48 * 0.5, 800 * 0.48 * 0.55)


def test_a_broken_picture_is_said_to_be_damaged(viewer: SourceViewer, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"no picture")
    viewer.show_citation(citation(path, "picture"))
    assert not viewer.pdf_view.isVisible()


def test_a_pdf_can_follow_a_picture(viewer: SourceViewer, qtbot: QtBot, tmp_path: Path) -> None:
    viewer.show_citation(citation(receipt(tmp_path / "a.png"), "picture"))
    path = write_pdf(tmp_path / "scan.pdf", [SmallPage(["Words"])])
    viewer.show_citation(citation(path, "pdf", page=1))
    qtbot.waitUntil(lambda: viewer.pdf_view.is_drawn(1))
    viewer.show_citation(citation(receipt(tmp_path / "b.png"), "picture"))
    qtbot.waitUntil(lambda: viewer.pdf_view.is_drawn(1))
    viewer.clear()
    assert viewer.pdf_view.page_count == 0
