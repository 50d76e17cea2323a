r"""Text and lines of a PDF's pages; the only file that imports pypdfium2.

A page's text is what `PdfTextPage.get_text_range()` gives, character for character, because the
viewer paints with QtPdf, which asks the same pdfium. What holds between the two, checked over
350 pages of bug reports and 1,500 pages of annual reports:

- `QPdfDocument.getAllText(page).text()` equals our text as a Python string, always. Lines end
  with "\r\n", and there is none after the last line. A page without text gives "".
- Python counts code points, Qt counts UTF-16 units: one character beyond U+FFFF (mathematical
  letters, rare Han, emoji) is two for Qt. Add the number of such characters before an index
  to get Qt's index: `len(text[:index].encode("utf-16-le")) // 2`.
- `getSelectionAtIndex(page, start, length)` counts pdfium's list of characters, which also holds
  characters that have no Unicode value and are not in the text. On such pages (1 in 30 of the
  bug reports, none of the reports) the index is too small by the number of those before it:
  compare the selection's text with the one wanted and move on until they agree.
- A hyphen at a line's end is U+FFFE (in older files "\x02") with no line end after it, so the
  halves of a word stay in one line of text: "exam\ufffeple".
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import pypdfium2
import pypdfium2.raw as pdfium

from indexer.documents import ReasonCode, Recognition
from indexer.errors import UnreadableDocument
from indexer.parsing.pdf_beside import comments_on, has_form
from indexer.parsing.pdf_columns import cut_at_gutters, reading_order
from indexer.parsing.pdf_hidden import Search, find_hidden
from indexer.parsing.pdf_letters import Letters, RawLine, raw_lines
from indexer.parsing.pdf_lines import PageLines, TextLine
from indexer.parsing.pdf_scans import has_no_use, read_scan


class BrokenPageError(Exception):
    """The engine cannot load one page of a document."""


class PdfFile:
    """A PDF opened with pdfium; a context manager.

    Printed page numbers are asked for only if they are known to be sound: pdfium follows a tree of
    them that contains itself until the process ends.
    """

    def __init__(self, path: Path, *, ask_labels: bool = False) -> None:
        try:
            self._document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            raise refusal(path) from error
        self._search = Search()
        self._ask_labels = ask_labels

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._document.close()

    @property
    def page_count(self) -> int:
        """Number of pages, at least 1."""
        return len(self._document)

    @property
    def has_form(self) -> bool:
        """Whether there are fields to be filled in."""
        return has_form(self._document)

    def page(self, number: int) -> PageLines:
        """The text and lines of one page, counted from 1; raises BrokenPageError."""
        try:
            page = self._document[number - 1]
            text_page = page.get_textpage()
        except pypdfium2.PdfiumError as error:
            raise BrokenPageError(str(error)) from error
        try:
            text = text_page.get_text_range()
            letters = Letters(text_page, text)
            lines = list(raw_lines(letters, text))
            parts, were_cut = cut_at_gutters(lines, letters, text)
            extent = max(page.get_size())
            hidden, is_recognised = find_hidden(page, text, letters, lines, self._search)
            return PageLines(
                number=number,
                text=text,
                lines=tuple(reading_order(lines_of(parts, extent), were_cut=were_cut)),
                label=self._label(number),
                is_picture=not is_recognised and has_no_use(page, text),
                hidden=hidden,
                recognition=Recognition(confidence=None) if is_recognised else None,
                written=comments_on(page),
            )
        finally:
            text_page.close()
            page.close()

    def _label(self, number: int) -> str:
        return self._document.get_page_label(number - 1) if self._ask_labels else ""

    def scan(self, number: int, label: str) -> PageLines:
        """The text of one page, counted from 1, read off the page as it is shown."""
        page = self._document[number - 1]
        try:
            return read_scan(page, number, label)
        finally:
            page.close()


def refusal(path: Path) -> UnreadableDocument:
    """Why a file does not open, in our terms.

    It is opened once more by hand, because the engine's last error is left over from another file
    when a file opens but has no pages.
    """
    document = pdfium.FPDF_LoadDocument(str(path).encode("utf-8", "surrogateescape"), None)
    if document:
        pdfium.FPDF_CloseDocument(document)
        return UnreadableDocument(ReasonCode.DAMAGED, "it has no pages")
    match pdfium.FPDF_GetLastError():
        case pdfium.FPDF_ERR_PASSWORD:
            return UnreadableDocument(ReasonCode.ENCRYPTED)
        case pdfium.FPDF_ERR_SECURITY:
            return UnreadableDocument(ReasonCode.ENCRYPTED, "unknown kind of encryption")
    return UnreadableDocument(ReasonCode.DAMAGED, "not a readable PDF")


def lines_of(raw: Sequence[RawLine], extent: float) -> list[TextLine]:
    """The lines of a page, turned so that most of its text runs to the right."""
    directions: Counter[int] = Counter()
    for line in raw:
        directions[line.styles[0].direction] += len(line.text)
    usual = directions.most_common(1)[0][0] if directions else 0
    return [line.upright(usual, extent) for line in raw]
