"""In which order the lines of a page are read, where columns stand beside each other.

The order in which a PDF paints its lines is nearly always the right one, and is kept. It is not
when the painting jumps to and fro between columns, or when the engine ran the lines of two columns
together because they stand at one height; such lines are cut at the gutter.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from indexer.parsing.ocr_order import Piece, are_cells, gutter_of, in_reading_order
from indexer.parsing.pdf_letters import Letters, RawLine, raw_line
from indexer.parsing.pdf_lines import TextLine
from indexer.parsing.pdf_tables import RowLikeness, row_likeness

WORD = re.compile(r"\S+")
SAMPLES = 9
"""Lines of a page that are looked into; a page where none has a gap is done."""
SHORTEST_JOINED = 30
"""Characters of two columns' lines together."""
SHORTEST_SIDE = 8
GUTTER = 0.9
"""Narrowest gutter, in type sizes."""
GUTTER_LINES = 4
"""Lines with a gap at the same place that make a gutter."""
WIDEST_GUTTER = 0.2
"""Usual width of the gaps that make a gutter, as a part of their lines; cells are further apart."""
PROSE_SIDE = 20
"""Characters on either side of a gutter, usually."""
MOST_BEGIN_ANEW = 0.6
"""Part of the lines on one side of a gutter that may begin with a capital or a figure."""
FEWER_BREAKS = 0.75
"""What another order must make of the places where a reader has to look for the next line."""
RIGHT_TO_LEFT = -1
NEXT_LINE = 3.0
"""Heights of a line to the top of the next one, at most."""
JUMPS = 3
"""Changes from one column to the other that no page makes that is painted column by column."""


@dataclass(frozen=True, slots=True)
class Gap:
    """White space within a line, wide enough to part two columns."""

    line: int
    position: int
    """In the page's text, of the first letter after it."""
    left: float
    right: float
    letters: tuple[int, int]
    """Before and after it in the line."""
    begins: tuple[str, str]
    """The first letters of what is before and after it."""
    line_width: float

    @property
    def width(self) -> float:
        """In points."""
        return self.right - self.left


def gutters_of(gaps: Sequence[Gap]) -> list[Gap]:
    """Those gaps that have the same white column in common with gaps of enough other lines.

    What stands on both sides must be long enough for prose, so that tables stay whole.
    """
    return [gap for gap in gaps if is_gutter([other for other in gaps if shares(gap, other)])]


def shares(one: Gap, other: Gap) -> bool:
    """Whether a straight line can be drawn through two gaps."""
    return min(one.right, other.right) - max(one.left, other.left) > 1.0


def is_gutter(gaps: Sequence[Gap]) -> bool:
    """Whether gaps that share a place part columns of prose rather than cells."""
    lines = {gap.line for gap in gaps}
    if len(lines) < GUTTER_LINES:
        return False
    if median(gap.width / gap.line_width for gap in gaps) > WIDEST_GUTTER:
        return False
    if any(look_like_cells(begins) for begins in zip(*(gap.begins for gap in gaps), strict=True)):
        return False
    sides = zip(*(gap.letters for gap in gaps), strict=True)
    return all(median(side) >= PROSE_SIDE for side in sides)


def look_like_cells(begins: Sequence[str]) -> bool:
    """Whether most lines begin anew, with a capital or a figure, as sentences do not."""
    anew = sum(letter.isupper() or not letter.isalpha() for letter in begins)
    return anew > MOST_BEGIN_ANEW * len(begins)


def reading_order(lines: Sequence[TextLine], *, were_cut: bool) -> list[TextLine]:
    """The lines in the order in which a person reads them."""
    pieces = [piece_of(index, line) for index, line in enumerate(lines)]
    changes = [] if were_cut else changes_of_column(pieces)
    if not (were_cut or len(changes) > JUMPS or changes == [RIGHT_TO_LEFT]) or runs_leftwards(
        lines
    ):
        return list(lines)
    ordered = [piece for row in in_reading_order(pieces) for piece in row]
    allowed = 1.0 if changes == [RIGHT_TO_LEFT] else FEWER_BREAKS
    if breaks_in(ordered) > allowed * breaks_in(pieces):
        return list(lines)
    return [lines[piece.index] for piece in ordered]


