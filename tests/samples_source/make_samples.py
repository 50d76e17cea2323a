"""Make the documents of `samples/` from the texts in `content/`, the same bytes every time.

Needs reportlab and python-docx:  python tests/samples_source/make_samples.py
"""

import io
import re
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import docx
from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

HERE = Path(__file__).resolve().parent
CONTENT = HERE / "content"
SAMPLES = HERE.parent.parent / "samples"
FIXED_DATE = datetime(2025, 5, 1, 12, 0, 0)


@dataclass(frozen=True, slots=True)
class Part:
    """A heading (level 1 to 3), a paragraph (level 0) or a table (rows)."""

    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class PdfLook:
    """How a PDF is set."""

    font: str = "Helvetica"
    size: float = 10.5
    columns: int = 1
    running_head: str = ""
    page_word: str = "Page"


PDFS = {
    "lease.md": ("premises/lease-harbour-yard.pdf", PdfLook("Times", 11, 1, "Lease, Unit 7")),
    "mietvertrag.md": (
        "premises/mietvertrag-luebeck.pdf",
        PdfLook("Times", 11, 1, "Mietvertrag Lagerraum Nr. 14", "Seite"),
    ),
    "manual.md": (
        "products/tern-4-manual.pdf",
        PdfLook("Helvetica", 10.5, 1, "Tern 4 user manual"),
    ),
    "amendment.md": ("contracts/supply-agreement-amendment-1.pdf", PdfLook("Times", 11.5)),
    "paper.md": ("research/humidity-sensor-drift.pdf", PdfLook("Times", 10, 2, "Calloway, Raman")),
}
DOCX = {
    "minutes.md": "meetings/minutes-2025-03-12.docx",
    "supply_agreement.md": "contracts/supply-agreement.docx",
}
COPIES = {
    "price_list.html": "products/price-list-2025.html",
    "firmware_notes.md": "products/firmware-notes.md",
    "spare_parts.md": "products/spare-parts.md",
    "mail_damage.txt": "mail/2025-02-03-scratched-housings.txt",
    "mail_reply.txt": "mail/2025-02-05-re-scratched-housings.txt",
    "notebook.txt": "research/field-notebook.txt",
}


def read_parts(text: str) -> Iterator[Part]:
    """The headings, paragraphs and tables of a text in our small Markdown."""
    for block in re.split(r"\n\s*\n", text.strip()):
        if heading := re.match(r"(#+) (.+)", block):
            yield Part(heading[2], level=len(heading[1]))
        elif block.startswith("|"):
            rows = (line.strip().strip("|").split("|") for line in block.splitlines())
            yield Part(rows=tuple(tuple(cell.strip() for cell in row) for row in rows))
        else:
            yield Part(" ".join(block.split()))


def make_pdf(parts: list[Part], target: Path, look: PdfLook) -> None:
    """Set the parts with running heads, page numbers and an outline."""
    document = BaseDocTemplate(
        str(target),
        pagesize=A4,
        title=parts[0].text,
        author="Harrow Weather Instruments",
        invariant=1,
    )
    document.addPageTemplates(PageTemplate(frames=_frames(look), onPage=_furniture(look)))
    document.afterFlowable = _outline(document)
    document.build([flowable for part in parts for flowable in _flowables(part, look)])


def _frames(look: PdfLook) -> list[Frame]:
    width, height = A4
    margin, gutter = 24 * mm, 8 * mm
    column = (width - 2 * margin - (look.columns - 1) * gutter) / look.columns
    return [
        Frame(margin + number * (column + gutter), 25 * mm, column, height - 52 * mm, 0, 0, 0, 0)
        for number in range(look.columns)
    ]


