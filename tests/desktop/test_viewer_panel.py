from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from assistant.answers import Citation
from assistant.messages import DocumentText, PageText, RequestFailed
from desktop.panels.source_pane import SourcePane
from desktop.theme import ThemeChoice, apply_theme
from desktop.viewer.source_viewer import SourceViewer
from tests.desktop.conftest import MakeClient
from tests.desktop.small_pdf import SmallPage, write_pdf

RENT = "The rent is 950 euros a month."


@pytest.fixture
def viewer(qtbot: QtBot) -> SourceViewer:
    viewer = SourceViewer()
    qtbot.addWidget(viewer)
    viewer.resize(420, 600)
    viewer.show()
    qtbot.waitExposed(viewer)
    return viewer


def citation(path: Path, page: int | None = 1, start: int = 0, quote: str = RENT) -> Citation:
    form = "pdf" if path.suffix == ".pdf" else "text"
    return Citation(
        marker=1,
        path=str(path),
        revision=f"0123-{form}",
        page=page,
        start=start,
        end=start + len(quote),
        label="p. 1",
        quote=quote,
    )


def document(path: Path, text: str, *, changed: bool = False) -> DocumentText:
    return DocumentText(
        path=str(path),
        media_type="text/plain",
        title="",
        pages=(PageText(number=None, text=text),),
        changed=changed,
    )


def words(viewer: SourceViewer) -> str:
    """Everything a person can read outside the document itself."""
    labels = [label for label in viewer.findChildren(QLabel) if label.isVisible()]
    return "\n".join(label.text() for label in labels)


def button(viewer: SourceViewer, name: str) -> QAbstractButton:
    return next(b for b in viewer.findChildren(QAbstractButton) if b.accessibleName() == name)


def test_it_says_what_to_do_before_a_citation_is_clicked(viewer: SourceViewer) -> None:
    assert "Click a citation" in words(viewer)
    assert not button(viewer, "Open in its program").isEnabled()


def test_a_citation_of_a_pdf_opens_on_its_page_with_the_words_highlighted(
    viewer: SourceViewer, tmp_path: Path
) -> None:
    path = write_pdf(tmp_path / "lease.pdf", [SmallPage(["Cover."]), SmallPage([RENT])])
    viewer.show_citation(citation(path, page=2))
    assert viewer.pdf_view.isVisible()
    assert viewer.pdf_view.highlight_polygons(2)
    assert "lease.pdf" in words(viewer)
    assert "of 2" in words(viewer)
    assert viewer.findChild(QSpinBox).value() == 2


