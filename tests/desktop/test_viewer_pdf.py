import re
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtPdf import QPdfDocument
from pytestqt.qtbot import QtBot

from desktop.viewer.page_images import CACHE_BYTES, MAX_PIXELS
from desktop.viewer.passages import PassagePlace, PdfProblem
from desktop.viewer.pdf_view import PdfView
from tests.desktop.small_pdf import SmallPage, write_pdf

RENT = "The rent is 950 euros a month."


@pytest.fixture
def view(qtbot: QtBot) -> PdfView:
    view = PdfView()
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.show()
    qtbot.waitExposed(view)
    return view


def text_of(path: Path, page: int) -> str:
    document = QPdfDocument()
    document.load(str(path))
    return document.getAllText(page - 1).text()


def show(view: PdfView, path: Path, page: int, quote: str) -> PassagePlace:
    assert view.open(path) is None
    return view.show_passage(page, text_of(path, page).index(quote), quote)


def covered(view: PdfView, point: QPointF, page: int) -> bool:
    return any(
        shape.boundingRect().adjusted(-0.5, -0.5, 0.5, 0.5).contains(point)
        for shape in view.highlight_polygons(page)
    )


def assert_words_covered(view: PdfView, path: Path, page: int, quote: str) -> None:
    """Each word of the quote, found by its own place, lies under the highlight."""
    document = QPdfDocument()
    document.load(str(path))
    text = document.getAllText(page - 1).text()
    offset = text.index(quote)
    for word in re.finditer(r"\S+", quote):
        # pdfium counts characters beyond the basic plane twice
        start = len(text[: offset + word.start()].encode("utf-16-le")) // 2
        length = len(word.group().encode("utf-16-le")) // 2
        selection = document.getSelectionAtIndex(page - 1, start, length)
        assert selection.text() == word.group()
        for shape in selection.bounds():
            box = shape.boundingRect()
            assert covered(view, box.topLeft(), page), word.group()
            assert covered(view, box.bottomRight(), page), word.group()


def test_every_cited_word_is_under_the_highlight(view: PdfView, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [SmallPage(["Before it.", RENT, "After it."])])
    assert show(view, path, 1, RENT) is PassagePlace.UNCHANGED
    assert_words_covered(view, path, 1, RENT)
    assert len(view.highlight_polygons(1)) == 1


def test_words_beside_the_cited_ones_are_not_highlighted(view: PdfView, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [SmallPage(["First this. Then that. At last this."])])
    show(view, path, 1, "Then that.")
    document = QPdfDocument()
    document.load(str(path))
    for start in (0, 23):
        box = document.getSelectionAtIndex(0, start, 10).bounds()[0].boundingRect()
        assert not covered(view, box.center(), 1)


def test_a_sentence_over_three_lines_gets_three_boxes(view: PdfView, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [SmallPage(["It begins here", "goes on", "and ends."])])
    quote = text_of(path, 1)
    show(view, path, 1, quote)
    assert len(view.highlight_polygons(1)) == 3
    assert_words_covered(view, path, 1, quote)


def test_characters_beyond_the_basic_plane_do_not_shift_the_highlight(
    view: PdfView, tmp_path: Path
) -> None:
    lines = ["Sets 𝔸, 𝔹 and 𝔸𝔹𝔸𝔹 come first.", f"{RENT} 𝔸 is a set."]
    path = write_pdf(tmp_path / "a.pdf", [SmallPage(lines)])
    assert show(view, path, 1, RENT) is PassagePlace.UNCHANGED
    assert_words_covered(view, path, 1, RENT)
    assert show(view, path, 1, "𝔸 is a set.") is PassagePlace.UNCHANGED
    assert_words_covered(view, path, 1, "𝔸 is a set.")


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_on_a_turned_page_the_highlight_turns_with_the_words(
    qtbot: QtBot, view: PdfView, tmp_path: Path, rotation: int
) -> None:
    page = SmallPage(["Before.", RENT, "After."], rotation=rotation)
    path = write_pdf(tmp_path / "a.pdf", [page])
    show(view, path, 1, RENT)
    assert_words_covered(view, path, 1, RENT)
    assert_pixels_marked(qtbot, view)


