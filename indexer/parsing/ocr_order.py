"""The order in which the lines of a page are read: columns one after another, cells row by row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

COLUMN_LINES = 4
"""A column of prose has at least so many lines."""
COLUMN_LETTERS = 15
"""And lines of at least so many letters; shorter ones are cells of a table or a receipt."""
FULL_LINE = 0.55
"""And lines that fill this part of its width."""
MOST_CROSSING = 0.3
"""Part of the lines that may run across both columns, such as headings."""
SIDE_BY_SIDE = 0.5
"""Part of their heights that neighbours share when they stand on one row, or in one band."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A line as it was found: its place in an upright picture, in pixels from the top left."""

    index: int
    left: float
    top: float
    right: float
    bottom: float
    letters: int

    @property
    def height(self) -> float:
        """Pixels from top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Height of its middle on the page."""
        return (self.top + self.bottom) / 2


Row = tuple[Piece, ...]
"""Pieces that stand beside each other, from left to right."""


def in_reading_order(pieces: Sequence[Piece]) -> Iterator[Row]:
    """Rows of the page in the order in which a person reads them."""
    gutter = gutter_of(pieces)
    if gutter is None:
        yield from rows_of(pieces)
        return
    crossing = [piece for piece in pieces if piece.left < gutter < piece.right]
    below = sorted(crossing, key=lambda piece: piece.middle)
    rest = [piece for piece in pieces if not piece.left < gutter < piece.right]
    for piece in [*below, None]:
        band = [other for other in rest if piece is None or other.middle < piece.middle]
        rest = [other for other in rest if other not in band]
        for stretch in stretches_of(band, gutter):
            yield from columns_of(stretch, gutter)
        if piece is not None:
            yield (piece,)


def columns_of(pieces: Sequence[Piece], gutter: float) -> Iterator[Row]:
    """The left column and then the right one, or rows where there are only cells."""
    left = [piece for piece in pieces if piece.right <= gutter]
    right = [piece for piece in pieces if piece.left >= gutter]
    if are_cells(left, right):
        yield from rows_of(pieces)
        return
    yield from in_reading_order(left)
    yield from in_reading_order(right)


def are_cells(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Whether what stands beside each other is too short to be prose."""
    if not left or not right:
        return False
    return all(median(piece.letters for piece in side) < COLUMN_LETTERS for side in (left, right))


def stretches_of(pieces: Sequence[Piece], gutter: float) -> Iterator[list[Piece]]:
    """Prose with all its paragraphs, and what is no prose, apart."""
    stretch: list[Piece] = []
    is_prose_before = True
    for part in parts_of(pieces):
        left = [piece for piece in part if piece.right <= gutter]
        is_prose_now = not are_cells(left, [piece for piece in part if piece.left >= gutter])
        if stretch and is_prose_now != is_prose_before:
            yield stretch
            stretch = []
        stretch += part
        is_prose_before = is_prose_now
    if stretch:
        yield stretch


def parts_of(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """What is parted by white space from side to side."""
    part: list[Piece] = []
    bottom = 0.0
    for piece in sorted(pieces, key=lambda piece: piece.top):
        if part and piece.top - bottom > piece.height:
            yield part
            part = []
        part.append(piece)
        bottom = max(bottom, piece.bottom)
    if part:
        yield part


def gutter_of(pieces: Sequence[Piece]) -> float | None:
    """Where two columns of prose part, or None when all is one column or a table."""
    best: tuple[int, float] | None = None
    for place in gaps_between(pieces):
        left = [piece for piece in pieces if piece.right <= place]
        right = [piece for piece in pieces if piece.left >= place]
        crossing = len(pieces) - len(left) - len(right)
        if crossing > MOST_CROSSING * len(pieces) or not are_columns(left, right):
            continue
        worth = min(len(left), len(right)) - crossing
        if best is None or worth > best[0]:
            best = worth, place
    return None if best is None else best[1]


def gaps_between(pieces: Sequence[Piece]) -> list[float]:
    """Places to try: just before each left edge that many lines have in common."""
    lefts = sorted(piece.left for piece in pieces)
    if len(lefts) < 2 * COLUMN_LINES:
        return []
    height = median(piece.height for piece in pieces)
    places: list[float] = []
    for left in lefts:
        if not places or left - places[-1] > height / 2:
            places.append(left)
    return [place - height / 8 for place in places[1:]]


def are_columns(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Whether both sides are prose and stand beside each other."""
    if not is_prose(left) or not (is_prose(right) or is_two_columns(right)):
        return False
    top = max(min(piece.top for piece in side) for side in (left, right))
    bottom = min(max(piece.bottom for piece in side) for side in (left, right))
    shorter = min(
        max(piece.bottom for piece in side) - min(piece.top for piece in side)
        for side in (left, right)
    )
    return bottom - top >= SIDE_BY_SIDE * shorter


def is_two_columns(pieces: Sequence[Piece]) -> bool:
    """Whether lines make two columns beside each other, and nothing else."""
    for place in gaps_between(pieces):
        left = [piece for piece in pieces if piece.right <= place]
        right = [piece for piece in pieces if piece.left >= place]
        if len(left) + len(right) == len(pieces) and is_prose(left) and is_prose(right):
            return True
    return False


def is_prose(pieces: Sequence[Piece]) -> bool:
    """Whether lines are long and fill their column, as cells of a table do not."""
    if len(pieces) < COLUMN_LINES or median(piece.letters for piece in pieces) < COLUMN_LETTERS:
        return False
    width = max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    return median(piece.right - piece.left for piece in pieces) >= FULL_LINE * width


def rows_of(pieces: Sequence[Piece]) -> Iterator[Row]:
    """Pieces of one column as rows, from the top."""
    row: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        if row and not any(beside(piece, other) for other in row):
            yield tuple(sorted(row, key=lambda piece: piece.left))
            row = []
        row.append(piece)
    if row:
        yield tuple(sorted(row, key=lambda piece: piece.left))


def beside(one: Piece, other: Piece) -> bool:
    """Whether two pieces stand on one row without covering each other."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    if shared < SIDE_BY_SIDE * min(one.height, other.height):
        return False
    overlap = min(one.right, other.right) - max(one.left, other.left)
    return overlap < 0.5 * min(one.right - one.left, other.right - other.left)