def _furniture(look: PdfLook) -> Callable[[Canvas, BaseDocTemplate], None]:
    def draw(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont(_face(look, bold=False), 8.5)
        canvas.setFillColor(colors.HexColor("#555555"))
        canvas.drawString(24 * mm, A4[1] - 17 * mm, look.running_head)
        canvas.drawRightString(A4[0] - 24 * mm, 14 * mm, f"{look.page_word} {document.page}")

    return draw


def _outline(document: BaseDocTemplate) -> Callable[[Flowable], None]:
    def note(flowable: Flowable) -> None:
        level = getattr(flowable, "outline_level", 0)
        if level:
            title = flowable.getPlainText()
            document.canv.bookmarkPage(title)
            document.canv.addOutlineEntry(title, title, level - 1)

    return note


def _flowables(part: Part, look: PdfLook) -> list[Flowable]:
    if part.rows:
        return [_table(part.rows, look), Spacer(1, 8)]
    if not part.level:
        return [Paragraph(_escaped(part.text), _style(look))]
    heading = Paragraph(_escaped(part.text), _heading_style(look, part.level))
    heading.outline_level = part.level
    return [heading]


def _style(look: PdfLook) -> ParagraphStyle:
    justified = {"alignment": TA_JUSTIFY} if look.columns > 1 else {}
    return ParagraphStyle(
        "body",
        fontName=_face(look, bold=False),
        fontSize=look.size,
        leading=look.size * 1.4,
        spaceAfter=look.size * 0.7,
        **justified,
    )


def _heading_style(look: PdfLook, level: int) -> ParagraphStyle:
    size = look.size * {1: 1.6, 2: 1.25, 3: 1.05}[level]
    return ParagraphStyle(
        f"heading {level}",
        fontName=_face(look, bold=True),
        fontSize=size,
        leading=size * 1.25,
        spaceBefore=size * 0.7,
        spaceAfter=size * 0.5,
        keepWithNext=1,
    )


def _table(rows: tuple[tuple[str, ...], ...], look: PdfLook) -> Table:
    style = ParagraphStyle("cell", fontName=_face(look, bold=False), fontSize=9, leading=12)
    head = ParagraphStyle("head", parent=style, fontName=_face(look, bold=True))
    cells = [
        [Paragraph(_escaped(cell), head if number == 0 else style) for cell in row]
        for number, row in enumerate(rows)
    ]
    table = Table(cells, repeatRows=1, hAlign="LEFT")
    line = (0.5, colors.HexColor("#888888"))
    table.setStyle(
        TableStyle([("GRID", (0, 0), (-1, -1), *line), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    )
    return table


def _face(look: PdfLook, *, bold: bool) -> str:
    if look.font == "Times":
        return "Times-Bold" if bold else "Times-Roman"
    return f"{look.font}-Bold" if bold else look.font


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def make_docx(parts: list[Part], target: Path) -> None:
    """Write the parts with Word's own styles for headings and tables."""
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author = parts[0].text, "Harrow Weather Instruments"
    properties.created = properties.modified = FIXED_DATE
    for part in parts:
        if part.rows:
            _add_table(document, part.rows)
        elif part.level:
            document.add_heading(part.text, level=part.level)
        else:
            document.add_paragraph(part.text)
    buffer = io.BytesIO()
    document.save(buffer)
    _repack(buffer, target)


def _add_table(document: docx.document.Document, rows: tuple[tuple[str, ...], ...]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def _repack(source: io.BytesIO, target: Path) -> None:
    """Write the archive again with a fixed date for every entry."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, FIXED_DATE.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))


def make_all(samples: Path) -> None:
    """Write every sample below that folder."""
    for source, (name, look) in PDFS.items():
        make_pdf(list(read_parts(_content(source))), _place(samples, name), look)
    for source, name in DOCX.items():
        make_docx(list(read_parts(_content(source))), _place(samples, name))
    for source, name in COPIES.items():
        shutil.copyfile(CONTENT / source, _place(samples, name))


def _content(name: str) -> str:
    return (CONTENT / name).read_text(encoding="utf-8")


def _place(samples: Path, name: str) -> Path:
    place = samples / name
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


if __name__ == "__main__":
    make_all(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)
