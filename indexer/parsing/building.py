"""Puts together the text of a document whose format has none of its own, block by block."""

from dataclasses import replace

from indexer.cleaning import clean_markdown
from indexer.documents import (
    Block,
    BlockKind,
    HiddenText,
    Page,
    Recognition,
    RowNames,
    Span,
    WordBox,
)
from indexer.parsing.hidden_marks import MARK, without_marks
from indexer.pieces import covering_blocks

TIGHT = frozenset({BlockKind.LIST_ITEM, BlockKind.FOOTNOTE})
"""Kinds that follow each other without an empty line."""


class TextBuilder:
    """Collects blocks; every span fits the text that comes out."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._hidden: list[HiddenText] = []
        self._recognised: list[WordBox] = []
        self._confidences: list[float | None] = []
        self._length = 0

    def add(
        self,
        kind: BlockKind,
        text: str,
        level: int = 0,
        label: str = "",
        rows: RowNames | None = None,
    ) -> None:
        """Append a block on lines of its own; blank text is passed over, marks of hiding heeded."""
        text = text.strip("\n")
        if not MARK.sub("", text).strip():
            return
        if self._blocks:
            is_tight = kind in TIGHT and self._blocks[-1].kind is kind
            self._append("\n" if is_tight else "\n\n")
        start = self._length
        text, hidden = without_marks(text, start)
        self._hidden.extend(hidden)
        self._append(text)
        self._blocks.append(Block(kind, Span(start, self._length), level, label, rows))

    @property
    def length(self) -> int:
        """Characters so far."""
        return self._length

    def add_page(self, page: Page, place: str = "", deeper: int = 0) -> None:
        """Append a page of another document.

        Its headings go down by `deeper` levels. Each block is labelled with `place` and with where
        it stands in that document.
        """
        text = page.text.rstrip()
        if not text:
            return
        if self._blocks:
            self._append("\n\n")
        start, heading = self._length, ""
        self._append(text)
        for block in covering_blocks(replace(page, text=text)):
            end = block.span.end
            if block.kind is BlockKind.HEADING:
                heading = clean_markdown(text[block.span.start : end])
            label = ", ".join(filter(None, (place, _place_within(page, block, heading))))
            level = block.level + deeper if block.level else 0
            span = Span(start + block.span.start, start + end)
            rows = _rows_within(block.rows, place)
            self._blocks.append(Block(block.kind, span, level, label, rows))
        self._add_marks(page, start)

    def _add_marks(self, page: Page, start: int) -> None:
        """Keep what is hidden, and what was read off a picture; where on which does not matter."""
        end = self._length
        for hidden in page.hidden:
            first, last = start + hidden.span.start, min(start + hidden.span.end, end)
            if first < last:
                self._hidden.append(HiddenText(Span(first, last), hidden.because))
        if page.recognition is not None:
            self._recognised.append(WordBox(Span(start, end), 0, 0, 1, 1))
            self._confidences.append(page.recognition.confidence)

    def page(self, number: int | None = None) -> Page:
        """A page or slide; without a number the whole document as its only page."""
        return Page(
            number,
            "".join(self._parts),
            tuple(self._blocks),
            hidden=tuple(self._hidden),
            recognition=self._recognition(),
        )

    def _recognition(self) -> Recognition | None:
        if not self._recognised:
            return None
        known = [value for value in self._confidences if value is not None]
        lowest = min(known) if len(known) == len(self._confidences) else None
        return Recognition(lowest, tuple(self._recognised))

    def first_heading(self) -> str:
        """The text of the first heading, or nothing."""
        for block in self._blocks:
            if block.kind is BlockKind.HEADING:
                return " ".join("".join(self._parts)[block.span.start : block.span.end].split())
        return ""

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def _place_within(page: Page, block: Block, heading: str) -> str:
    """Where a block stands in its own document, in the words of a citation."""
    if block.label or page.number is None:
        return block.label or (f"§ {heading}" if heading else "")
    return f"p. {page.number}"


def _rows_within(rows: RowNames | None, place: str) -> RowNames | None:
    """The names of rows, each with the place of their document before it."""
    if rows is None or not place:
        return rows
    alone = f"{place}, {rows.alone}" if rows.alone else ""
    return replace(rows, before=f"{place}, {rows.before}", alone=alone)


def table_text(rows: list[list[str]]) -> str:
    """One line per row, cells separated by bars; rows and trailing cells without words left out."""
    return "\n".join(line for line in map(row_text, rows) if line)


def row_text(row: list[str]) -> str:
    """The cells of a row on one line, separated by bars; nothing when all are blank."""
    cells = [" ".join(cell.split()) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return " | ".join(cells)
