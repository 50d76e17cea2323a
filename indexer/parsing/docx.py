"""Word documents: paragraphs, lists and tables in their order, footnotes at the end.

Read from the XML itself, whatever edition of the format (transitional, strict, with macros), so
that inserted and deleted text, text boxes and content controls come out as a reader sees them.
"""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from indexer.documents import BlockKind, HiddenBecause, ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing.building import TextBuilder, table_text
from indexer.parsing.docx_styles import Numbering, Styles
from indexer.parsing.hidden_marks import hide, marked
from indexer.parsing.office_charts import LinkedParts, drawing_texts
from indexer.parsing.office_comments import text_comments
from indexer.parsing.office_formulas import FORMULAS, formula_text
from indexer.parsing.ooxml import OfficeFile, attribute, child, local_name
from indexer.parsing.running_heads import KINDS, running_heads

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WRAPPER_NAMES = "sdt sdtContent customXml smartTag ins moveTo AlternateContent Choice hyperlink"
UNSEEN_NAMES = (
    "del moveFrom delText instrText delInstrText Fallback rPr pPr sdtPr tblPr txbxContent rt "
    "docPr cNvPr"
)
WRAPPERS = frozenset(WRAPPER_NAMES.split())
LEFT_OUT = frozenset(UNSEEN_NAMES.split())
CHARACTERS = {
    "tab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
    "ptab": "\t",
}
OFF = frozenset({"0", "false", "off"})
WHITE = "FFFFFF"
SMALLEST_SIZE = 4
"""Half points; what is smaller cannot be read."""
SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def parse(path: Path) -> ParsedDocument:
    """Read a Word document; comments stand at its end, then headers and footers, each once."""
    with OfficeFile(path) as office:
        main = office.related("", "officeDocument") or "word/document.xml"
        root = office.part(main)
        body = child(root, "body")
        if body is None:
            raise UnreadableDocument(ReasonCode.WRONG_FORMAT, "not a Word document")
        reader = _Reader(
            Styles(office.part(office.related(main, "styles"))),
            Numbering(office.part(office.related(main, "numbering"))),
            LinkedParts(office, main),
            is_body=child(root, "background") is None,
        )
        reader.read(body)
        for kind in ("footnotes", "endnotes"):
            reader.read_notes(office.part(office.related(main, kind)))
        for comment in text_comments(office.part(office.related(main, "comments"))):
            reader.builder.add(BlockKind.FOOTNOTE, comment)
        for line in running_heads(_heads(office, main)):
            reader.builder.add(BlockKind.FOOTNOTE, line)
        title = office.title()
    return ParsedDocument(
        media_type=MEDIA_TYPE,
        pages=(reader.builder.page(),),
        title=title or reader.builder.first_heading(),
    )


def _heads(office: OfficeFile, main: str) -> Iterator[tuple[str, str]]:
    """The headers and footers of all sections; one that is damaged is passed over."""
    for link in office.relations(main).values():
        if link.kind not in KINDS:
            continue
        try:
            root = office.part(link.target)
        except UnreadableDocument:  # the text can be read without it
            continue
        paragraphs = root.iter(_name(root, "p")) if root is not None else ()
        yield link.kind, " ".join(_text(paragraph).strip() for paragraph in paragraphs)


