"""Pages of a PDF without text of use are recognised, the others are left as they are."""

from pathlib import Path

import pypdf
import pytest
from PIL import Image

from indexer.documents import ParsedDocument
from indexer.parsing import ocr_page, recognising
from indexer.parsing.pdf import parse
from indexer.parsing.pdf_scans import dots_per_inch
from indexer.parsing.pool import ParserProcess
from indexer.parsing.recognising import listen_to_pages
from tests.indexer.pdf_making import Text, paragraph, write_pdf
from tests.indexer.scan_making import blank, scan, share_covered, write_scanned_pdf

BODY = "The committee met in March.\nIt agreed on the budget.\n" * 4
WORDS = "Payment is due within thirty days"


def joined(target: Path, *parts: Path) -> Path:
    writer = pypdf.PdfWriter()
    for part in parts:
        writer.append(part)
    writer.write(target)
    return target


def stamped(path: Path, image: Image.Image, note: str) -> Path:
    """A scan with a line of real text over it, as archives add it."""
    overlay = write_pdf(path.with_suffix(".note.pdf"), [[Text(note, 10, 10, 8)]])
    writer = pypdf.PdfWriter(clone_from=write_scanned_pdf(path, [image]))
    writer.pages[0].merge_page(pypdf.PdfReader(overlay).pages[0])
    writer.write(path)
    return path


def confidences(document: ParsedDocument) -> list[bool]:
    return [page.recognition is not None for page in document.pages]


def test_a_scanned_page_between_pages_of_text_is_read_with_its_words(tmp_path: Path) -> None:
    text = write_pdf(tmp_path / "text.pdf", [paragraph(BODY, 700)])
    made = scan(WORDS)
    scanned = write_scanned_pdf(tmp_path / "scan.pdf", [made.image])
    document = parse(joined(tmp_path / "all.pdf", text, scanned, text))
    assert confidences(document) == [False, True, False]
    assert document.warnings == ()
    page = document.pages[1]
    assert page.text == WORDS
    assert [(block.span.start, block.span.end) for block in page.blocks] == [(0, len(WORDS))]
    assert page.recognition is not None
    for word in page.recognition.words:
        drawn = made.boxes[page.text[word.span.start : word.span.end]]
        assert share_covered(drawn, (word.left, word.top, word.right, word.bottom)) > 0.8


def test_a_page_shown_turned_has_its_words_where_they_are_shown(tmp_path: Path) -> None:
    made = scan(WORDS)
    lying = made.image.rotate(90, expand=True)
    reader = pypdf.PdfReader(write_scanned_pdf(tmp_path / "lying.pdf", [lying]))
    writer = pypdf.PdfWriter()
    writer.add_page(reader.pages[0]).rotate(90)
    writer.write(tmp_path / "turned.pdf")
    page = parse(tmp_path / "turned.pdf").pages[0]
    assert page.text == WORDS
    assert page.recognition is not None
    first = page.recognition.words[0]
    read = (first.left, first.top, first.right, first.bottom)
    assert share_covered(made.boxes["Payment"], read) > 0.8


def test_a_stamp_on_a_scan_does_not_count_as_its_text(tmp_path: Path) -> None:
    document = parse(stamped(tmp_path / "a.pdf", scan(WORDS, WORDS, WORDS).image, "Copy 4711"))
    assert WORDS in document.pages[0].text
    assert confidences(document) == [True]


def test_few_words_on_a_picture_without_any_stay_as_they_are(tmp_path: Path) -> None:
    document = parse(stamped(tmp_path / "a.pdf", blank(900, 640), "Thank you for listening"))
    assert document.pages[0].text == "Thank you for listening"
    assert confidences(document) == [False]


def test_letters_without_meaning_are_read_off_the_page(tmp_path: Path) -> None:
    pages = [[Text("Meeting @@@@@@@@@@ on Friday", size=24)]]
    document = parse(write_pdf(tmp_path / "a.pdf", pages, astral="\ue012"))
    assert document.warnings == ()
    assert document.pages[0].text.startswith("Meeting @@@")
    assert confidences(document) == [True]


def test_blank_pages_are_no_defect(tmp_path: Path) -> None:
    document = parse(write_scanned_pdf(tmp_path / "a.pdf", [scan(WORDS).image, blank(900, 640)]))
    assert [page.text for page in document.pages] == [WORDS, ""]
    assert document.warnings == ()


def test_each_scanned_page_is_told_before_it_is_read(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    listen_to_pages(lambda number, count: told.append((number, count)))
    try:
        parse(write_scanned_pdf(tmp_path / "a.pdf", [blank(900, 640)] * 3))
    finally:
        listen_to_pages(None)
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_page_that_cannot_be_recognised_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a broken picture")

    monkeypatch.setattr(ocr_page, "read_page", fail)
    text = write_pdf(tmp_path / "text.pdf", [paragraph(BODY, 700)])
    scanned = write_scanned_pdf(tmp_path / "scan.pdf", [scan(WORDS).image])
    document = parse(joined(tmp_path / "all.pdf", text, scanned))
    assert document.warnings == ("page 2 could not be recognised",)
    assert document.pages[0].text


def test_a_book_that_takes_hours_is_read_as_far_as_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognising, "LONGEST_SECONDS", -1.0)
    document = parse(write_scanned_pdf(tmp_path / "a.pdf", [scan(WORDS).image] * 2))
    assert document.warnings == ("pages 1–2 were left out: the pages before took hours",)


def test_a_scan_is_read_in_the_parser_child_unless_switched_off(tmp_path: Path) -> None:
    path = write_scanned_pdf(tmp_path / "a.pdf", [scan(WORDS).image])
    wanted = [True, False]
    with ParserProcess(recognises=lambda: wanted.pop(0)) as parser:
        document = parser.parse(path)
        assert parser.parse(path).warnings == ("page 1 has no text, only pictures",)
    assert document.pages[0].text == WORDS
    assert document.pages[0].recognition is not None
    assert document.pages[0].recognition.words


@pytest.mark.parametrize(
    ("width", "height", "dots"), [(595, 842, 200), (200, 400, 216), (50, 72, 400), (3000, 2000, 86)]
)
def test_the_resolution_suits_the_size_of_the_page(width: int, height: int, dots: int) -> None:
    assert round(dots_per_inch(width, height)) == dots
