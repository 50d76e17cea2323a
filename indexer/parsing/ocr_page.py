"""From a picture of a page to its text, its lines and the place of every word."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median

import numpy as np

from indexer.documents import Recognition, Span, WordBox
from indexer.parsing.known_pages import read_once
from indexer.parsing.ocr_engine import Picture, ReadLine, find_lines
from indexer.parsing.ocr_order import Piece, Row, in_reading_order
from indexer.parsing.ocr_turning import (
    Sheet,
    certainty,
    height_of,
    right_way_up,
    turn_back,
    width_of,
)
from indexer.parsing.ocr_words import Word, words_of
from indexer.parsing.pdf_lines import PageLines, TextLine

LEAST_CONFIDENCE = 0.5
"""Lines read with less are dirt, patterns and scripts that the models do not know."""
EVEN = 1.0
"""Deviation of the pixels, of 255, below which a page is blank; one word on it has more."""
LEAST_LETTERS = 3
"""Letters and digits of a page, below which it is a picture with a mark on it."""
TYPE_SIZE = 0.7
"""Type size as a part of a found line's height, which holds room above and below."""
ALIKE = 1.2
"""Lines whose heights differ by less than this factor count as one size: heights are inexact."""


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet the right way up and what its lines say; lines that say nothing are left out."""

    sheet: Sheet
    lines: Mapping[int, ReadLine]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the upright picture, in pixels."""
        height, width = self.sheet.picture.shape[:2]
        return width, height

    def pieces(self) -> list[Piece]:
        """Where the lines stand once the page is straight."""
        straight = -self.skew()
        return [self._piece(index, straight) for index in self.lines]

    def skew(self) -> float:
        """The angle in radians at which most of the writing runs, clockwise."""
        angles = [
            math.atan2(quad[1][1] - quad[0][1], quad[1][0] - quad[0][0])
            for quad in (self.sheet.quads[index] for index in self.lines)
            if width_of(quad) > 3 * height_of(quad)
        ]
        return median(angles) if angles else 0.0

    def box_of(self, index: int, word: Word, span: Span) -> WordBox:
        """Where a word stands on the page as it is shown."""
        corners = self.sheet.along(index)
        ends = np.array([word.left, word.right, word.right, word.left], dtype=np.float32)[:, None]
        upper = corners[0] + (corners[1] - corners[0]) * ends
        lower = corners[3] + (corners[2] - corners[3]) * ends
        width, height = self.size
        points = turn_back(np.concatenate([upper, lower]), self.sheet.turns, width, height)
        if self.sheet.turns % 2:
            width, height = height, width
        left, top = np.clip(points.min(axis=0) / (width, height), 0.0, 1.0)
        right, bottom = np.clip(points.max(axis=0) / (width, height), 0.0, 1.0)
        sides = (round(float(side), 5) for side in (left, top, right, bottom))
        return WordBox(span, *sides)

    def _piece(self, index: int, angle: float) -> Piece:
        width, height = self.size
        centre = np.array([width / 2, height / 2])
        cosine, sine = math.cos(angle), math.sin(angle)
        turn = np.array([[cosine, sine], [-sine, cosine]])
        points = (self.sheet.quads[index] - centre) @ turn + centre
        left, top = points.min(axis=0)
        right, bottom = points.max(axis=0)
        letters = len(self.lines[index].text)
        return Piece(index, float(left), float(top), float(right), float(bottom), letters)


def read_page(picture: Picture, number: int, dots_per_inch: float, label: str = "") -> PageLines:
    """What stands in a picture of a page; the text is empty when nothing does.

    Lines are in points with the page the right way up, words as parts of the picture as it is. What
    was read off the same picture before, as the process that waits remembers it, is not read again.
    """
    anew = partial(read_anew, picture, number, dots_per_inch, label)
    return read_once(picture, number, dots_per_inch, label, anew)


def read_anew(picture: Picture, number: int, dots_per_inch: float, label: str) -> PageLines:
    """What stands in a picture, whatever was read before."""
    if picture.std(axis=(0, 1)).max() < EVEN:
        return PageLines(number, "", (), label)
    read = read_sheet(Sheet(picture, tuple(find_lines(picture))))
    letters = sum(character.isalnum() for line in read.lines.values() for character in line.text)
    if letters < LEAST_LETTERS:
        return PageLines(number, "", (), label)
    rows = list(in_reading_order(read.pieces()))
    return page_of(read, rows, number, 72 / dots_per_inch, label)


def read_sheet(found: Sheet) -> ReadSheet:
    """The lines of a picture, read the right way up."""
    sheet, known = right_way_up(found)
    known |= sheet.read(index for index in range(len(sheet.quads)) if index not in known)
    lines = {
        index: line
        for index, line in sorted(known.items())
        if line.confidence >= LEAST_CONFIDENCE and line.text.strip()
    }
    return ReadSheet(sheet, lines)


def page_of(
    read: ReadSheet, rows: Sequence[Row], number: int, points: float, label: str
) -> PageLines:
    """Text, lines and words of a page; `points` is the size of a pixel."""
    texts: list[str] = []
    lines: list[TextLine] = []
    words: list[WordBox] = []
    start = 0
    usual = median(row_height(row) for row in rows)
    for row in rows:
        parts = [part for piece in row for part in words_in(read, piece)]
        text = " ".join(read.lines[piece.index].text.strip() for piece in row)
        words += placed(read, parts, text, start)
        lines.append(text_line(row, text, start, usual, read.size[1], points))
        texts.append(text)
        start += len(text) + 1
    recognition = Recognition(round(certainty(read.lines.values()), 4), tuple(words))
    return PageLines(number, "\n".join(texts), tuple(lines), label, recognition=recognition)


def words_in(read: ReadSheet, piece: Piece) -> Iterator[tuple[int, Word]]:
    """The words of a piece with its index."""
    for word in words_of(read.lines[piece.index]):
        yield piece.index, word


def placed(
    read: ReadSheet, parts: Sequence[tuple[int, Word]], text: str, start: int
) -> Iterator[WordBox]:
    """Words of a row whose text begins at `start` of the page's text."""
    at = 0
    for index, word in parts:
        at = text.index(word.text, at)
        yield read.box_of(index, word, Span(start + at, start + at + len(word.text)))
        at += len(word.text)


def row_height(row: Row) -> float:
    """Pixels, of the highest piece."""
    return max(piece.height for piece in row)


def text_line(
    row: Row, text: str, start: int, usual: float, page_height: float, points: float
) -> TextLine:
    """A row as a line of the page, in points from the lower left corner."""
    height = row_height(row)
    if usual / ALIKE < height < usual * ALIKE:
        height = usual
    bottom = (page_height - max(piece.bottom for piece in row)) * points
    return TextLine(
        span=Span(start, start + len(text)),
        text=text,
        left=row[0].left * points,
        bottom=bottom,
        right=max(piece.right for piece in row) * points,
        top=(page_height - min(piece.top for piece in row)) * points,
        foot=bottom,
        size=round(height * TYPE_SIZE * points, 1),
        bold=False,
    )
