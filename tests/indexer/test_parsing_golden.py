"""Every format that can be read says where its words stand, as a citation will show it."""

import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.chunking import chunk_document
from indexer.parsing.registry import FORMATS, parse_file
from tests.fakes import HashEmbedder
from tests.indexer.pdf_making import paragraph, write_pdf

WORDS = "The deposit is 900 euros."
ODF = 'xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:draw="d" xmlns:presentation="p"'
OOXML = 'xmlns:w="w" xmlns:p="p" xmlns:a="a" xmlns:r="r"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIL = f"Subject: Lease\n\nDear Ann,\n\n{WORDS}\n"
ELSEWHERE = {
    "doc": "test_parsing_legacy_office.py",
    "ppt": "test_parsing_legacy_office.py",
    "msg": "test_parsing_msg.py",
    "picture": "test_parsing_pictures.py",
}
"""Formats whose smallest file takes a program or a model, and the tests that read one."""


def zipped(path: Path, members: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def links(**targets: str) -> str:
    inner = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{inner}</Relationships>'


def odf(path: Path, body: str) -> None:
    content = f"<office:document-content {ODF}><office:body>{body}</office:body>"
    zipped(path, {"content.xml": f"{content}</office:document-content>"})


def write_docx(path: Path) -> None:
    heading = '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>Rent</w:t></w:r></w:p>'
    body = f"<w:body>{heading}<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p></w:body>"
    zipped(path, {"word/document.xml": f"<w:document {OOXML}>{body}</w:document>"})


def write_pptx(path: Path) -> None:
    text = f"<p:txBody><a:p><a:r><a:t>{WORDS}</a:t></a:r></a:p></p:txBody>"
    slides = '<p:sldIdLst><p:sldId r:id="slide"/></p:sldIdLst>'
    zipped(
        path,
        {
            "ppt/presentation.xml": f"<p:presentation {OOXML}>{slides}</p:presentation>",
            "ppt/_rels/presentation.xml.rels": links(slide="s.xml"),
            "ppt/s.xml": f"<p:sld {OOXML}><p:cSld><p:spTree><p:sp>{text}</p:sp></p:spTree>"
            "</p:cSld></p:sld>",
        },
    )


def write_xlsx(path: Path) -> None:
    cells = "".join(
        f'<row r="{row}"><c r="B{row}" t="inlineStr"><is><t>{text}</t></is></c>'
        f'<c r="C{row}"><v>{row}</v></c></row>'
        for row, text in ((3, "Item"), (4, WORDS))
    )
    listed = '<sheets><sheet name="Q3" sheetId="1" r:id="worksheet"/></sheets>'
    zipped(
        path,
        {
            "_rels/.rels": links(officeDocument="xl/workbook.xml"),
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}">{listed}</workbook>',
            "xl/_rels/workbook.xml.rels": links(worksheet="s.xml"),
            "xl/s.xml": f'<worksheet xmlns="{SHEET}"><sheetData>{cells}</sheetData></worksheet>',
        },
    )


def write_odt(path: Path) -> None:
    heading = '<text:h text:outline-level="1">Rent</text:h>'
    odf(path, f"<office:text>{heading}<text:p>{WORDS}</text:p></office:text>")


def write_ods(path: Path) -> None:
    cells = "".join(
        f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in (WORDS, "2")
    )
    rows = f"<table:table-row>{cells}</table:table-row>"
    table = f'<table:table table:name="Q3">{rows}</table:table>'
    odf(path, f"<office:spreadsheet>{table}</office:spreadsheet>")


def write_odp(path: Path) -> None:
    box = f"<draw:frame><draw:text-box><text:p>{WORDS}</text:p></draw:text-box></draw:frame>"
    page = f"<draw:page>{box}</draw:page>"
    odf(path, f"<office:presentation><draw:page/>{page}</office:presentation>")


def write_epub(path: Path) -> None:
    item = '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
    container = '<c><rootfiles><rootfile full-path="c.opf"/></rootfiles></c>'
    package = f'<p><manifest>{item}</manifest><spine><itemref idref="a"/></spine></p>'
    chapter = f"<html><body><h1>The lease</h1><p>{WORDS}</p></body></html>"
    members = {"META-INF/container.xml": container, "c.opf": package, "a.xhtml": chapter}
    zipped(path, members)


def write_two_pages(path: Path) -> None:
    write_pdf(path, [paragraph("The lease", 700), paragraph(WORDS, 700)])


def write_zip(path: Path) -> None:
    zipped(path, {"lease/rent.txt": WORDS})


