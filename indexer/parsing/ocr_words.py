"""The words of a line that was read, and how far each reaches along it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.parsing.ocr_engine import ReadLine

WITHOUT_SPACES = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
"""Chinese and Japanese characters, which are words of their own here."""
WORD = re.compile(rf"[{WITHOUT_SPACES}]|[^\s{WITHOUT_SPACES}]+")

HALF_LETTER = 0.7
"""How far a letter reaches from its middle, in usual widths: enough for a broad one."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its ends as parts of the line's width."""

    text: str
    left: float
    right: float


def words_of(line: ReadLine) -> Iterator[Word]:
    """The words of a line, from its beginning."""
    half = HALF_LETTER * letter_width(line)
    for match in WORD.finditer(line.text):
        first, last = line.places[match.start()], line.places[match.end() - 1]
        left, right = first - half, last + half
        before, after = neighbour(line, match.start() - 1, -1), neighbour(line, match.end(), 1)
        if before is not None:
            left = max(left, (before + first) / 2)
        if after is not None:
            right = min(right, (last + after) / 2)
        yield Word(match.group(), max(0.0, left), min(1.0, right))


def letter_width(line: ReadLine) -> float:
    """A letter's usual width, as a part of the line's."""
    if len(line.places) < 2:
        return 1.0
    return (line.places[-1] - line.places[0]) / (len(line.places) - 1)


def neighbour(line: ReadLine, index: int, step: int) -> float | None:
    """Where the next letter in that direction stands; None at the line's end."""
    while 0 <= index < len(line.text):
        if not line.text[index].isspace():
            return line.places[index]
        index += step
    return None
