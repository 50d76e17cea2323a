"""Which way up a scanned page is, found by reading a few of its lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from indexer.parsing.ocr_engine import Picture, Quad, ReadLine, cut_out, distance, read_strips

SURE = 0.85
"""A page that is the right way up is read with more; below, it is tried upside down."""
PROBES = 6
"""Lines, the longest ones, that show which way up a page is."""
TALL = 1.5
"""A line this many times taller than wide may run up the page."""
NO_LETTER = 2.5
"""A tall shape this many times taller than lines usually are is not a single letter."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture after quarter turns counterclockwise, and the lines found in it."""

    picture: Picture
    quads: tuple[Quad, ...]
    turns: int = 0

    def turned(self, turns: int) -> "Sheet":
        """The same after further quarter turns; the corners start at the upper left again."""
        picture, quads = self.picture, self.quads
        for _ in range(turns % 4):
            quads = tuple(quarter_turn(quad, picture.shape[1]) for quad in quads)
            picture = np.rot90(picture)
        return Sheet(np.ascontiguousarray(picture), quads, (self.turns + turns) % 4)

    def read(self, which: Iterable[int]) -> dict[int, ReadLine]:
        """What stands in some of the lines, by their indexes."""
        indexes = list(which)
        lines = read_strips([cut_out(self.picture, self.along(index)) for index in indexes])
        return dict(zip(indexes, lines, strict=True))

    def along(self, index: int) -> Quad:
        """A line's corners in its own direction: from where its first letter begins."""
        quad = self.quads[index]
        return np.roll(quad, 1, axis=0) if self._runs_up(quad) else quad

    def _runs_up(self, quad: Quad) -> bool:
        """Whether a line runs up the page although most others do not."""
        usual = median(min(width_of(other), height_of(other)) for other in self.quads)
        return height_of(quad) > max(TALL * width_of(quad), NO_LETTER * usual)


def right_way_up(sheet: Sheet) -> tuple[Sheet, dict[int, ReadLine]]:
    """The sheet so that its lines can be read, and the lines that were read to find out."""
    if not sheet.quads:
        return sheet, {}
    if runs_sideways(sheet.quads):
        sheet = sheet.turned(1)
    longest = sorted(range(len(sheet.quads)), key=lambda index: -width_of(sheet.quads[index]))
    first = sheet.read(longest[:PROBES])
    if certainty(first.values()) >= SURE:
        return sheet, first
    flipped = sheet.turned(2)
    second = flipped.read(longest[:PROBES])
    if certainty(second.values()) > certainty(first.values()):
        return flipped, second
    return sheet, first


def runs_sideways(quads: Sequence[Quad]) -> bool:
    """Whether most of the writing runs up or down."""
    upright = sum(width_of(quad) for quad in quads if height_of(quad) <= TALL * width_of(quad))
    sideways = sum(height_of(quad) for quad in quads if height_of(quad) > TALL * width_of(quad))
    return sideways > upright


def certainty(lines: Iterable[ReadLine]) -> float:
    """Mean confidence over the characters, 0 without any."""
    known = [(line.confidence, len(line.text)) for line in lines]
    letters = sum(length for _, length in known)
    return sum(confidence * length for confidence, length in known) / letters if letters else 0.0


def quarter_turn(quad: Quad, width: int) -> Quad:
    """A line's corners after the picture of that width was turned counterclockwise."""
    turned = np.stack([quad[:, 1], width - quad[:, 0]], axis=1)
    return np.roll(turned, -1, axis=0).astype(np.float32)


def turn_back(points: Quad, turns: int, width: int, height: int) -> Quad:
    """Points of a picture of that size, turned so often, where they were before."""
    for _ in range(turns % 4):
        width, height = height, width
        points = np.stack([width - points[:, 1], points[:, 0]], axis=1).astype(np.float32)
    return points


def width_of(quad: Quad) -> float:
    """Pixels along the line."""
    return distance(quad[0], quad[1])


def height_of(quad: Quad) -> float:
    """Pixels across the line."""
    return distance(quad[0], quad[3])