def test_pixels_inside_the_highlight_are_marked_and_letters_stay_black(
    qtbot: QtBot, view: PdfView, tmp_path: Path
) -> None:
    path = write_pdf(tmp_path / "a.pdf", [SmallPage(["Before.", RENT, "After."])])
    show(view, path, 1, RENT)
    assert_pixels_marked(qtbot, view)


def assert_pixels_marked(qtbot: QtBot, view: PdfView) -> None:
    qtbot.waitUntil(lambda: view.is_drawn(1))
    picture = view.viewport().grab().toImage()
    (shape,) = view.screen_polygons()
    box = shape.boundingRect().toAlignedRect()
    colours = [
        picture.pixelColor(x, y)
        for x in range(box.left(), box.right())
        for y in range(box.top(), box.bottom())
    ]
    marked = [c for c in colours if c.red() > 240 and c.green() > 200 and c.blue() < 120]
    dark = [c for c in colours if c.lightness() < 90]
    assert len(marked) > len(colours) / 3  # the rest is letters and their soft edges
    assert dark


def test_a_passage_that_moved_on_its_page_is_found_there(view: PdfView, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [SmallPage(["A new first line.", "And more.", RENT])])
    view.open(path)
    assert view.show_passage(1, 0, RENT) is PassagePlace.MOVED
    assert_words_covered(view, path, 1, RENT)


def test_a_passage_that_moved_to_the_next_page_is_found_there(
    view: PdfView, tmp_path: Path
) -> None:
    path = write_pdf(tmp_path / "a.pdf", [SmallPage(["A new page."]), SmallPage([RENT])])
    view.open(path)
    assert view.show_passage(1, 0, RENT) is PassagePlace.MOVED
    assert view.highlight_polygons(1) == []
    assert_words_covered(view, path, 2, RENT)


def test_a_passage_that_is_gone_still_shows_its_page(view: PdfView, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [SmallPage(["One."]), SmallPage(["Two."])] * 5)
    view.open(path)
    assert view.show_passage(8, 0, RENT) is PassagePlace.GONE
    assert view.current_page == 8
    assert view.highlight_polygons(8) == []


def test_a_page_number_beyond_the_end_shows_the_last_page(view: PdfView, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [SmallPage(["One."]), SmallPage(["Two."])])
    view.open(path)
    assert view.show_passage(12, 0, RENT) is PassagePlace.GONE
    assert view.current_page == 2


def test_a_rewritten_file_is_read_again(view: PdfView, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [SmallPage([RENT])])
    show(view, path, 1, RENT)
    write_pdf(path, [SmallPage(["Other words entirely."])])
    view.open(path)
    assert view.show_passage(1, 0, RENT) is PassagePlace.GONE


def test_the_passage_comes_into_the_upper_third_and_stays_there_when_resized(
    view: PdfView, tmp_path: Path
) -> None:
    pages = [SmallPage(["Nothing."])] * 6 + [SmallPage(["Before.", RENT])] + [SmallPage(["x"])] * 3
    path = write_pdf(tmp_path / "a.pdf", pages)
    show(view, path, 7, RENT)
    for size in ((500, 400), (320, 600), (900, 300)):
        view.resize(*size)
        box = view.screen_polygons()[0].boundingRect()
        assert 0 <= box.top() <= view.viewport().height() / 3
        assert box.right() <= view.viewport().width()


def test_a_long_document_draws_what_is_in_sight_only(
    qtbot: QtBot, view: PdfView, tmp_path: Path
) -> None:
    path = write_pdf(tmp_path / "a.pdf", [SmallPage([f"Page {n}."]) for n in range(1, 401)])
    assert view.open(path) is None
    view.go_to_page(333)
    qtbot.waitUntil(lambda: view.is_drawn(333))
    assert view.current_page == 333
    assert not view.is_drawn(200)
    assert view._images.kept_bytes <= CACHE_BYTES