def write_tar(path: Path) -> None:
    with tarfile.open(path, "w") as archive:
        entry = tarfile.TarInfo("lease/rent.txt")
        entry.size = len(WORDS)
        archive.addfile(entry, io.BytesIO(WORDS.encode()))


def text(content: str) -> Callable[[Path], None]:
    """What writes these characters."""

    def write(path: Path) -> None:
        path.write_text(content, encoding="utf-8")

    return write


NOTEBOOK = json.dumps({"cells": [{"cell_type": "markdown", "source": ["# Rent\n\n", WORDS]}]})
LONG = f"{WORDS} " * 12
RECORDS = json.dumps([*({"id": n, "about": "x" * 300} for n in range(9)), {"rent": WORDS}])
RTF = rf"{{\rtf1 {{\outlinelevel0 Rent\par}}\pard {WORDS}\par}}"
CALENDAR = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nSUMMARY:Visit\\, 3\n  p.m.\n"
    f"DESCRIPTION:{WORDS}\nEND:VEVENT\nEND:VCALENDAR\n"
)
MAILBOX = f"From a@b Thu Jan  1 10:00:00 2026\n{MAIL}"
GOLDEN: dict[str, tuple[str, Callable[[Path], None], int | None, str]] = {
    "pdf": (".pdf", write_two_pages, 2, ""),
    "docx": (".docx", write_docx, None, "§ Rent"),
    "pptx": (".pptx", write_pptx, 1, "Slide 1"),
    "spreadsheet": (".xlsx", write_xlsx, None, "Sheet Q3!B4:C4"),
    "odt": (".odt", write_odt, None, "§ Rent"),
    "ods": (".ods", write_ods, None, "Sheet Q3!A1:B1"),
    "odp": (".odp", write_odp, 2, "Slide 2"),
    "rtf": (".rtf", text(RTF), None, "§ Rent"),
    "epub": (".epub", write_epub, None, "The lease"),
    "table": (".csv", text(f"item,count\nkey,2\n{WORDS},1\n"), None, "row 3"),
    "markdown": (".md", text(f"# Rent\n\n{WORDS}\n"), None, "§ Rent"),
    "html": (".html", text(f"<h1>Rent</h1><p>{WORDS}</p>"), None, "§ Rent"),
    "rst": (".rst", text(f"Rent\n====\n\n{WORDS}\n"), None, "§ Rent"),
    "asciidoc": (".adoc", text(f"= Lease\n\n== Rent\n\n{WORDS}\n"), None, "§ Rent"),
    "eml": (".eml", text(MAIL), None, "message body"),
    "calendar": (".ics", text(CALENDAR), None, "Visit, 3 p.m."),
    "mbox": (".mbox", text(MAILBOX), None, "message 1 of 1: Lease"),
    "zip": (".zip", write_zip, None, "in golden.zip: lease/rent.txt"),
    "tar": (".tar", write_tar, None, "in golden.tar: lease/rent.txt"),
    "json": (".json", text(RECORDS), None, "$[9]"),
    "notebook": (".ipynb", text(NOTEBOOK), None, "cell 1"),
    "xml": (".xml", text(f"<a><b>{'x' * 2000}</b><c>{LONG}</c></a>"), None, "/a/c"),
    "yaml": (".yaml", text(f"a: {'x' * 2000}\nrent: {LONG}\n"), None, "$.rent"),
    "settings": (".toml", text(f'[rent]\nabout = "{WORDS}"\n'), None, "rent"),
    "code": (".py", text(f'def rent():\n    """{WORDS}"""\n'), None, "rent"),
    "text": (".txt", text(f"One line.\n\n{WORDS}\n"), None, "line 3"),
}


def test_no_format_is_without_a_golden_file() -> None:
    assert {known.name for known in FORMATS} == GOLDEN.keys() | ELSEWHERE.keys()
    folder = Path(__file__).parent
    assert all((folder / name).is_file() for name in ELSEWHERE.values())


@pytest.mark.parametrize("name", GOLDEN)
def test_a_passage_says_where_it_stands(tmp_path: Path, name: str) -> None:
    suffix, write, page, label = GOLDEN[name]
    path = tmp_path / f"golden{suffix}"
    write(path)
    document = parse_file(path)
    chunks = chunk_document(document, "revision", HashEmbedder().count_tokens, 256)
    chunk = next(chunk for chunk in chunks if WORDS in chunk.text)
    pages = {page.number: page.text for page in document.pages}
    assert chunk.page == page
    assert pages[page][chunk.span.start : chunk.span.end] == chunk.text
    places = [chunk.label, *chunk.sentence_labels]
    assert any(label in place for place in places), places
