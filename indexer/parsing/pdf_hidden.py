"""Text of a PDF's page that nobody sees: pale on pale, covered, tiny, off the page, not painted.

What is known of the objects alone makes suspects; for those that may be seen after all, the page is
rendered with and without them. Letters whose absence changes nothing are hidden. So light words on
a dark heading are no false alarm, and a line half under a picture is hidden by half.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

import pypdfium2

from indexer.documents import HiddenBecause, HiddenText, Span
from indexer.parsing.pdf_letters import Letters, RawLine
from indexer.parsing.pdf_painting import Box, painting_of, show
from indexer.parsing.pdf_rendering import Picture, render
from indexer.parsing.pdf_suspects import Lines, Suspects, area_of, around, common, touches

MOST_RENDERED = 60
"""Pages of one document; each costs as much as reading ten."""
MOST_PIXELS = 3_000_000
SCALE = 2.0
THRESHOLD = 24
"""Difference of a colour, of 255, that a person might notice."""
SEEN_VALUES = 4
TINY = 1.5
"""Type size in points that nobody reads."""
NARROWEST_LETTER = 0.3
"""Average width of letters in type sizes; a line with more letters than that has smaller ones."""
WORD = re.compile(r"\S+")
SHORTEST = 2
"""Letters; less is a trick of the layout, such as a bullet drawn by hand."""


@dataclass(slots=True)
class Search:
    """Looks for hidden text in the pages of one document, and keeps its effort within bounds."""

    renderings_left: int = MOST_RENDERED

    def may_render(self) -> bool:
        """Whether one more page may be rendered; counts it."""
        self.renderings_left -= 1
        return self.renderings_left >= 0


@dataclass(frozen=True, slots=True)
class Painters:
    """Every letter of a page's text with the object that paints it."""

    letters: Letters
    positions: Sequence[int]
    """In the page's text; white space is left out."""
    addresses: Sequence[int]

    @classmethod
    def of(cls, text: str, letters: Letters) -> "Painters":
        """Find what paints each letter."""
        positions = [place for place, character in enumerate(text) if not character.isspace()]
        return cls(letters, positions, letters.painters(positions))

    def boxes(self, of: Mapping[int, object]) -> dict[int, Box]:
        """By position, where the letters stand that are painted by one of these addresses."""
        return {
            position: self.letters.tight_box(self.letters.index(position))
            for position, address in zip(self.positions, self.addresses, strict=True)
            if address in of
        }


def find_hidden(
    page: pypdfium2.PdfPage,
    text: str,
    letters: Letters,
    lines: Sequence[RawLine],
    search: Search,
) -> tuple[tuple[HiddenText, ...], bool]:
    """What of a page's text cannot be seen; and whether all of it is the text below a scan."""
    if not lines:
        return (), False
    painting = painting_of(page)
    lines_once = cache(partial(Lines.of, painting, letters, lines))
    samples = samples_of(text, letters, len(painting.addresses))
    suspects = Suspects.of(page, painting, lines_once, samples)
    found: dict[int, HiddenBecause] = {}
    if suspects:
        found, is_scan = hidden_letters(page, suspects, Painters.of(text, letters), search)
        if is_scan:
            return (), True
    found.update(odd_letters(text, letters, lines, suspects.shown))
    return hidden_spans(text, found), False


def samples_of(text: str, letters: Letters, objects: int) -> list[int] | None:
    """What paints the first letter of each word, where that is less than all there is to ask.

    Some programs paint every letter with an operator of its own. There, letters within one word
    that nobody sees are only found beside a word of which nobody sees the beginning.
    """
    positions = [word.start() for word in WORD.finditer(text)]
    if objects <= len(positions):
        return None
    return list({painter for painter in letters.painters(positions) if painter})


def odd_letters(
    text: str, letters: Letters, lines: Sequence[RawLine], shown: Box
) -> dict[int, HiddenBecause]:
    """Letters that are tiny or off the page, by position; only odd lines are read letter by letter.

    A line is odd when one of its ends is, or when it has more letters than fit into it.
    """
    found: dict[int, HiddenBecause] = {}
    for line in lines:
        if not is_odd(line, shown):
            continue
        for position in range(line.span.start, line.span.end):
            if not text[position].isspace():
                because = why_odd(letters, letters.index(position), shown)
                if because is not None:
                    found[position] = because
    return found


def is_odd(line: RawLine, shown: Box) -> bool:
    """Whether some of a line's letters may be tiny or off the page."""
    if not (inside(line.start, shown) and inside(line.end, shown)):
        return True
    size = line.styles[1].size
    if min(style.size for style in line.styles) < TINY:
        return True
    box = around((line.start, line.end))
    return len(line.text) * NARROWEST_LETTER * size > max(box[2] - box[0], box[3] - box[1])


