"""A conversation as a Word document, written with python-docx."""

import unicodedata
from io import BytesIO

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from assistant.conversations.export import words
from assistant.conversations.export.content import Content, Line, Row, Source, Turn

_GREY = RGBColor(0x60, 0x60, 0x60)
_WIDTHS = (Cm(4), Cm(3), Cm(8.2))
"""Of a table's columns, as wide together as the page's text."""

_LINK = "2B6CB0"


def word(content: Content) -> bytes:
    """The whole file."""
    document = docx.Document()
    document.core_properties.title = content.title[:255]
    document.core_properties.author = document.core_properties.comments = ""
    document.add_heading(content.title, 0)
    _remark(document.add_paragraph(), content.remark)
    for turn in content.turns:
        _add_turn(document, turn)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _add_turn(document: Document, turn: Turn) -> None:
    _direct(document.add_heading(turn.question, 1))
    _remark(document.add_paragraph(), turn.remark)
    if turn.stale:
        document.add_paragraph(turn.stale, style="Intense Quote")
    if turn.message:
        document.add_paragraph(turn.message)
    for line in turn.lines:
        _add_line(document.add_paragraph(style="List Bullet"), line)
    if turn.rows:
        _add_table(document, turn)
    if turn.conflicts:
        document.add_heading(words.CONFLICTS, 2)
        for line in turn.conflicts:
            _add_line(document.add_paragraph(style="List Bullet"), line)
    if turn.sources:
        document.add_heading(turn.sources_heading, 2)
        for source in turn.sources:
            _add_source(document, source)


def _add_line(paragraph: Paragraph, line: Line) -> None:
    paragraph.add_run(line.text)
    for marker in line.markers:
        paragraph.add_run(f" [{marker}]").bold = True
    if line.verdict:
        _remark(paragraph, f" ({line.verdict})")
    _direct(paragraph)


def _add_table(document: Document, turn: Turn) -> None:
    table = document.add_table(rows=1, cols=len(turn.heads), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, turn.heads, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    for row in turn.rows:
        title, value, says = table.add_row().cells
        title.text, value.text = row.title, row.value
        _add_row(says.paragraphs[0], row)
        for cell in (title, value, says):
            _direct(cell.paragraphs[0])
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width  # for LibreOffice; Word looks at the cells
        for cell in column.cells:
            cell.width = width


def _add_row(paragraph: Paragraph, row: Row) -> None:
    for line in row.lines:
        paragraph.add_run(line.text + "".join(f" [{each}]" for each in line.markers) + " ")
    if not row.lines:
        _remark(paragraph, words.SAYS_NOTHING)


def _add_source(document: Document, source: Source) -> None:
    heading = document.add_paragraph()
    heading.paragraph_format.keep_with_next = True
    heading.paragraph_format.space_after = Pt(0)
    heading.add_run(f"[{source.marker}] ").bold = True
    if source.link:
        _add_link(heading, source.place, source.link)
    else:
        heading.add_run(source.place)
    if source.remark:
        _remark(heading, f" ({source.remark})")
    _direct(document.add_paragraph(f"“{source.quote}”", style="Quote"))


def _add_link(paragraph: Paragraph, text: str, target: str) -> None:
    """python-docx reads links but has no call that makes one."""
    link = OxmlElement("w:hyperlink")
    related = paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link.set(qn("r:id"), related)
    run = paragraph.add_run(text)
    run.font.underline = True
    run.font.color.rgb = RGBColor.from_string(_LINK)
    link.append(run._r)  # noqa: SLF001 - moved from the paragraph into the link
    paragraph._p.append(link)  # noqa: SLF001


def _direct(paragraph: Paragraph) -> None:
    """Let a paragraph that begins in Arabic or Hebrew run from right to left."""
    directions = map(unicodedata.bidirectional, paragraph.text)
    if next((each for each in directions if each in ("L", "R", "AL")), "L") == "L":
        return
    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001
    for run in paragraph.runs:
        run.font.rtl = True


def _remark(paragraph: Paragraph, text: str) -> None:
    run = paragraph.add_run(text)
    run.italic = True
    run.font.size = Pt(9)
    run.font.color.rgb = _GREY
