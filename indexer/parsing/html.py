"""Web pages: the text a reader would see, without menus, scripts and what is hidden."""

import re
from collections.abc import Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from indexer.documents import BlockKind, ParsedDocument
from indexer.parsing.building import TextBuilder, table_text
from indexer.parsing.decoding import DecodedText, decode, read_bytes
from indexer.parsing.hidden_marks import hide
from indexer.parsing.html_looks import UNKNOWN_GROUND, WHITE_PAPER, Ground, ground_within

MEDIA_TYPE = "text/html"
CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.I
)
UNSEEN_NAMES = (
    "script style noscript template svg iframe object nav button select head input canvas audio "
    "video map dialog"
)
BOX_NAMES = (
    "p div section article main header footer aside blockquote ul ol dl table thead tbody tfoot tr "
    "td th form fieldset legend details summary figure address center body html hr menu hgroup"
)
LEFT_OUT = frozenset(UNSEEN_NAMES.split())
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = {
    **dict.fromkeys(BOX_NAMES.split(), BlockKind.PARAGRAPH),
    **dict.fromkeys(HEADINGS, BlockKind.HEADING),
    **dict.fromkeys(("li", "dt", "dd"), BlockKind.LIST_ITEM),
    **dict.fromkeys(("caption", "figcaption"), BlockKind.CAPTION),
    "pre": BlockKind.CODE,
}
INVISIBLE_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|\Z)"
    r"|opacity\s*:\s*0(?:\.0+)?\s*(?:;|\Z)",
    re.I,
)
FURNITURE_ROLES = frozenset({"navigation", "search", "menu", "menubar", "dialog"})
LAYOUT_CELL = "table, h1, h2, h3, h4, h5, h6, ul, ol, pre"
"""What makes a table a means of layout rather than a table of values."""

FEWEST_WORDS = 3
"""Of what is told of a picture; fewer name a logo or a button."""
FILE_NAME = re.compile(r"\.(?:png|jpe?g|gif|svg|webp)$|://", re.I)

MOST_SPANNED = 100
UNIT_BEFORE = frozenset({"$", "€", "£", "¥", "(", "($", "-", "+"})
UNIT_AFTER = frozenset({")", "%", ")%", "%)"})


def parse(path: Path) -> ParsedDocument:
    """Read a web page as text, with headings, lists and one line per row of its tables."""
    decoded = decoded_source(read_bytes(path))
    return document_of(decoded.text, decoded.warnings)


def decoded_source(data: bytes) -> DecodedText:
    """The characters of HTML source, by the encoding that it declares where it needs to."""
    declared = CHARSET.search(data[:4096])
    return decode(data, declared.group(1).decode("ascii") if declared else "")


def document_of(source: str, warnings: tuple[str, ...] = ()) -> ParsedDocument:
    """The document that HTML source makes, for the other formats that carry some."""
    tree = LexborHTMLParser(source)
    reader = _Reader()
    root = tree.body or tree.root
    if root is not None:
        reader.read(root)
    html = tree.css_first("html")
    return ParsedDocument(
        media_type=MEDIA_TYPE,
        pages=(reader.builder.page(),),
        title=_title(tree) or reader.builder.first_heading(),
        language=(html.attributes.get("lang") or "") if html is not None else "",
        warnings=warnings,
    )


def _title(tree: LexborHTMLParser) -> str:
    title = tree.css_first("head title")
    return " ".join(title.text().split()) if title is not None else ""