def why_odd(letters: Letters, index: int, shown: Box) -> HiddenBecause | None:
    """Why a letter cannot be seen where it stands, or None when nothing speaks against it."""
    if index < 0:
        return None
    box = letters.loose_box(index)
    if box[2] <= box[0] and box[3] <= box[1]:
        return None
    if not touches(box, shown):
        return HiddenBecause.OFF_PAGE
    return HiddenBecause.TINY if 0 < letters.style(index).size < TINY else None


def inside(box: Box, shown: Box) -> bool:
    """Whether the middle of a box is on the page."""
    across, up = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return shown[0] <= across <= shown[2] and shown[1] <= up <= shown[3]


def hidden_letters(
    page: pypdfium2.PdfPage, suspects: Suspects, painters: Painters, search: Search
) -> tuple[dict[int, HiddenBecause], bool]:
    """Why letters are hidden, by position; and whether the page is a scan with its text below."""
    found = unseen(page, suspects, painters, search) if suspects.to_check else {}
    sure = {
        position: suspects.sure[address]
        for position, address in zip(painters.positions, painters.addresses, strict=True)
        if address in suspects.sure
    }
    reasons = [*found.values(), *sure.values()]
    below = reasons.count(HiddenBecause.COVERED) + reasons.count(HiddenBecause.INVISIBLE)
    if suspects.is_pictured and 2 * below > len(painters.positions):
        return {}, True
    shown = shown_by_pictures(page, suspects, painters, search)
    found.update((position, sure[position]) for position in sure if position not in shown)
    return found, False


def shown_by_pictures(
    page: pypdfium2.PdfPage, suspects: Suspects, painters: Painters, search: Search
) -> frozenset[int]:
    """Letters that are not painted, but where a picture or a pattern shows something like them."""
    boxes = painters.boxes(dict.fromkeys(suspects.in_pictures))
    region = common(around(boxes.values()), suspects.shown) if boxes else suspects.shown
    if not boxes or area_of(region) <= 0 or not search.may_render():
        return frozenset()
    picture = render(page, region, min(SCALE, (MOST_PIXELS / area_of(region)) ** 0.5))
    seen = frozenset(p for p, box in boxes.items() if picture.contrast(box) > THRESHOLD)
    return frozenset(boxes) if 2 * len(seen) > len(boxes) else seen


def unseen(
    page: pypdfium2.PdfPage, suspects: Suspects, painters: Painters, search: Search
) -> dict[int, HiddenBecause]:
    """Letters of suspects without which the page looks the same."""
    boxes = painters.boxes(suspects.to_check)
    if not boxes or not search.may_render():
        return {}
    region = common(around(boxes.values()), suspects.shown)
    if area_of(region) <= 0:
        return {}
    scale = min(SCALE, (MOST_PIXELS / area_of(region)) ** 0.5)
    with_them, without = both_ways(page, suspects, region, scale)
    painter = dict(zip(painters.positions, painters.addresses, strict=True))
    lost = [
        position
        for position, box in boxes.items()
        if with_them.differing(without, box, THRESHOLD) < SEEN_VALUES
    ]
    again = suspects.painted_again({painter[position] for position in lost})
    return {
        position: suspects.to_check[painter[position]][1]
        for position in lost
        if painter[position] not in again
    }


def both_ways(
    page: pypdfium2.PdfPage, suspects: Suspects, region: Box, scale: float
) -> tuple[Picture, Picture]:
    """A region of the page with its suspects and without them."""
    texts = [text for text, _ in suspects.to_check.values()]
    with_them = render(page, region, scale)
    show(texts, shown=False)
    try:
        return with_them, render(page, region, scale)
    finally:
        show(texts, shown=True)


def hidden_spans(text: str, found: Mapping[int, HiddenBecause]) -> tuple[HiddenText, ...]:
    """Stretches of hidden letters, joined over white space, without single letters."""
    stretches: list[HiddenText] = []
    for position in sorted(found):
        because = found[position]
        if stretches and joins(text, stretches[-1], position, because):
            stretches[-1] = HiddenText(Span(stretches[-1].span.start, position + 1), because)
        else:
            stretches.append(HiddenText(Span(position, position + 1), because))
    return tuple(stretch for stretch in stretches if letters_in(text, stretch.span) >= SHORTEST)


def joins(text: str, stretch: HiddenText, position: int, because: HiddenBecause) -> bool:
    """Whether a letter goes on with a stretch: for the same reason, with only space between."""
    between = text[stretch.span.end : position]
    return stretch.because is because and not between.strip()


def letters_in(text: str, span: Span) -> int:
    """Number of letters and figures; lines of dots say nothing."""
    return sum(character.isalnum() for character in text[span.start : span.end])
