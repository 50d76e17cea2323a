"""Letters of a PDF's page, their boxes and type; and its lines, looked at through three of them."""

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from ctypes import c_double, c_float, c_int, c_uint, c_void_p
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, repeat

import pypdfium2
import pypdfium2.raw as pdfium

from indexer.documents import Span
from indexer.parsing.pdf_calls import address_of, pointers, quick
from indexer.parsing.pdf_lines import TextLine
from indexer.parsing.pdf_painting import Box

LINE = re.compile(r"[^\r\n]+")
BOLD_NAME = re.compile(rb"bold|black|heavy|demi|medi\b|cmbx|sfbx|-bd", re.IGNORECASE)
FONT_NAME_LENGTH = 128
NEAR = 2.0
"""Points around a letter in which it is still found."""
FORCE_BOLD = 1 << 18
"""Bit of a font's descriptor flags (PDF 32000-1, table 123)."""

_index_of = quick(pdfium.FPDFText_GetCharIndexFromTextIndex, c_int, c_void_p, c_int)
_loose_box = quick(pdfium.FPDFText_GetLooseCharBox, c_int)
_tight_box = quick(pdfium.FPDFText_GetCharBox, c_int, c_void_p, c_int, *[c_void_p] * 4)
_matrix = quick(pdfium.FPDFText_GetMatrix, c_int)
_font_size = quick(pdfium.FPDFText_GetFontSize, c_double)
_font_info = quick(pdfium.FPDFText_GetFontInfo, c_int)
_at = quick(pdfium.FPDFText_GetCharIndexAtPos, c_int, c_void_p, *[c_double] * 4)
_text_object = quick(pdfium.FPDFText_GetTextObject, c_void_p)

MANY = 64
"""Letters whose boxes are asked for at once; a line has fewer words."""
_BOXES = (c_float * (4 * MANY))()  # pdfium is never called by two threads at once
_BOXES_PLACES = pointers(_BOXES)[::4]


@dataclass(frozen=True, slots=True)
class Style:
    """How one letter is set."""

    size: float
    bold: bool
    direction: int
    """Quarter turns, counterclockwise, from text that runs to the right."""


class Letters:
    """The letters of one page, by their indexes in pdfium's own list of characters."""

    def __init__(self, text_page: pypdfium2.PdfTextPage, text: str) -> None:
        self._raw = address_of(text_page.raw)
        self._page = c_void_p(self._raw)
        self._same = text_page.count_chars() == len(text)
        self._units: list[int] = []
        if not self._same:
            widths = (1 + (ord(character) > 0xFFFF) for character in text)
            self._units = list(accumulate(widths, initial=0))
        self._box = (c_float * 4)()
        self._edges = (c_double * 4)()
        self._transform = (c_float * 6)()
        self._name = ctypes.create_string_buffer(FONT_NAME_LENGTH)
        self._flags = (c_uint * 1)()
        self._box_at, self._transform_at = pointers(self._box)[0], pointers(self._transform)[0]
        self._name_at = c_void_p(ctypes.addressof(self._name))
        self._flags_at = pointers(self._flags)[0]

    def index(self, position: int) -> int:
        """The index of the character at a position of the page's text, or -1."""
        if self._same:
            return position
        return int(_index_of(self._raw, self._units[position]))

    def loose_box(self, index: int) -> Box:
        """The box of a letter's font at its place, in the page's own coordinates."""
        if not _loose_box(self._page, index, self._box_at):
            return 0.0, 0.0, 0.0, 0.0
        left, top, right, bottom = self._box
        return left, bottom, right, top

    def loose_sides(self, positions: Sequence[int]) -> list[tuple[float, float]]:
        """Left and right of the boxes of fonts at many positions of the page's text."""
        sides: list[tuple[float, float]] = []
        for start in range(0, len(positions), MANY):
            asked = positions[start : start + MANY]
            indexes = asked if self._same else list(map(self.index, asked))
            known = list(map(_loose_box, repeat(self._page), indexes, _BOXES_PLACES))
            boxes = zip(_BOXES[0 : 4 * MANY : 4], _BOXES[2 : 4 * MANY : 4], known, strict=False)
            sides.extend((left, right) if found else (0.0, 0.0) for left, right, found in boxes)
        return sides

    def tight_box(self, index: int) -> Box:
        """The box of what is painted of a letter."""
        start = ctypes.addressof(self._edges)
        if not _tight_box(self._raw, index, start, start + 8, start + 16, start + 24):
            return 0.0, 0.0, 0.0, 0.0
        left, right, bottom, top = self._edges
        return left, bottom, right, top

    def at(self, across: float, up: float) -> int:
        """The index of the letter at a place, or a negative number."""
        return int(_at(self._raw, across, up, NEAR, NEAR))

    def painter(self, index: int) -> int:
        """The address of the object that paints a letter; 0 for none."""
        return int(_text_object(self._page, index) or 0) if index >= 0 else 0

    def painters(self, positions: Sequence[int]) -> list[int]:
        """The same for the letters at many positions of the page's text."""
        indexes = positions if self._same else map(self.index, positions)
        return [address or 0 for address in map(_text_object, repeat(self._page), indexes)]

    def style(self, index: int) -> Style:
        """Type size as it is seen, weight of the font, and direction."""
        scale, angle = 1.0, 0.0
        if _matrix(self._page, index, self._transform_at):
            a, b, c, d, _, _ = self._transform
            scale, angle = math.hypot(c, d), math.atan2(b, a)
        self._flags[0], self._name[0] = 0, b"\0"
        _font_info(self._page, index, self._name_at, FONT_NAME_LENGTH, self._flags_at)
        bold = is_bold(self._name.value) or bool(self._flags[0] & FORCE_BOLD)
        size = float(_font_size(self._page, index)) * scale
        if not math.isfinite(size + angle):  # a broken file may hold any number
            return Style(0.0, bold, 0)
        return Style(size, bold, round(angle / (math.pi / 2)) % 4)


@lru_cache(maxsize=1024)
def is_bold(font_name: bytes) -> bool:
    """Whether a font is bold by its name."""
    return BOLD_NAME.search(font_name) is not None


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line in the page's own coordinates."""

    span: Span
    text: str
    first: int
    """Index of its first letter."""
    last: int
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


def raw_lines(letters: Letters, text: str) -> Iterator[RawLine]:
    """Each line of the text that has anything to see, looked at through three of its letters."""
    for match in LINE.finditer(text):
        if not match.group().isspace():
            yield raw_line(letters, text, match.start(), match.end())


def raw_line(letters: Letters, text: str, start: int, end: int) -> RawLine:
    """A line or a part of one; it must not be blank."""
    line = text[start:end]
    visible = line.strip()
    first = start + line.index(visible[0])
    last = first + len(visible) - 1
    indexes = [letters.index(position) for position in sample_positions(text, first, last)]
    return RawLine(
        span=Span(start, end),
        text=visible,
        first=indexes[0],
        last=indexes[2],
        start=letters.loose_box(indexes[0]),
        end=letters.loose_box(indexes[2]),
        styles=(
            letters.style(indexes[0]),
            letters.style(indexes[1]),
            letters.style(indexes[2]),
        ),
    )


def sample_positions(text: str, first: int, last: int) -> tuple[int, int, int]:
    """The first, a middle and the last character to look at; none of them white space."""
    middle = (first + last) // 2
    while text[middle].isspace():
        middle += 1
    return first, middle, last
