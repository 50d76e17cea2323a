"""Cuts a document into chunks along its structure, each small enough for the embedding model.

The cuts of a page are chosen together: the cheapest way to divide it, where a chunk far from the
target size, a cut within a paragraph, and a chunk that mixes sections each have their price.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from indexer.analysis import LanguageOfPages
from indexer.chunks import Chunk
from indexer.documents import Page, ParsedDocument, Span
from indexer.marks import hidden_within, placed_within, recognition_within
from indexer.pieces import Piece, pieces_of
from indexer.units import CountTokens, Measurer, Unit

CHUNKER_VERSION = "2"
"""Part of what the index records; changing it makes every document be chunked again."""

TARGET_TOKENS = 157
"""Without the header. Five hits of this size are about 3,900 characters. docs/retrieval.md compares
140, 155 and 180 on 220 questions with known sentences; dearer cuts within paragraphs were worth .03
of dense recall."""
MOST_UNITS = 150
"""Of one chunk; bounds the work where units have no tokens at all."""

CUT_AFTER_HEADING = 4.0
CUT_AFTER_COLON = 0.4
CUT_IN_PARAGRAPH = 0.5
CUT_BETWEEN_LINES = 0.1
CUT_BETWEEN_BLOCKS = 0.05
FRAGMENT = 1.0
MIXED_SECTIONS = {1: 1.5, 2: 0.6}
MIXED_SUBSECTIONS = 0.3


def chunk_document(
    document: ParsedDocument, revision: str, count_tokens: CountTokens, max_tokens: int
) -> list[Chunk]:
    """The document's chunks in reading order.

    Each is a run of whole sentences, rows and headings of one page, and no embedding text has more
    than `max_tokens` less the model's two special tokens. Text without a single word makes none.
    """
    measurer = Measurer(document, count_tokens, max_tokens)
    pages = [(page, run) for page, runs in pieces_of(document) for run in runs]
    runs = measurer.units([run for _, run in pages], [page.text for page, _ in pages])
    chunks: list[Chunk] = []
    lines = LineCounter()
    language = LanguageOfPages(document)
    for (page, _), units in zip(pages, runs, strict=True):
        for start, end in divide(units, measurer.window):
            group = units[start:end]
            if any(unit.text for unit in group):
                chunk = _chunk(revision, len(chunks), page, group, lines)
                chunks.append(replace(chunk, language=language.of(page)))
    return chunks


def divide(units: Sequence[Unit], window: int) -> list[tuple[int, int]]:
    """The cheapest cut of a run of units into ranges of which each fits the window."""
    tokens = [0, *accumulate(unit.tokens for unit in units)]
    room = [max(window - unit.header_tokens, unit.tokens) for unit in units]
    mixing = [0.0, *accumulate(_mixing_cost(units, index) for index in range(len(units)))]
    size_costs = [_size_cost(size, window) for size in range(max([window, *room]) + 1)]
    best = [0.0]
    cut_before = [0]
    for end in range(1, len(units) + 1):
        cheapest, cut = float("inf"), end - 1
        for start in range(end - 1, max(0, end - MOST_UNITS) - 1, -1):
            size = tokens[end] - tokens[start]
            if size > window and start < end - 1:
                break
            if size <= room[start]:
                cost = best[start] + size_costs[size] - mixing[start + 1]
                if cost < cheapest:
                    cheapest, cut = cost, start
        best.append(cheapest + mixing[end] + _cut_cost(units, end))
        cut_before.append(cut)
    return _ranges(cut_before)


def _ranges(cut_before: list[int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    end = len(cut_before) - 1
    while end > 0:
        ranges.append((cut_before[end], end))
        end = cut_before[end]
    return ranges[::-1]


def _size_cost(tokens: int, window: int) -> float:
    """0 at the target, rising with the distance; a mere fragment costs extra."""
    target = min(TARGET_TOKENS, window)
    weight = 1.0 if tokens < target else 2.0
    fragment = FRAGMENT if tokens < target // 8 else 0.0
    return fragment + weight * ((tokens - target) / target) ** 2


def _mixing_cost(units: Sequence[Unit], index: int) -> float:
    """What it costs to have this unit in one chunk with the unit before it."""
    piece = units[index].piece
    if not piece.level or index == 0 or units[index - 1].piece.level:
        return 0.0
    return MIXED_SECTIONS.get(piece.level, MIXED_SUBSECTIONS)


def _cut_cost(units: Sequence[Unit], index: int) -> float:
    """What it costs to begin a new chunk with the unit at `index`."""
    if index == len(units):
        return 0.0
    before, after = units[index - 1], units[index]
    if before.piece.level:
        return CUT_AFTER_HEADING
    if after.piece.level:
        return 0.0
    if before.text.endswith(":"):
        return CUT_AFTER_COLON
    if before.piece.block != after.piece.block:
        return CUT_BETWEEN_BLOCKS
    return CUT_BETWEEN_LINES if after.piece.begins_line else CUT_IN_PARAGRAPH


def _chunk(
    revision: str, ordinal: int, page: Page, units: Sequence[Unit], lines: "LineCounter"
) -> Chunk:
    label = _label(page, units, lines)
    quotable = _quotable(units)
    sentence_labels = tuple(_label(page, [unit], lines) for unit in quotable)
    span = Span(units[0].piece.span.start, units[-1].piece.span.end)
    body = " ".join(unit.text for unit in units if unit.text)
    return Chunk(
        revision=revision,
        ordinal=ordinal,
        page=page.number,
        span=span,
        text=page.text[span.start : span.end],
        embedding_text=f"{units[0].header}\n{body}".strip(),
        label=label,
        heading_path=_main_path(units),
        sentences=tuple(unit.piece.span for unit in quotable),
        sentence_labels=() if {*sentence_labels} <= {label} else sentence_labels,
        hidden=hidden_within(page, span),
        recognition=recognition_within(page, span),
        placed=placed_within(page, span),
    )


def _main_path(units: Sequence[Unit]) -> tuple[str, ...]:
    """The headings above most of a chunk; those of its last heading where it has no other text."""
    tokens: Counter[tuple[str, ...]] = Counter()
    for unit in units:
        if not unit.piece.level:
            tokens[unit.piece.heading_path] += unit.tokens
    return tokens.most_common(1)[0][0] if tokens else units[-1].piece.heading_path


def _quotable(units: Sequence[Unit]) -> Sequence[Unit]:
    """What may be quoted: everything but headings and rules, unless there is nothing else."""
    return [unit for unit in units if unit.text and not unit.piece.level] or units


class LineCounter:
    """Tells the line of a place; places of one page must come in order, so each is read once."""

    def __init__(self) -> None:
        self._text = ""
        self._position = 0
        self._line = 1

    def line_of(self, text: str, position: int) -> int:
        """The line, from 1, on which the character at `position` stands."""
        if text is not self._text or position < self._position:
            self._text, self._position, self._line = text, 0, 1
        self._line += text.count("\n", self._position, position)
        self._position = position
        return self._line


def _label(page: Page, units: Sequence[Unit], lines: LineCounter) -> str:
    first = units[0].piece
    named = _row_label([unit.piece for unit in units]) or first.label or _quotable_label(units)
    if named:
        return named
    if page.number is not None:
        is_other = page.label and page.label != str(page.number)
        return f"p. {page.number} ({page.label})" if is_other else f"p. {page.number}"
    path = _main_path(units)
    if path:
        return f"§ {path[-1]}"
    return f"line {lines.line_of(page.text, first.span.start)}"


def _quotable_label(units: Sequence[Unit]) -> str:
    """Where the first text below the headings stands, such as the member of an archive."""
    return _quotable(units)[0].piece.label


def _row_label(pieces: Sequence[Piece]) -> str:
    """The rows of the first table; empty where no row has a number."""
    numbered = [(piece.rows, piece.row) for piece in pieces if piece.rows is not None]
    if not numbered:
        return ""
    names, first = numbered[0]
    return names.label(first, max(row for other, row in numbered if names.continues(other)))