def test_a_citation_of_text_asks_for_the_text_once_and_marks_it(
    qtbot: QtBot, viewer: SourceViewer, tmp_path: Path
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(f"First. {RENT} Last.")
    with qtbot.waitSignal(viewer.document_wanted) as wanted:
        viewer.show_citation(citation(path, None, 7))
    assert wanted.args == [str(path), "0123-text"]
    assert RENT in words(viewer)
    viewer.show_document_text(document(path, path.read_text()))
    assert viewer.text_view.isVisible()
    assert viewer.text_view.marked_text() == RENT
    with qtbot.assertNotEmitted(viewer.document_wanted):
        viewer.show_citation(citation(path, None, 0, "First."))
    assert viewer.text_view.marked_text() == "First."


def test_a_text_that_arrives_after_another_citation_was_clicked_is_left_alone(
    viewer: SourceViewer, tmp_path: Path
) -> None:
    late, path = tmp_path / "late.txt", write_pdf(tmp_path / "a.pdf", [SmallPage([RENT])])
    late.write_text(RENT)
    viewer.show_citation(citation(late, None))
    viewer.show_citation(citation(path))
    viewer.show_document_text(document(late, RENT))
    assert viewer.pdf_view.isVisible()


def test_a_changed_pdf_says_that_the_passage_is_gone_and_shows_the_page(
    viewer: SourceViewer, tmp_path: Path
) -> None:
    path = write_pdf(tmp_path / "lease.pdf", [SmallPage(["Other words."])])
    viewer.show_citation(citation(path))
    assert viewer.pdf_view.isVisible()
    assert "the passage is no longer where it was" in words(viewer)


def test_the_strip_goes_when_the_next_citation_is_as_it_was(
    viewer: SourceViewer, tmp_path: Path
) -> None:
    path = write_pdf(tmp_path / "lease.pdf", [SmallPage([RENT])])
    viewer.show_citation(citation(path, quote="Never said."))
    viewer.show_citation(citation(path))
    assert "changed" not in words(viewer)


def test_a_changed_text_with_the_same_passage_says_so(viewer: SourceViewer, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(RENT)
    viewer.show_citation(citation(path, None))
    viewer.show_document_text(document(path, RENT + " More.", changed=True))
    assert "this passage has not" in words(viewer)


def test_a_text_that_cannot_be_read_says_why_and_keeps_the_quote(
    viewer: SourceViewer, tmp_path: Path
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(RENT)
    viewer.show_citation(citation(path, None))
    viewer.show_failure("notes.txt may not be read.")
    assert "notes.txt may not be read." in words(viewer)
    assert RENT in words(viewer)


def test_a_missing_file_keeps_the_quote_in_sight(viewer: SourceViewer, tmp_path: Path) -> None:
    viewer.show_citation(citation(tmp_path / "gone.pdf"))
    assert "no longer there" in words(viewer)
    assert "gone.pdf" in words(viewer)
    assert RENT in words(viewer)
    assert not button(viewer, "Show in folder").isEnabled()


def test_a_damaged_pdf_keeps_the_quote_in_sight(viewer: SourceViewer, tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"nothing of the kind")
    viewer.show_citation(citation(tmp_path / "bad.pdf"))
    assert "damaged" in words(viewer)
    assert RENT in words(viewer)


def test_a_name_with_markup_is_shown_as_it_is(viewer: SourceViewer, tmp_path: Path) -> None:
    path = tmp_path / "<b>bold<b>.txt"
    path.write_text(RENT)
    viewer.show_citation(citation(path, None))
    labels = [label for label in viewer.findChildren(QLabel) if "<b>bold" in label.text()]
    assert labels
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)


def test_a_long_name_is_cut_in_the_middle_and_whole_in_its_tip(
    viewer: SourceViewer, tmp_path: Path
) -> None:
    path = tmp_path / ("long " * 30 + "end.txt")
    path.write_text(RENT)
    viewer.show_citation(citation(path, None))
    (label,) = [each for each in viewer.findChildren(QLabel) if "end.txt" in each.toolTip()]
    assert "…" in label.text()
    assert label.text().startswith("long")
    assert label.text().endswith("end.txt")
    assert viewer.width() == 420


def test_the_arrows_ask_for_the_next_and_the_previous_citation(
    qtbot: QtBot, viewer: SourceViewer
) -> None:
    for name, signal in (
        ("Next citation", viewer.next_citation_wanted),
        ("Previous citation", viewer.previous_citation_wanted),
    ):
        with qtbot.waitSignal(signal):
            qtbot.keyClick(button(viewer, name), Qt.Key.Key_Space)


def test_typing_a_page_number_goes_there(
    qtbot: QtBot, viewer: SourceViewer, tmp_path: Path
) -> None:
    path = write_pdf(tmp_path / "a.pdf", [SmallPage(["x"])] * 8)
    viewer.show_citation(citation(path, quote="x"))
    number = viewer.findChild(QSpinBox)
    number.setFocus()
    number.selectAll()
    qtbot.keyClicks(number, "6")
    qtbot.keyClick(number, Qt.Key.Key_Return)
    assert viewer.pdf_view.current_page == 6


def test_open_in_its_program_hands_the_file_to_the_system(
    qtbot: QtBot, viewer: SourceViewer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    path = write_pdf(tmp_path / "a file #1.pdf", [SmallPage([RENT])])
    viewer.show_citation(citation(path))
    button(viewer, "Open in its program").click()
    assert [Path(url.toLocalFile()) for url in opened] == [path]


def test_everything_that_can_be_used_has_a_name_and_takes_the_focus(
    viewer: SourceViewer, tmp_path: Path
) -> None:
    path = write_pdf(tmp_path / "a.pdf", [SmallPage([RENT])])
    viewer.show_citation(citation(path))
    for kind in (QAbstractButton, QSpinBox):
        for widget in viewer.findChildren(kind):
            assert widget.accessibleName()
            assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert viewer.pdf_view.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_clear_forgets_the_document(viewer: SourceViewer, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [SmallPage([RENT])])
    viewer.show_citation(citation(path))
    viewer.clear()
    assert viewer.citation is None
    assert viewer.pdf_view.page_count == 0
    assert "Click a citation" in words(viewer)


@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_around_the_page_the_colours_follow_the_theme(
    qtbot: QtBot, viewer: SourceViewer, tmp_path: Path, theme: ThemeChoice
) -> None:
    application = QApplication.instance()
    sheet, palette = application.styleSheet(), application.palette()
    try:
        apply_theme(application, theme)
        path = write_pdf(tmp_path / "a.pdf", [SmallPage([RENT])])
        viewer.show_citation(citation(path, quote="Never said."))
        qtbot.waitUntil(lambda: viewer.pdf_view.is_drawn(1))
        picture = viewer.pdf_view.viewport().grab().toImage()
        assert (picture.pixelColor(2, 2).lightness() < 128) is (theme is ThemeChoice.DARK)
        assert picture.pixelColor(200, 40).lightness() == 255
        strip = shown_strip(viewer)
        assert (strip.palette().window().color().lightness() < 128) is (theme is ThemeChoice.DARK)
    finally:
        application.setStyleSheet(sheet)
        application.setPalette(palette)


def shown_strip(viewer: SourceViewer) -> QWidget:
    return next(each for each in viewer.findChildren(QLabel) if "has changed" in each.text())


def test_a_text_that_comes_too_late_does_not_cover_the_next_citation(
    make_client: MakeClient, qtbot: QtBot, tmp_path: Path
) -> None:
    client = make_client()
    pane = SourcePane(client)
    qtbot.addWidget(pane)
    notes = tmp_path / "notes.txt"
    notes.write_text(RENT)
    pdf = write_pdf(tmp_path / "lease.pdf", [SmallPage([RENT])])
    pane.show()
    with qtbot.waitSignal(client.event_received) as failing:  # the engine is not running
        pane.show_citation(citation(notes))
        pane.show_citation(citation(pdf))
    assert isinstance(failing.args[1], RequestFailed)
    assert pane.viewer.pdf_view.isVisible()
