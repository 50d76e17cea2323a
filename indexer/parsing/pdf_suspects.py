"""Texts of a PDF's page that may not be seen, by what is known of its objects alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pypdfium2

from indexer.documents import HiddenBecause
from indexer.parsing.pdf_letters import Letters, RawLine
from indexer.parsing.pdf_painting import (
    CLEAR,
    PALE,
    UNPAINTED_MODES,
    Box,
    Color,
    PaintedText,
    Painting,
    Surface,
    SurfaceKind,
    color_of,
    text_box,
    visible_box,
)

CLIPS = 7
"""The render mode of text that is no text but a stencil for what is painted next."""
SCAN_SHARE = 0.6
"""Of a page covered with pictures, from which on text that is not painted is a scan's."""
WHITE = 750
"""Sum of red, green and blue of letters that cannot be told from white paper."""
CONTRAST = 96
"""Difference of red, green or blue between letters and a fill that surely can be told apart."""
SAME = 40
COVERED_SHARE = 0.5
"""Of a text's box, or of a short word's, below a surface from which on it is looked at closely."""
NARROW = 90.0
"""Points of a surface in which one letter is asked for, since each question costs a search."""
SLIVER = 0.25
"""Part of a line's height below which a surface only grazes it, as rows of tables do."""
WORD_WIDTH = 24.0
SHADOW = 2.0
"""Points between a text and the same text painted again."""
MOST_COVERS = 300
"""Of a page; the largest ones are looked at."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a page, to find out quickly what a surface may do to them."""

    letters: Letters
    earliest: Sequence[tuple[int, Box]]
    """For each line when the first of its two ends was painted, in that order, and its place."""
    order_of: Mapping[int, int]

    @classmethod
    def of(cls, painting: Painting, letters: Letters, lines: Sequence[RawLine]) -> "Lines":
        """Ask for the ends of each line alone."""
        order_of = {address: order for order, address in enumerate(painting.addresses) if address}
        ends = [(letters.painter(line.first), letters.painter(line.last)) for line in lines]
        earliest = [min(order_of.get(first, 0), order_of.get(last, 0)) for first, last in ends]
        boxes = [around((line.start, line.end)) for line in lines]
        return cls(letters, sorted(zip(earliest, boxes, strict=True)), order_of)

    def lie_under(self, cover: Surface) -> bool:
        """Whether some letters seem to have been painted before something that covers them."""
        return any(
            self.order_of.get(address, cover.order) < cover.order
            for line in self.touching(cover.box, cover.order)
            for address in self.at(cover.box, line)
        )

    def match(self, fill: Surface) -> bool:
        """Whether some letters on a fill seem to be of its colour."""
        return any(
            (color := color_of(address)[0]) and distance(color, fill.color or color) <= SAME
            for line in self.touching(fill.box, len(self.order_of) + 10**6)
            for address in self.at(fill.box, line)
        )

    def touching(self, box: Box, order: int) -> list[Box]:
        """The places of lines that a box touches, painted before this place of the order."""
        left, bottom, right, top = box
        found = []
        for earliest, line in self.earliest:
            if earliest >= order:
                break
            least = SLIVER * min(line[2] - line[0], line[3] - line[1])
            if (
                min(top, line[3]) - max(bottom, line[1]) > least
                and min(right, line[2]) - max(left, line[0]) > least
            ):
                found.append(line)
        return found

    def at(self, surface: Box, line: Box) -> Iterator[int]:
        """What paints the letters at places that a surface shares with a line."""
        left, bottom, right, top = common(surface, line)
        for share in (0.5,) if right - left < NARROW else (0.25, 0.5, 0.75):
            across = left + (right - left) * share
            index = self.letters.at(across, (bottom + top) / 2)
            if index >= 0 and is_within(self.letters.tight_box(index), surface):
                yield self.letters.painter(index)


@dataclass(slots=True)
class Suspects:
    """Texts of one page, by address, that nobody may see."""

    shown: Box
    painting: Painting
    sure: dict[int, HiddenBecause] = field(default_factory=dict)
    to_check: dict[int, tuple[PaintedText, HiddenBecause]] = field(default_factory=dict)
    in_pictures: set[int] = field(default_factory=set)
    """Of the sure ones, those that may repeat what a picture or a pattern shows in their place."""
    is_pictured: bool = False
    """Whether pictures cover most of the page."""

    @classmethod
    def of(
        cls,
        page: pypdfium2.PdfPage,
        painting: Painting,
        lines: Callable[[], Lines],
        samples: Sequence[int] | None = None,
    ) -> "Suspects":
        """What is known of the objects alone; or of these samples, when none of them is odd."""
        shown = visible_box(page)
        suspects = cls(shown, painting)
        suspects.is_pictured = picture_share(painting.surfaces, shown) >= SCAN_SHARE
        for text in painting.doubtful(samples):
            suspects._add_doubtful(text, painting.surfaces)
        for doubt in (*lost_on_fills(painting, lines), *covered_texts(painting, lines)):
            if doubt[0].mode not in UNPAINTED_MODES:
                suspects.to_check.setdefault(doubt[0].address, doubt)
        return suspects

    def __bool__(self) -> bool:
        return bool(self.sure or self.to_check)

    def painted_again(self, addresses: Iterable[int]) -> frozenset[int]:
        """Those of these texts that are painted once more at the same place, and not as suspects.

        The engine tells of such letters once; who covers a title may paint it anew on the cover.
        """
        places = {address: text_box(self.to_check[address][0]) for address in addresses}
        if not places:
            return frozenset()
        others = [
            text_box(text)
            for text in self.painting.texts(0, len(self.painting.addresses))
            if text.address not in self.to_check and text.address not in self.sure
        ]
        return frozenset(
            address
            for address, box in places.items()
            if any(same_place(box, other) for other in others)
        )

    def _add_doubtful(self, text: PaintedText, surfaces: Sequence[Surface]) -> None:
        if text.mode in UNPAINTED_MODES or text.alpha < CLEAR:
            self.sure[text.address] = HiddenBecause.INVISIBLE
            ground = ground_of(text, surfaces)
            if text.mode == CLIPS or (ground and ground.kind is SurfaceKind.PICTURE):
                self.in_pictures.add(text.address)
        elif text.color is None or sum(text.color) > PALE:
            self._add_pale(text, surfaces)

    def _add_pale(self, text: PaintedText, surfaces: Sequence[Surface]) -> None:
        ground = ground_of(text, surfaces)
        if ground is None and text.mode == 0 and text.color and sum(text.color) >= WHITE:
            self.sure[text.address] = HiddenBecause.NO_CONTRAST
        elif not stands_out(text.color, ground):
            self.to_check[text.address] = (text, HiddenBecause.NO_CONTRAST)


