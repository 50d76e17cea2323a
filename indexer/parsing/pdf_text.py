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

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Self

import pypdfium2
import pypdfium2.raw as pdfium

from indexer.documents import ReasonCode, Span
from indexer.errors import UnreadableDocument
from indexer.parsing.pdf_lines import PageLines, TextLine

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points."""

LINE = re.compile(r"[^\r\n]+")
BOLD_NAME = re.compile(rb"bold|black|heavy|demi|medi\b|cmbx|sfbx|-bd", re.IGNORECASE)
FONT_NAME_LENGTH = 128
DRAWN_LETTERS = 40
"""Paths on a page without text from which on it may be text drawn as outlines."""
FORCE_BOLD = 1 << 18
"""Bit of a font's descriptor flags (PDF 32000-1, table 123)."""


class BrokenPageError(Exception):
    """The engine cannot load one page of a document."""


class PdfFile:
    """A PDF opened with pdfium; a context manager."""

    def __init__(self, path: Path) -> None:
        try:
            self._document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            raise refusal(path) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._document.close()

    @property
    def page_count(self) -> int:
        """Number of pages, at least 1."""
        return len(self._document)

    def page(self, number: int) -> PageLines:
        """The text and lines of one page, counted from 1; raises BrokenPageError."""
        try:
            page = self._document[number - 1]
            text_page = page.get_textpage()
        except pypdfium2.PdfiumError as error:
            raise BrokenPageError(str(error)) from error
        try:
            text = text_page.get_text_range()
            extent = max(page.get_size())
            return PageLines(
                number=number,
                text=text,
                lines=tuple(lines_of(text_page, text, extent)),
                label=self._document.get_page_label(number - 1),
                is_picture=not text.strip() and shows_something(page),
            )
        finally:
            text_page.close()
            page.close()


def shows_something(page: pypdfium2.PdfPage) -> bool:
    """Whether a page without text has a picture, or enough drawing to be outlined letters."""
    drawn = 0
    for shown in page.get_objects(max_depth=4):
        if shown.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            return True
        drawn += shown.type == pdfium.FPDF_PAGEOBJ_PATH
        if drawn >= DRAWN_LETTERS:
            return True
    return False


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


@dataclass(frozen=True, slots=True)
class Style:
    """How one character is set."""

    size: float
    bold: bool
    direction: int
    """Quarter turns, counterclockwise, from text that runs to the right."""


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line in the page's own coordinates."""

    span: Span
    text: str
    start: Box
    end: Box
    styles: tuple[Style, Style, Style]
    """Of the first, a middle and the last character."""

    def upright(self, direction: int, extent: float) -> TextLine:
        """The line as it is seen with the page held so that `direction` runs to the right."""
        boxes = turned(self.start, direction, extent), turned(self.end, direction, extent)
        return TextLine(
            span=self.span,
            text=self.text,
            left=min(box[0] for box in boxes),
            bottom=min(box[1] for box in boxes),
            right=max(box[2] for box in boxes),
            top=max(box[3] for box in boxes),
            foot=boxes[0][1],
            size=sorted(style.size for style in self.styles)[1],
            bold=all(style.bold for style in self.styles),
        )


def turned(box: Box, direction: int, extent: float) -> Box:
    """A box after turning the page clockwise by quarter turns and moving it to where it was."""
    left, bottom, right, top = box
    if direction == 1:
        return bottom, extent - right, top, extent - left
    if direction == 2:
        return extent - right, extent - top, extent - left, extent - bottom
    if direction == 3:
        return extent - top, left, extent - bottom, right
    return box


class CharacterIndexes:
    """From positions in a page's text to pdfium's own list of characters."""

    def __init__(self, text_page: pypdfium2.PdfTextPage, text: str) -> None:
        self._text_page = text_page
        self._same = text_page.count_chars() == len(text)
        self._units: list[int] = []
        if not self._same:
            widths = (1 + (ord(character) > 0xFFFF) for character in text)
            self._units = list(accumulate(widths, initial=0))

    def of(self, position: int) -> int:
        """The index in that list of the character at `position`, or -1."""
        if self._same:
            return position
        unit = self._units[position]
        return int(pdfium.FPDFText_GetCharIndexFromTextIndex(self._text_page.raw, unit))


def lines_of(text_page: pypdfium2.PdfTextPage, text: str, extent: float) -> list[TextLine]:
    """The lines of a page, turned so that most of its text runs to the right."""
    lines = list(raw_lines(text_page, text))
    directions: Counter[int] = Counter()
    for line in lines:
        directions[line.styles[0].direction] += len(line.text)
    usual = directions.most_common(1)[0][0] if directions else 0
    return [line.upright(usual, extent) for line in lines]


def raw_lines(text_page: pypdfium2.PdfTextPage, text: str) -> Iterator[RawLine]:
    """Each line of the text that has anything to see, looked at through three of its characters."""
    indexes = CharacterIndexes(text_page, text)
    for match in LINE.finditer(text):
        line = match.group()
        visible = line.strip()
        if not visible:
            continue
        first = match.start() + line.index(visible[0])
        last = first + len(visible) - 1
        start, middle, end = map(indexes.of, sample_positions(text, first, last))
        yield RawLine(
            span=Span(match.start(), match.end()),
            text=visible,
            start=loose_box(text_page, start),
            end=loose_box(text_page, end),
            styles=(
                style_of(text_page, start),
                style_of(text_page, middle),
                style_of(text_page, end),
            ),
        )


def sample_positions(text: str, first: int, last: int) -> tuple[int, int, int]:
    """The first, a middle and the last character to look at; none of them white space."""
    middle = (first + last) // 2
    while text[middle].isspace():
        middle += 1
    return first, middle, last


def loose_box(text_page: pypdfium2.PdfTextPage, index: int) -> Box:
    """The box of a character's font at its place, in the page's own coordinates."""
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text_page.raw, index, box)
    return box.left, box.bottom, box.right, box.top


def style_of(text_page: pypdfium2.PdfTextPage, index: int) -> Style:
    """Type size as it is seen, weight of the font, and direction."""
    matrix = pdfium.FS_MATRIX()
    scale, angle = 1.0, 0.0
    if pdfium.FPDFText_GetMatrix(text_page.raw, index, matrix):
        scale, angle = math.hypot(matrix.c, matrix.d), math.atan2(matrix.b, matrix.a)
    name = ctypes.create_string_buffer(FONT_NAME_LENGTH)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text_page.raw, index, name, FONT_NAME_LENGTH, flags)
    bold = is_bold(name.value) or bool(flags.value & FORCE_BOLD)
    size = float(pdfium.FPDFText_GetFontSize(text_page.raw, index)) * scale
    if not math.isfinite(size + angle):  # a broken file may hold any number
        return Style(0.0, bold, 0)
    return Style(size, bold, round(angle / (math.pi / 2)) % 4)


@lru_cache(maxsize=1024)
def is_bold(font_name: bytes) -> bool:
    """Whether a font is bold by its name."""
    return BOLD_NAME.search(font_name) is not None
