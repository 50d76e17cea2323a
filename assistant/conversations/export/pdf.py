"""A conversation as a PDF on A4, set with reportlab."""

from collections.abc import Iterator
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from assistant.conversations.export import words
from assistant.conversations.export.content import Content, Line, Row, Source, Turn
from assistant.conversations.export.pdf_fonts import Fonts
from assistant.conversations.searching import UNSPACED

_MARGIN = 22 * mm
_GREY, _BLUE, _RULE = HexColor("#606060"), "#2b6cb0", HexColor("#9aa5b1")
_COLUMNS = (0.25, 0.2, 0.55)
"""Widths of a table's columns, as shares of the line."""


def pdf(content: Content) -> bytes:
    """The whole file. Raises NoFont for a letter that no font of this system has."""
    file = BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        title=content.title,
        author="",
        creator="Footnote",
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
    )
    setter = _Setter()
    document.build(
        list(setter.content(content)),
        onFirstPage=setter.number_page,
        onLaterPages=setter.number_page,
    )
    return file.getvalue()


class _Setter:
    """Turns content into what reportlab lays out."""

    def __init__(self) -> None:
        self._fonts = Fonts()

    def content(self, content: Content) -> Iterator[Flowable]:
        yield self._paragraph(self._text(content.title, bold=True), size=18, after=4)
        yield self._paragraph(self._remark(content.remark), size=8.5, after=4)
        for turn in content.turns:
            yield from self._turn(turn)

    def number_page(self, canvas: Canvas, document: SimpleDocTemplate) -> None:
        """At the foot of each page."""
        canvas.setFont(self._fonts.regular.fontName, 8)
        canvas.setFillColor(_GREY)
        canvas.drawCentredString(A4[0] / 2, _MARGIN / 2, str(document.page))

    def _turn(self, turn: Turn) -> Iterator[Flowable]:
        yield Spacer(0, 12)
        yield self._paragraph(self._text(turn.question, bold=True), size=13, keep=True)
        yield self._paragraph(self._remark(turn.remark), size=8.5, after=6)
        for text in filter(None, (turn.stale, turn.message)):
            yield self._paragraph(self._text(text), after=4)
        yield from self._list(turn.lines)
        if turn.rows:
            yield self._table(turn)
        if turn.conflicts:
            yield self._heading(words.CONFLICTS)
            yield from self._list(turn.conflicts)
        if turn.sources:
            yield self._heading(turn.sources_heading)
            for source in turn.sources:
                yield from self._source(source)

    def _list(self, lines: tuple[Line, ...]) -> Iterator[Flowable]:
        for line in lines:
            verdict = self._remark(f" ({line.verdict})") if line.verdict else ""
            yield self._paragraph("• " + self._line(line) + verdict, indent=10, hang=10, after=3)

    def _line(self, line: Line) -> str:
        return self._text(line.text + "".join(f" [{marker}]" for marker in line.markers))

    def _table(self, turn: Turn) -> Flowable:
        heads = [self._paragraph(self._text(head, bold=True), size=9) for head in turn.heads]
        rows = [self._row(row) for row in turn.rows]
        width = A4[0] - 2 * _MARGIN
        table = Table(
            [heads, *rows],
            colWidths=[share * width for share in _COLUMNS],
            repeatRows=1,
            splitInRow=1,
        )
        table.setStyle(
            TableStyle(
                [("GRID", (0, 0), (-1, -1), 0.5, _RULE), ("VALIGN", (0, 0), (-1, -1), "TOP")]
            )
        )
        return table

    def _row(self, row: Row) -> list[Flowable]:
        says = " ".join(self._line(line) for line in row.lines)
        cells = (
            self._text(row.title),
            self._text(row.value),
            says or self._remark(words.SAYS_NOTHING),
        )
        return [self._paragraph(cell, size=9) for cell in cells]

    def _source(self, source: Source) -> Iterator[Flowable]:
        place = self._text(source.place)
        if source.link:
            place = f'<a href={quoteattr(source.link)} color="{_BLUE}">{place}</a>'
        remark = self._remark(f" ({source.remark})") if source.remark else ""
        yield self._paragraph(f"[{source.marker}] {place}{remark}", size=9.5, keep=True)
        yield self._paragraph(self._text(f"“{source.quote}”"), size=9.5, indent=14, after=6)

    def _heading(self, text: str) -> Flowable:
        return self._paragraph(self._text(text, bold=True), before=8, after=3, keep=True)

    def _remark(self, text: str) -> str:
        return f'<font color="#606060">{self._text(text)}</font>'

    def _text(self, text: str, *, bold: bool = False) -> str:
        """As reportlab's markup, in which the text is nothing but text."""
        return "".join(
            f'<font name="{font}">{escape(piece)}</font>'
            for piece, font in self._fonts.runs(text, bold=bold)
        )

    def _paragraph(
        self,
        markup: str,
        *,
        size: float = 10.5,
        before: float = 0,
        after: float = 0,
        indent: float = 0,
        hang: float = 0,
        keep: bool = False,
    ) -> Paragraph:
        style = ParagraphStyle(
            "text",
            fontName=self._fonts.regular.fontName,
            fontSize=size,
            leading=size * 1.4,
            spaceBefore=before,
            spaceAfter=after,
            leftIndent=indent,
            firstLineIndent=-hang,
            keepWithNext=keep,
            wordWrap="CJK" if UNSPACED.search(markup) else None,
        )
        return Paragraph(markup, style)