def lost_on_fills(
    painting: Painting, lines: Callable[[], Lines]
) -> Iterator[tuple[PaintedText, HiddenBecause]]:
    """Dark texts on a fill of all but the same colour."""
    dark = [fill for fill in painting.surfaces if fill.color and sum(fill.color) <= PALE]
    fills = [fill for fill in dark if lines().match(fill)]
    if not fills:
        return
    for text in painting.texts(fills[0].order + 1, len(painting.addresses)):
        ground = ground_of(text, fills)
        if text.color and ground and ground.color and distance(text.color, ground.color) <= SAME:
            yield text, HiddenBecause.NO_CONTRAST


def covered_texts(
    painting: Painting, lines: Callable[[], Lines]
) -> Iterator[tuple[PaintedText, HiddenBecause]]:
    """Texts with something opaque painted over them later."""
    first = next((order for order, address in enumerate(painting.addresses) if address), 0)
    opaque = [cover for cover in painting.surfaces if cover.order > first and cover.is_opaque]
    if len(opaque) > MOST_COVERS:
        opaque = sorted(opaque, key=lambda cover: -area_of(cover.box))[:MOST_COVERS]
    covers = [cover for cover in opaque if lines().lie_under(cover)]
    for text in painting.texts(first, max((cover.order for cover in covers), default=0)):
        box = text_box(text)
        if any(cover.order > text.order and is_over(cover.box, box) for cover in covers):
            yield text, HiddenBecause.COVERED


def same_place(one: Box, other: Box) -> bool:
    """Whether two boxes are the same but for the offset of a shadow."""
    return all(abs(a - b) < SHADOW for a, b in zip(one, other, strict=True))


def is_within(letter: Box, surface: Box) -> bool:
    """Whether the middle of a letter is on a surface."""
    across, up = (letter[0] + letter[2]) / 2, (letter[1] + letter[3]) / 2
    return surface[0] < across < surface[2] and surface[1] < up < surface[3]


def is_over(cover: Box, text: Box) -> bool:
    """Whether a surface hides a good part of a text, or of one of its words."""
    if not touches(cover, text):
        return False
    word = min(text[2] - text[0], WORD_WIDTH) * (text[3] - text[1])
    return area_of(common(cover, text)) > COVERED_SHARE * word


def picture_share(surfaces: Iterable[Surface], shown: Box) -> float:
    """The share of the page that pictures cover, if none of them overlap."""
    area = max(1.0, area_of(shown))
    pictures = (surface for surface in surfaces if surface.kind is SurfaceKind.PICTURE)
    return sum(area_of(common(surface.box, shown)) for surface in pictures) / area


def common(one: Box, other: Box) -> Box:
    """What two boxes share; its area is 0 where that is nothing."""
    left, bottom = max(one[0], other[0]), max(one[1], other[1])
    return left, bottom, max(left, min(one[2], other[2])), max(bottom, min(one[3], other[3]))


def area_of(box: Box) -> float:
    """In square points."""
    return (box[2] - box[0]) * (box[3] - box[1])


def ground_of(text: PaintedText, surfaces: Sequence[Surface]) -> Surface | None:
    """The last surface painted before a text that touches it."""
    box = text_box(text)
    for surface in reversed(surfaces):
        if surface.order < text.order and touches(surface.box, box):
            return surface
    return None


def touches(one: Box, other: Box) -> bool:
    """Whether two boxes overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def stands_out(color: Color | None, ground: Surface | None) -> bool:
    """Whether letters can surely be told from the fill that they stand on."""
    if color is None or ground is None or ground.color is None or not ground.is_opaque:
        return False
    return distance(color, ground.color) >= CONTRAST


def distance(one: Color, other: Color) -> int:
    """The largest difference of their red, green or blue."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def around(boxes: Iterable[Box]) -> Box:
    """The box around boxes, with a little air."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts) - 1, min(bottoms) - 1, max(rights) + 1, max(tops) + 1
