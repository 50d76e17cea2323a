"""The text of a page is the one that the viewer's library sees, index by index."""

from pathlib import Path

import pytest
from PySide6.QtPdf import QPdfDocument

from indexer.parsing.pdf import parse
from tests.indexer.pdf_making import Text, paragraph, write_pdf

PROSE = "The quick brown fox jumps over the lazy\ndog, twice, and is not tired at all."
ASTRAL = "𝑥"


def open_in_qt(path: Path) -> QPdfDocument:
    document = QPdfDocument()
    assert document.load(str(path)) is QPdfDocument.Error.None_
    return document


def qt_index(text: str, index: int) -> int:
    """Python counts characters, Qt counts UTF-16 units."""
    return len(text[:index].encode("utf-16-le")) // 2


def selected(document: QPdfDocument, page: int, text: str, start: int, end: int) -> str:
    first, last = qt_index(text, start), qt_index(text, end)
    return document.getSelectionAtIndex(page, first, last - first).text()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("astral", ["", ASTRAL])
def test_indices_of_the_text_select_the_same_words_in_qt(tmp_path: Path, astral: str) -> None:
    pages = [paragraph(PROSE, 700), [], [Text("A sum: @ + 1 = @ and more", bottom=500)]]
    path = write_pdf(tmp_path / "a.pdf", pages, astral=astral)
    seen = open_in_qt(path)
    for number, page in enumerate(parse(path).pages):
        assert seen.getAllText(number).text() == page.text
        for word in page.text.split():
            start = page.text.index(word)
            assert selected(seen, number, page.text, start, start + len(word)) == word


@pytest.mark.usefixtures("qapp")
def test_a_character_beyond_the_first_plane_is_two_for_qt(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [[Text("A sum: @ + 1")]], astral=ASTRAL)
    text = parse(path).pages[0].text
    assert text == f"A sum: {ASTRAL} + 1"
    assert qt_index(text, text.index("+")) == text.index("+") + 1


@pytest.mark.corpora
@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    "name", ["AMCOR_2023Q4_EARNINGS.pdf", "FOOTLOCKER_2022_8K_dated_2022-08-19.pdf"]
)
def test_real_reports_are_the_same_in_qt(corpora: Path, name: str) -> None:
    path = corpora / "qa" / "financebench" / "docs" / name
    seen = open_in_qt(path)
    for number, page in enumerate(parse(path).pages):
        assert seen.getAllText(number).text() == page.text
        for block in page.blocks:
            start, end = block.span.start, block.span.end
            assert selected(seen, number, page.text, start, end) == page.text[start:end]