def test_sizes_of_later_pages_are_measured_without_losing_the_place(
    qtbot: QtBot, view: PdfView, tmp_path: Path
) -> None:
    pages = [SmallPage(["x"], rotation=90 if n > 150 else 0) for n in range(300)]
    path = write_pdf(tmp_path / "a.pdf", [*pages, SmallPage([RENT])])
    show(view, path, 301, RENT)
    qtbot.waitUntil(lambda: not view._measuring.isActive())
    assert view.current_page == 301
    assert 0 <= view.screen_polygons()[0].boundingRect().top() <= view.viewport().height() / 3


def test_pictures_stay_within_their_budget_at_the_largest_zoom(
    qtbot: QtBot, view: PdfView, tmp_path: Path
) -> None:
    path = write_pdf(tmp_path / "a.pdf", [SmallPage([f"Page {n}."]) for n in range(8)])
    view.open(path)
    view.set_zoom(99)
    for page in range(1, 6):
        view.go_to_page(page)
        qtbot.waitUntil(lambda number=page: view.is_drawn(number))
        image = view._images.image(page - 1)
        assert image.width() * image.height() <= MAX_PIXELS
        assert view._images.kept_bytes <= CACHE_BYTES


def test_the_keyboard_reaches_every_page(qtbot: QtBot, view: PdfView, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [SmallPage([f"Page {n}."]) for n in range(1, 6)])
    view.open(path)
    bar = view.verticalScrollBar()
    places = [bar.value()]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Space, Qt.Key.Key_End):
        qtbot.keyClick(view, key)
        places.append(bar.value())
    assert places == sorted(set(places))
    assert bar.value() == bar.maximum()
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert bar.value() < bar.maximum()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert bar.value() == 0


def test_zoom_by_keyboard_keeps_the_place_and_ctrl_0_fits_the_width(
    qtbot: QtBot, view: PdfView, tmp_path: Path
) -> None:
    path = write_pdf(tmp_path / "a.pdf", [SmallPage([f"Page {n}."]) for n in range(1, 6)])
    view.open(path)
    view.go_to_page(4)
    fitting = view.zoom
    qtbot.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == pytest.approx(1.2 * fitting)
    assert view.current_page == 4
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom < fitting
    qtbot.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == pytest.approx(fitting)
    assert view.current_page == 4


def test_the_page_number_is_told_while_scrolling(
    qtbot: QtBot, view: PdfView, tmp_path: Path
) -> None:
    path = write_pdf(tmp_path / "a.pdf", [SmallPage(["x"])] * 4)
    view.open(path)
    with qtbot.waitSignal(view.page_changed, check_params_cb=lambda page: page == 4):
        qtbot.keyClick(view, Qt.Key.Key_End)


def test_a_protected_file_is_said_to_be_protected(view: PdfView, tmp_path: Path) -> None:
    write_pdf(tmp_path / "open.pdf", [SmallPage([RENT])])
    writer = pypdf.PdfWriter(clone_from=tmp_path / "open.pdf")
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(tmp_path / "a.pdf")
    assert view.open(tmp_path / "a.pdf") is PdfProblem.PROTECTED


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"just words", b"\0" * 2000])
def test_a_damaged_file_is_said_to_be_damaged(
    view: PdfView, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "a.pdf").write_bytes(content)
    for _ in range(2):
        assert view.open(tmp_path / "a.pdf") is PdfProblem.DAMAGED
    assert view.page_count == 0
    assert view.current_page == 0


def test_a_missing_file_is_said_to_be_missing(view: PdfView, tmp_path: Path) -> None:
    assert view.open(tmp_path / "a.pdf") is PdfProblem.MISSING


def test_another_file_can_be_opened_while_pages_are_being_drawn(
    qtbot: QtBot, view: PdfView, tmp_path: Path
) -> None:
    for number in range(12):
        path = write_pdf(tmp_path / f"{number}.pdf", [SmallPage([f"File {number}."])] * 3)
        assert view.open(path) is None
        view.viewport().repaint()
    qtbot.waitUntil(lambda: view.is_drawn(1))
    assert text_of(path, 1) == "File 11."


def test_the_cited_sentence_is_told_to_assistive_technology(view: PdfView, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [SmallPage([RENT])])
    show(view, path, 1, RENT)
    assert view.accessibleDescription() == RENT
    assert view.accessibleName()