class _Reader:
    """Walks the tree once; text runs until a block element begins or ends."""

    def __init__(self) -> None:
        self.builder = TextBuilder()
        self._inline: list[str] = []
        self._item_mark = ""
        self._numbers: dict[int, int] = {}
        """Of the last item of each numbered list."""

    def read(self, root: LexborNode) -> None:
        """Add everything below the root to the builder; needs no recursion, however deep it is."""
        for node, is_start, kind, unseen in _events(root):
            tag = node.tag or ""
            if tag == "-text":
                self._inline.append(hide(_folded(node.text_content or "", kind), unseen.because))
            elif tag == "br":
                self._inline.append("\n")
            elif tag in ("img", "sup"):
                self._inline.append(_beside(node))
            elif tag == "table" and is_start and _is_table_of_values(node):
                self._flush(kind)
                self._add_table(node)
            elif tag in BLOCKS:
                self._flush(kind, node)
                self._item_mark = self._mark(node) if tag == "li" and is_start else self._item_mark

    def _flush(self, kind: BlockKind, node: LexborNode | None = None) -> None:
        """End the running block, which was of this kind."""
        text = "".join(self._inline)
        self._inline.clear()
        if kind is not BlockKind.CODE:
            text = "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
        if not text.strip():
            return
        level = _heading_level(node) if kind is BlockKind.HEADING else 0
        self.builder.add(kind, self._item_mark + text, level)
        self._item_mark = ""

    def _mark(self, item: LexborNode) -> str:
        """The bullet of a list item, or its number."""
        outer = item.parent
        if outer is None or outer.tag != "ol":
            return "• "
        before = self._numbers.get(outer.mem_id, _whole_number(outer, "start", 1) - 1)
        self._numbers[outer.mem_id] = _whole_number(item, "value", before + 1)
        return f"{self._numbers[outer.mem_id]}. "

    def _add_table(self, table: LexborNode) -> None:
        caption = table.css_first("caption")
        if caption is not None:
            self.builder.add(BlockKind.CAPTION, " ".join(_visible_text(caption).split()))
        self._item_mark = ""
        self.builder.add(BlockKind.TABLE, table_text(_without_padding(_grid(table))))


def _events(
    root: LexborNode, *, skips_tables: bool = True, ground: Ground = WHITE_PAPER
) -> Iterator[tuple[LexborNode, bool, BlockKind, Ground]]:
    """Nodes in document order, block elements a second time at their end.

    The reader takes a table of values as a whole, so its inside is skipped. With each node
    comes the kind of block that surrounds it: for the start of an element its parent's; and what
    is behind it.
    """
    stack = [(root, True, BlockKind.PARAGRAPH, ground)]
    while stack:
        node, is_start, kind, ground = stack.pop()
        if not is_start or node.tag == "-text":
            yield node, is_start, kind, ground
            continue
        if not _is_shown(node):
            continue
        yield node, True, kind, ground
        if skips_tables and node.tag == "table" and _is_table_of_values(node):
            continue
        inner, below = _inner_kind(node, kind), ground_within(node.attributes, ground)
        if node.tag in BLOCKS:
            stack.append((node, False, inner, ground))
        children = reversed(list(node.iter(include_text=True)))
        stack.extend((child, True, inner, below) for child in children)


def _inner_kind(node: LexborNode, outer: BlockKind) -> BlockKind:
    own = BLOCKS.get(node.tag or "")
    if own is None or (own is BlockKind.PARAGRAPH and outer is not BlockKind.CODE):
        is_plain = own is None or outer in (BlockKind.LIST_ITEM, BlockKind.HEADING)
        return outer if is_plain else BlockKind.PARAGRAPH
    return own


def _folded(text: str, kind: BlockKind) -> str:
    return text if kind is BlockKind.CODE else re.sub(r"\s+", " ", text)


def _beside(node: LexborNode) -> str:
    """What somebody wrote about a picture; the sign that parts a raised number from its word."""
    if node.tag == "img":
        words = " ".join((node.attributes.get("alt") or "").split())
        is_told = words.count(" ") + 1 >= FEWEST_WORDS and not FILE_NAME.search(words)
        return f" [Picture: {words}] " if is_told else ""
    return "^" if (node.text() or " ").lstrip("-−+")[:1].isdigit() else ""


def _whole_number(node: LexborNode, name: str, otherwise: int) -> int:
    value = node.attributes.get(name) or ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else otherwise


