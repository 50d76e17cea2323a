import msgspec
import pytest
from pytestqt.qtbot import QtBot

from assistant.messages import DocumentText, PageText
from desktop.viewer.passages import PassagePlace
from desktop.viewer.text_view import LONG_LINE, TextView, displayed

RENT = "The rent is 950 euros a month."


@pytest.fixture
def view(qtbot: QtBot) -> TextView:
    view = TextView()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    qtbot.waitExposed(view)
    return view


def document(*pages: str, media_type: str = "text/plain", numbered: bool = False) -> DocumentText:
    return DocumentText(
        path="/somewhere/notes.txt",
        media_type=media_type,
        title="",
        pages=tuple(
            PageText(number=number if numbered else None, text=text)
            for number, text in enumerate(pages, start=1)
        ),
    )


def is_marked_in_sight(view: TextView) -> bool:
    return view.viewport().rect().contains(view.marked_box().center())


def test_the_passage_is_marked_and_in_sight(view: TextView) -> None:
    text = "Line.\n" * 400 + RENT + "\nLine." * 400
    view.show_document(document(text))
    assert view.show_passage(None, 2400, RENT) is PassagePlace.UNCHANGED
    assert view.marked_text() == RENT
    assert is_marked_in_sight(view)


@pytest.mark.parametrize(
    "before", ["𝔸 😀 ", "a\r\nb\r\n", "a\rb ", "\u2029\u2028\ufdd0\0x ", "  \n"]
)
def test_characters_that_qt_counts_or_breaks_differently_do_not_shift_the_mark(
    view: TextView, before: str
) -> None:
    view.show_document(document(before + RENT))
    view.show_passage(None, len(before), RENT)
    assert view.marked_text() == RENT


@pytest.mark.parametrize("lines_before", [0, 1, 5, 12, 60, 399])
def test_wherever_it_stands_the_whole_passage_is_in_the_upper_part(
    view: TextView, lines_before: int
) -> None:
    text = "Line.\n" * lines_before + RENT + "\nLine." * 400
    view.show_document(document(text))
    view.show_passage(None, 6 * lines_before, RENT)
    box = view.marked_box()
    assert box.top() >= 0
    assert box.bottom() <= view.viewport().height() / 2


def test_the_passage_stays_in_sight_when_the_panel_is_resized(view: TextView) -> None:
    text = "A line that is long enough to be wrapped when there is little room.\n" * 80 + RENT
    text += "\nAnother line of that kind, which is wrapped when there is little room." * 80
    view.resize(80, 40)
    view.show_document(document(text))
    view.show_passage(None, text.index(RENT), RENT)
    for size in ((600, 700), (250, 300), (900, 200)):
        view.resize(*size)
        assert is_marked_in_sight(view)


def test_markup_in_a_document_stays_text(view: TextView) -> None:
    text = "<b>Not bold</b> <img src='file:///etc/hostname'> &amp;"
    view.show_document(document(text))
    assert view.toPlainText() == text


def test_a_passage_on_a_numbered_page_is_marked_on_that_page(view: TextView) -> None:
    view.show_document(document(RENT, RENT, RENT, numbered=True))
    view.show_passage(2, 0, RENT)
    before = view.toPlainText()[: view._marked_cursor.selectionStart()]
    assert "Page 2" in before
    assert "Page 3" not in before


def test_slides_are_not_called_pages(view: TextView) -> None:
    slides = document(RENT, RENT, numbered=True)
    media_type = "application/vnd.oasis.opendocument.presentation"
    view.show_document(msgspec.structs.replace(slides, media_type=media_type))
    assert "Slide 2" in view.toPlainText()
    assert "Page" not in view.toPlainText()


def test_a_moved_passage_is_found_and_a_lost_one_is_said_to_be_gone(view: TextView) -> None:
    view.show_document(document("Something new. " + RENT))
    assert view.show_passage(None, 0, RENT) is PassagePlace.MOVED
    assert view.marked_text() == RENT
    assert view.show_passage(None, 0, "Not there at all.") is PassagePlace.GONE
    assert view.marked_text() == ""


def test_ten_megabytes_never_hold_up_the_window(qtbot: QtBot, view: TextView) -> None:
    line = "A line of about sixty characters that says nothing much at all.\n"
    text = line * 80_000 + RENT + "\n" + line * 80_000
    with qtbot.waitSignal(view.filled, timeout=60_000):
        view.show_document(document(text))
        view.show_passage(None, len(line) * 80_000, RENT)
        shown_at_once = view.document().characterCount()
        assert shown_at_once < len(text) / 10, "the rest follows in steps of the event loop"
    assert view.marked_text() == RENT
    assert is_marked_in_sight(view)
    assert len(view.toPlainText()) == len(text)


def test_a_very_long_line_is_broken_without_moving_anything() -> None:
    text = "word " * 10_000 + RENT
    shown = displayed(text)
    assert len(shown) == len(text)
    assert shown.endswith(RENT)
    assert max(map(len, shown.split("\n"))) <= LONG_LINE + 1


def test_code_has_letters_of_one_width(view: TextView) -> None:
    view.show_document(document("x = 1", media_type="text/x-source"))
    assert letter_width(view, "i") == letter_width(view, "W")
    view.show_document(document("x = 1", media_type="text/plain"))
    assert letter_width(view, "i") < letter_width(view, "W")


def letter_width(view: TextView, letter: str) -> int:
    return view.fontMetrics().horizontalAdvance(letter)


def test_nothing_can_be_typed_into_a_document(qtbot: QtBot, view: TextView) -> None:
    view.show_document(document(RENT))
    qtbot.keyClicks(view, "abc")
    assert view.toPlainText() == RENT


def test_the_cited_sentence_is_told_to_assistive_technology(view: TextView) -> None:
    view.show_document(document(RENT))
    view.show_passage(None, 0, RENT)
    assert view.accessibleDescription() == RENT
