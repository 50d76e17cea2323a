"""Headings, paragraphs, lists and tables of OpenDocument texts, also inside frames and slides."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from indexer.documents import BlockKind
from indexer.parsing.building import table_text
from indexer.parsing.docx_styles import formatted_number
from indexer.parsing.odf import frames, is_paragraph, small_table, style_elements, words
from indexer.parsing.ooxml import attribute, child, children, local_name

FORMS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
BULLET = "•"
PASSED_OVER = frozenset({"tracked-changes", "sequence-decls", "forms", "notes", "title", "desc"})


@dataclass(frozen=True, slots=True)
class OdfBlock:
    """A piece of layout as `TextBuilder` takes it."""

    kind: BlockKind
    text: str
    level: int = 0


class OdfReader:
    """Reads the blocks of any element that holds paragraphs; counts numbered lists on the way."""

    def __init__(self, styles: tuple[Element, ...]) -> None:
        self._parents = {
            attribute(style, "name"): attribute(style, "parent-style-name")
            for style in style_elements(styles, "style")
        }
        self._lists: dict[str, dict[int, Element]] = {}
        for style in style_elements(styles, "list-style"):
            levels = {int(attribute(level, "level") or 1): level for level in style}
            self._lists.setdefault(attribute(style, "name"), levels)
        self._counts: dict[tuple[str, int], int] = {}

    def blocks(self, container: Element) -> Iterator[OdfBlock]:
        """What stands in a body, a section, a frame or a shape, in its order."""
        for element in container:
            name = local_name(element)
            if name == "h":
                yield from self._heading(
                    element, max(1, int(attribute(element, "outline-level") or 1))
                )
            elif name == "p":
                yield from self._paragraph(element, "")
            elif name == "list":
                yield from self._list(element, "", 1)
            elif name == "table":
                yield from self._table(element)
            elif name not in PASSED_OVER:
                yield from self.blocks(element)

    def _heading(self, element: Element, level: int) -> Iterator[OdfBlock]:
        yield OdfBlock(BlockKind.HEADING, " ".join(words(element).split()), level)
        yield from self._framed(element)

    def _paragraph(self, element: Element, mark: str) -> Iterator[OdfBlock]:
        if not mark and self._is_title(attribute(element, "style-name")):
            yield from self._heading(element, 1)
            return
        text = words(element).strip()
        if text:
            kind = BlockKind.LIST_ITEM if mark else BlockKind.PARAGRAPH
            yield OdfBlock(kind, f"{mark} {text}" if mark else text)
        yield from self._framed(element)

    def _framed(self, element: Element) -> Iterator[OdfBlock]:
        """The text boxes that are anchored in a paragraph come after it."""
        for frame in frames(element):
            yield from self.blocks(frame)

    def _is_title(self, style: str) -> bool:
        for _ in range(10):
            if style == "Title":
                return True
            style = self._parents.get(style, "")
        return False

    def _list(self, element: Element, style: str, level: int) -> Iterator[OdfBlock]:
        style = attribute(element, "style-name") or style
        if attribute(element, "continue-numbering") != "true":
            self._counts.pop((style, level), None)
        for item in element:
            if local_name(item) not in ("list-item", "list-header"):
                continue
            mark = self._mark(item, style, level) if local_name(item) == "list-item" else ""
            for part in item:
                if local_name(part) == "list":
                    yield from self._list(part, style, level + 1)
                elif is_paragraph(part):
                    yield from self._paragraph(part, mark)
                    mark = ""
                elif local_name(part) == "table":
                    yield from self._table(part)

    def _mark(self, item: Element, style: str, level: int) -> str:
        """The number or bullet of an item; items that only hold a deeper list have none."""
        if next((part for part in item if is_paragraph(part)), None) is None:
            return ""
        known = self._lists.get(style, {}).get(level)
        if known is None or local_name(known) != "list-level-style-number":
            return BULLET
        form = FORMS.get(attribute(known, "num-format"))
        if form is None:
            return ""
        start = int(attribute(item, "start-value") or 0) or int(
            attribute(known, "start-value") or 1
        )
        count = self._counts.get((style, level), start - 1) + 1
        self._counts[(style, level)] = count
        prefix, suffix = attribute(known, "num-prefix"), attribute(known, "num-suffix")
        return f"{prefix}{formatted_number(count, form)}{suffix}".strip()

    def _table(self, table: Element) -> Iterator[OdfBlock]:
        """A table of one column is a frame around paragraphs; others are kept as rows."""
        rows = small_table(table)
        if max((len(row) for row in rows), default=0) > 1:
            yield OdfBlock(BlockKind.TABLE, table_text(rows))
            return
        for row in children(table, "table-row"):
            for cell in children(row, "table-cell"):
                yield from self.blocks(cell)


def box_of(frame: Element) -> Element:
    """What holds the paragraphs of a frame or shape."""
    box = child(frame, "text-box")
    return box if box is not None else frame
