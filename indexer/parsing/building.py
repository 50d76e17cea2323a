"""Puts together the text of a document whose format has none of its own, block by block."""

from indexer.documents import Block, BlockKind, Page, Span

TIGHT = frozenset({BlockKind.LIST_ITEM, BlockKind.FOOTNOTE})
"""Kinds that follow each other without an empty line."""


class TextBuilder:
    """Collects blocks; every span fits the text that comes out."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0

    def add(self, kind: BlockKind, text: str, level: int = 0, label: str = "") -> None:
        """Append a block on lines of its own; blank text is passed over."""
        text = text.strip("\n")
        if not text.strip():
            return
        if self._blocks:
            is_tight = kind in TIGHT and self._blocks[-1].kind is kind
            self._append("\n" if is_tight else "\n\n")
        start = self._length
        self._append(text)
        self._blocks.append(Block(kind, Span(start, self._length), level, label))

    def page(self) -> Page:
        """The whole document as its only page."""
        return Page(None, "".join(self._parts), tuple(self._blocks))

    def first_heading(self) -> str:
        """The text of the first heading, or nothing."""
        for block in self._blocks:
            if block.kind is BlockKind.HEADING:
                return " ".join("".join(self._parts)[block.span.start : block.span.end].split())
        return ""

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def table_text(rows: list[list[str]]) -> str:
    """One line per row, cells separated by bars; rows and trailing cells without words left out."""
    lines = []
    for row in rows:
        cells = [" ".join(cell.split()) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if any(cells):
            lines.append(" | ".join(cells))
    return "\n".join(lines)