class _Reader:
    """Walks the body and collects its blocks."""

    def __init__(
        self, styles: Styles, numbering: Numbering, parts: LinkedParts, *, is_body: bool = False
    ) -> None:
        self.builder = TextBuilder()
        self._is_body = is_body
        self._styles = styles
        self._numbering = numbering
        self._parts = parts

    def read(self, container: Element) -> None:
        """Add the blocks of a body, a text box or a cell."""
        for element in _blocks(container):
            if local_name(element) == "p":
                self._read_paragraph(element)
            else:
                self._read_table(element)

    def read_notes(self, notes: Element | None) -> None:
        """Add footnotes or endnotes, each as a block of its own."""
        for note in notes if notes is not None else ():
            if attribute(note, "type") in SEPARATORS:
                continue
            words = " ".join(_text(paragraph).strip() for paragraph in note.iter(_name(note, "p")))
            if words.strip():
                self.builder.add(BlockKind.FOOTNOTE, f"[{attribute(note, 'id')}] {words.strip()}")

    def _read_paragraph(self, paragraph: Element) -> None:
        text = _text(paragraph, is_white_paper=self._is_white_paper(paragraph)).strip()
        if text:
            self._add_paragraph(paragraph, text)
        is_body, self._is_body = self._is_body, False
        for box in _text_boxes(paragraph):
            self.read(box)
        self._is_body = is_body
        for shown in drawing_texts(paragraph, self._parts):
            self.builder.add(shown.kind, shown.text)

    def _is_white_paper(self, paragraph: Element) -> bool:
        """Whether the paragraph surely stands on white, as it does outside of cells and boxes."""
        return self._is_body and child(paragraph, "pPr", "shd") is None

    def _add_paragraph(self, paragraph: Element, text: str) -> None:
        level = self._styles.heading_level(paragraph)
        list_id, depth = self._styles.numbering(paragraph)
        mark = self._numbering.next_mark(list_id, depth) if list_id else ""
        if mark == "•" and level:
            mark = ""
        text = f"{mark} {text}" if mark else text
        if level:
            self.builder.add(BlockKind.HEADING, " ".join(text.split()), level)
        else:
            self.builder.add(BlockKind.LIST_ITEM if list_id else BlockKind.PARAGRAPH, text)

    def _read_table(self, table: Element) -> None:
        """A table of one column is a frame around paragraphs; others are kept as rows."""
        rows = [list(_cells(row)) for row in _rows(table)]
        if max((len(row) for row in rows), default=0) <= 1:
            is_body, self._is_body = self._is_body, False
            for row in rows:
                for cell in row:
                    self.read(cell)
            self._is_body = is_body
            return
        texts = [[self._cell_text(cell) for cell in row] for row in rows]
        for index, row in enumerate(rows[1:], 1):
            _repeat_merged(row, texts[index], texts[index - 1])
        self.builder.add(BlockKind.TABLE, table_text(texts))

    def _cell_text(self, cell: Element) -> str:
        inner = _Reader(self._styles, self._numbering, self._parts)
        inner.read(cell)
        return marked(inner.builder.page())


def _blocks(container: Element) -> Iterator[Element]:
    """Paragraphs and tables in their order, through content controls and accepted changes."""
    for element in container:
        name = local_name(element)
        if name in ("p", "tbl"):
            yield element
        elif name in WRAPPERS:
            yield from _blocks(element)


def _rows(table: Element) -> Iterator[Element]:
    for element in table:
        name = local_name(element)
        if name == "tr" and child(element, "trPr", "del") is None:
            yield element
        elif name in WRAPPERS:
            yield from _rows(element)


def _cells(row: Element) -> Iterator[Element]:
    for element in row:
        name = local_name(element)
        if name == "tc":
            yield element
        elif name in WRAPPERS:
            yield from _cells(element)


def _repeat_merged(row: list[Element], texts: list[str], above: list[str]) -> None:
    """Fill cells that continue the cell above, so that a row can be read without its neighbours."""
    if len(texts) != len(above):
        return
    for column, cell in enumerate(row):
        merge = child(cell, "tcPr", "vMerge")
        if merge is not None and attribute(merge, "val") != "restart" and not texts[column]:
            texts[column] = above[column]


def _text(element: Element, *, is_white_paper: bool = False) -> str:
    """The words of a paragraph as a reader sees them, changes accepted, hidden text left out.

    What is there to be seen but cannot be, white on white or of no size, is marked.
    """
    name = local_name(element)
    if name == "t":
        return element.text or ""
    if name in CHARACTERS:
        return CHARACTERS[name]
    if name in ("footnoteReference", "endnoteReference"):
        return f"[{attribute(element, 'id')}]"
    if name in FORMULAS:
        return formula_text(element, _text)
    if name in LEFT_OUT or (name == "r" and _is_hidden(element)):
        return ""
    text = "".join(_text(inner, is_white_paper=is_white_paper) for inner in element)
    return hide(text, _unseen(element, is_white_paper=is_white_paper)) if name == "r" else text


def _unseen(run: Element, *, is_white_paper: bool) -> HiddenBecause | None:
    """Why nobody sees the words of a run, if nobody does."""
    look = child(run, "rPr")
    size = attribute(child(look, "sz"), "val")
    if size.isdecimal() and int(size) < SMALLEST_SIZE:
        return HiddenBecause.TINY
    has_ground = child(look, "shd") is not None or child(look, "highlight") is not None
    is_white = attribute(child(look, "color"), "val").upper() == WHITE
    return HiddenBecause.NO_CONTRAST if is_white and is_white_paper and not has_ground else None


def _is_hidden(run: Element) -> bool:
    hidden = child(run, "rPr", "vanish")
    return hidden is not None and attribute(hidden, "val").lower() not in OFF


def _text_boxes(element: Element) -> Iterator[Element]:
    """The outermost text boxes of a paragraph, each once."""
    for inner in element:
        name = local_name(inner)
        if name == "txbxContent":
            yield inner
        elif name not in ("Fallback", "del", "moveFrom"):
            yield from _text_boxes(inner)


def _name(relative: Element, name: str) -> str:
    """A local name in the namespace of another element."""
    namespace = relative.tag.rsplit("}", 1)[0] if "}" in relative.tag else ""
    return f"{namespace}}}{name}" if namespace else name