def runs_leftwards(lines: Sequence[TextLine]) -> bool:
    """Whether most of the text is Hebrew or Arabic, whose columns begin at the right."""
    letters = [letter for line in lines for letter in line.text if letter.isalpha()]
    return 2 * sum("\u0590" <= letter <= "\u08ff" for letter in letters) > len(letters)


def breaks_in(pieces: Sequence[Piece]) -> int:
    """How often the eye does not go on to the line right below."""
    return sum(not is_below(after, before) for before, after in itertools.pairwise(pieces))


def is_below(after: Piece, before: Piece) -> bool:
    """Whether a line is the next one of the column that the other stands in."""
    distance = after.top - before.top
    return (
        0 < distance < NEXT_LINE * max(before.height, after.height)
        and after.left < before.right
        and before.left < after.right
    )


def piece_of(index: int, line: TextLine) -> Piece:
    """A line as the ordering takes it, with heights that grow downwards."""
    return Piece(index, line.left, -line.top, line.right, -line.bottom, len(line.text))


def changes_of_column(pieces: Sequence[Piece]) -> list[int]:
    """Where two columns of prose stand side by side, each change between them in painting."""
    if len(pieces) < 2 * GUTTER_LINES or not might_jump(pieces):
        return []
    gutter = gutter_of(pieces)
    if gutter is None:
        return []
    left = [piece for piece in pieces if piece.right <= gutter]
    right = [piece for piece in pieces if piece.left >= gutter]
    if are_cells(left, right):
        return []
    sides = [piece.left >= gutter for piece in pieces if not piece.left < gutter < piece.right]
    return [after - before for before, after in itertools.pairwise(sides) if after != before]


def might_jump(pieces: Sequence[Piece]) -> bool:
    """Whether any line stands beside the one before it, or goes back up to the left."""
    return any(
        (after.left >= before.right and after.top < before.bottom)
        or (after.right <= before.left and after.top < before.top)
        for before, after in itertools.pairwise(pieces)
    )


def cut_at_gutters(
    lines: Sequence[RawLine], letters: Letters, text: str
) -> tuple[list[RawLine], bool]:
    """The lines, those of two columns cut in two; and whether there were any."""
    looked_into = sampled(lines)
    if sum(bool(gaps_in(index, lines[index], letters, text)) for index in looked_into) < 2:
        return list(lines), False
    gaps = [gap for index, line in enumerate(lines) for gap in gaps_in(index, line, letters, text)]
    cuts: defaultdict[int, list[int]] = defaultdict(list)
    for gap in gutters_of(gaps):
        cuts[gap.line].append(gap.position)
    parts = [
        part
        for index, line in enumerate(lines)
        for part in parts_of(line, cuts.get(index, ()), letters, text)
    ]
    return parts, bool(cuts)


def sampled(lines: Sequence[RawLine]) -> list[int]:
    """Indexes of some long lines from all over the page."""
    long = [index for index, line in enumerate(lines) if len(line.text) >= SHORTEST_JOINED]
    return long[:: max(1, len(long) // SAMPLES)]


def parts_of(line: RawLine, cuts: Sequence[int], letters: Letters, text: str) -> Iterator[RawLine]:
    """A line cut before these positions of the page's text."""
    if not cuts:
        yield line
        return
    edges = [line.span.start, *cuts, line.span.end]
    for start, end in itertools.pairwise(edges):
        if text[start:end].strip():
            yield raw_line(letters, text, start, end)


def gaps_in(index: int, line: RawLine, letters: Letters, text: str) -> list[Gap]:
    """White space between the words of a line that is wider than any between words of prose."""
    if len(line.text) < SHORTEST_JOINED or line.styles[0].direction:
        return []
    if row_likeness(line.text) is RowLikeness.SURE:
        return []
    widest = GUTTER * line.styles[1].size
    whole = line.end[2] - line.start[0]
    if whole <= 0:
        return []
    gaps: list[Gap] = []
    words = [word.span() for word in WORD.finditer(text, line.span.start, line.span.end)]
    starts = [start for start, _ in words[1:]]
    sides_of = letters.loose_sides([*(end - 1 for _, end in words[:-1]), *starts])
    for start, (_, before), (left, _) in zip(
        starts, sides_of[: len(starts)], sides_of[len(starts) :], strict=True
    ):
        sides = start - line.span.start, line.span.end - start
        if left - before > widest and min(sides) >= SHORTEST_SIDE:
            begins = line.text[0], text[start]
            gaps.append(Gap(index, start, before, left, sides, begins, whole))
    return gaps