def _heading_level(node: LexborNode | None) -> int:
    """The level of the heading that surrounds this node, 1 where none is found."""
    while node is not None:
        if node.tag in HEADINGS:
            return HEADINGS[node.tag]
        node = node.parent
    return 1


def _is_shown(node: LexborNode) -> bool:
    """Whether a reader sees this element; menus count as unseen."""
    tag = node.tag or ""
    if tag in LEFT_OUT or (tag.startswith("-") and tag != "-text"):
        return False
    attributes = node.attributes
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return False
    if (attributes.get("role") or "").lower() in FURNITURE_ROLES:
        return False
    return not INVISIBLE_STYLE.search(attributes.get("style") or "")


def _is_table_of_values(table: LexborNode) -> bool:
    """Whether the cells hold values in columns, rather than the layout of the page."""
    rows = [_cell_nodes(row) for row in _rows(table)]
    if not any(len(row) > 1 for row in rows):
        return False
    if any(cell.tag == "th" for row in rows for cell in row):
        return True
    return not any(node.mem_id != table.mem_id for node in table.css(LAYOUT_CELL))


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    """The rows of this table, without those of tables inside its cells."""
    for inner in table.iter():
        if inner.tag == "tr":
            yield inner
        elif inner.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in inner.iter() if row.tag == "tr")


def _cell_nodes(row: LexborNode) -> list[LexborNode]:
    return [cell for cell in row.iter() if cell.tag in ("td", "th")]


def _grid(table: LexborNode) -> list[list[str]]:
    """The rows as lists of words; a cell that spans rows is repeated, so each row is complete."""
    spanning: dict[int, tuple[int, str]] = {}
    return [_with_signs_joined(_row_texts(row, spanning)) for row in _rows(table) if _is_shown(row)]


def _row_texts(row: LexborNode, spanning: dict[int, tuple[int, str]]) -> list[str]:
    """The texts of a row; `spanning` has, by column, the cells from above and their rows to go."""
    texts: list[str] = []
    column = _repeat_spanning(texts, 0, spanning)
    for cell in _cell_nodes(row):
        texts.append(" ".join(_visible_text(cell).split()) if _is_shown(cell) else "")
        rows = _span_of(cell, "rowspan")
        if rows > 1:
            spanning[column] = (rows - 1, texts[-1])
        column = _repeat_spanning(texts, column + _span_of(cell, "colspan"), spanning)
    return texts


def _repeat_spanning(texts: list[str], column: int, spanning: dict[int, tuple[int, str]]) -> int:
    """Append the cells from above that reach into this column; the next free column."""
    while column in spanning:
        rows, text = spanning.pop(column)
        if rows > 1:
            spanning[column] = (rows - 1, text)
        texts.append(text)
        column += 1
    return column


def _span_of(cell: LexborNode, name: str) -> int:
    value = cell.attributes.get(name) or ""
    return min(int(value), MOST_SPANNED) if value.isascii() and value.isdigit() else 1


def _with_signs_joined(texts: list[str]) -> list[str]:
    """Lone currency and percent signs join their figures."""
    cells: list[str] = []
    for text in texts:
        if cells and (text in UNIT_AFTER or cells[-1] in UNIT_BEFORE):
            cells[-1] += text
        else:
            cells.append(text)
    return cells


def _without_padding(rows: list[list[str]]) -> list[list[str]]:
    """Filings space their columns with empty cells; in other tables a gap is a missing value."""
    cells = [cell for row in rows for cell in row]
    if cells.count("") * 3 < len(cells):
        return rows
    return [[cell for index, cell in enumerate(row) if cell or index == 0] for row in rows]


def _visible_text(root: LexborNode) -> str:
    parts = []
    for node, _, _, ground in _events(root, skips_tables=False, ground=UNKNOWN_GROUND):
        if node.tag in ("img", "sup"):
            parts.append(_beside(node))
        elif node.tag == "-text":
            parts.append(hide(node.text_content or "", ground.because))
        elif node.tag in BLOCKS or node.tag == "br":
            parts.append(" ")
    return "".join(parts)
