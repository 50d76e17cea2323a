"""What stands beside the text of Office files: charts, comments, described pictures, formulas."""

import zipfile
from pathlib import Path

import pytest

from indexer.documents import BlockKind, ParsedDocument
from indexer.parsing.registry import parse_file

NAMES = " ".join(
    f'xmlns:{prefix}="http://x/{prefix}"' for prefix in ("w", "p", "a", "c", "r", "m", "wp", "xdr")
)
CHART = (
    f"<c:chartSpace {NAMES}><c:chart><c:title><a:t>Ducks seen</a:t></c:title><c:ser>"
    '<c:tx><c:pt idx="0"><c:v>Grey</c:v></c:pt></c:tx>'
    '<c:cat><c:pt idx="0"><c:v>2024</c:v></c:pt></c:cat>'
    '<c:val><c:pt idx="0"><c:v>120</c:v></c:pt></c:val></c:ser></c:chart></c:chartSpace>'
)
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def links(**targets: str) -> str:
    """Relations whose identifier is their kind, with a number where there are several."""
    inner = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{name.rstrip("0123456789")}" Target="{target}"/>'
        for name, target in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{inner}</Relationships>'


def zipped(path: Path, members: dict[str, str]) -> ParsedDocument:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return parse_file(path)


def word(folder: Path, body: str, **parts: str) -> list[tuple[BlockKind, str]]:
    members = {
        "_rels/.rels": links(officeDocument="word/document.xml"),
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": links(**{name: f"{name}.xml" for name in parts}),
        **{f"word/{name}.xml": content for name, content in parts.items()},
    }
    return blocks(zipped(folder / "a.docx", members))


def blocks(document: ParsedDocument) -> list[tuple[BlockKind, str]]:
    page = document.pages[0]
    return [(block.kind, page.text[block.span.start : block.span.end]) for block in page.blocks]


def test_a_chart_in_a_text_is_a_table_with_its_title(tmp_path: Path) -> None:
    body = '<w:p><w:r><w:drawing><c:chart r:id="chart"/></w:drawing></w:r></w:p>'
    assert word(tmp_path, body, chart=CHART) == [
        (BlockKind.CAPTION, "Ducks seen"),
        (BlockKind.TABLE, " | Grey\n2024 | 120"),
    ]


@pytest.mark.parametrize(
    ("description", "shown"),
    [
        ("A duck on a lake", ["Picture: A duck on a lake"]),
        ("A duck on a lake\n\nDescription automatically generated", ["Picture: A duck on a lake"]),
        (r"C:\Users\ann\My pictures\duck 1.png", []),
        ("my duck.jpeg", []),
        ("duck", []),
    ],
)
def test_what_somebody_wrote_about_a_picture_is_read(
    tmp_path: Path, description: str, shown: list[str]
) -> None:
    escaped = description.replace("\n", "&#10;")
    body = f'<w:p><w:r><w:drawing><wp:docPr descr="{escaped}"/></w:drawing></w:r></w:p>'
    assert [text for _, text in word(tmp_path, body)] == shown


def test_comments_on_a_text_stand_at_its_end_with_their_authors(tmp_path: Path) -> None:
    comments = (
        f'<w:comments {NAMES}><w:comment w:author="Ann Lee"><w:p><w:r><w:t>Too </w:t></w:r>'
        "<w:r><w:t>short?</w:t></w:r></w:p></w:comment><w:comment><w:p/></w:comment></w:comments>"
    )
    body = "<w:p><w:r><w:t>Two years.</w:t></w:r></w:p>"
    assert word(tmp_path, body, comments=comments) == [
        (BlockKind.PARAGRAPH, "Two years."),
        (BlockKind.FOOTNOTE, "Comment by Ann Lee: Too short?"),
    ]


def run(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        (f"<m:sSup><m:e>{run('r')}</m:e><m:sup>{run('2')}</m:sup></m:sSup>", "r^2"),
        (f"<m:sSub><m:e>{run('x')}</m:e><m:sub>{run('i+1')}</m:sub></m:sSub>", "x_(i+1)"),
        (f"<m:f><m:num>{run('a+b')}</m:num><m:den>{run('2')}</m:den></m:f>", "(a+b)/2"),
        (f"<m:rad><m:radPr/><m:deg/><m:e>{run('b')}</m:e></m:rad>", "√(b)"),
    ],
)
def test_formulas_are_read_as_they_would_be_typed(tmp_path: Path, formula: str, shown: str) -> None:
    ((_, text),) = word(tmp_path, f"<w:p><m:oMath>{formula}</m:oMath></w:p>")
    assert text == shown


@pytest.mark.parametrize("is_newer", [False, True])
def test_comments_on_a_slide_are_read_with_their_authors(tmp_path: Path, *, is_newer: bool) -> None:
    if is_newer:
        comment = (
            '<p:cm authorId="1"><p:txBody><a:p><a:r><a:t>Why?</a:t></a:r></a:p></p:txBody></p:cm>'
        )
        authors = {"authors": '<p:authorLst %s><p:author id="1" name="Ann Lee"/></p:authorLst>'}
    else:
        comment = '<p:cm authorId="1"><p:text>Why?</p:text></p:cm>'
        author = '<p:cmAuthorLst %s><p:cmAuthor id="1" name="Ann Lee"/></p:cmAuthorLst>'
        authors = {"commentAuthors": author}
    slides = '<p:sldIdLst><p:sldId r:id="slide"/></p:sldIdLst>'
    members = {
        "_rels/.rels": links(officeDocument="ppt/presentation.xml"),
        "ppt/presentation.xml": f"<p:presentation {NAMES}>{slides}</p:presentation>",
        "ppt/_rels/presentation.xml.rels": links(
            slide="s.xml", **{name: f"{name}.xml" for name in authors}
        ),
        "ppt/s.xml": f"<p:sld {NAMES}><p:cSld><p:spTree/></p:cSld></p:sld>",
        "ppt/_rels/s.xml.rels": links(comments="c.xml"),
        "ppt/c.xml": f"<p:cmLst {NAMES}>{comment}</p:cmLst>",
        **{f"ppt/{name}.xml": content % NAMES for name, content in authors.items()},
    }
    document = zipped(tmp_path / "a.pptx", members)
    assert blocks(document) == [(BlockKind.FOOTNOTE, "Comment by Ann Lee: Why?")]
    assert document.pages[0].blocks[0].label == "Slide 1"


def workbook(folder: Path, rows: str, **parts: str) -> ParsedDocument:
    listed = '<sheets><sheet name="Ducks" sheetId="1" r:id="worksheet"/></sheets>'
    names = f'xmlns="{SHEETS}" xmlns:r="{OFFICE}"'
    members = {
        "_rels/.rels": links(officeDocument="xl/workbook.xml"),
        "xl/workbook.xml": f"<workbook {names}>{listed}</workbook>",
        "xl/_rels/workbook.xml.rels": links(worksheet="s.xml", person="person.xml"),
        "xl/s.xml": f"<worksheet {names}><sheetData>{rows}</sheetData></worksheet>",
        "xl/_rels/s.xml.rels": links(**{name: f"{name}.xml" for name in parts}),
        "xl/person.xml": '<people><person id="{7}" displayName="Ben Oak"/></people>',
        "xl/_rels/drawing.xml.rels": links(chart="chart.xml"),
        "xl/chart.xml": CHART,
        **{f"xl/{name}.xml": content for name, content in parts.items()},
    }
    return zipped(folder / "a.xlsx", members)


ROW = '<row r="1"><c r="A1"><v>5</v></c></row>'


def test_notes_and_threads_on_cells_are_named_by_their_cell(tmp_path: Path) -> None:
    notes = (
        "<comments><authors><author>Ann Lee</author><author>tc={7}</author></authors><commentList>"
        '<comment ref="B2" authorId="0"><text><r><t>Why five?</t></r></text></comment>'
        '<comment ref="C3" authorId="1"><text><t>[Threaded comment]</t></text></comment>'
        "</commentList></comments>"
    )
    threads = (
        '<ThreadedComments><threadedComment ref="C3" personId="{7}"><text>So low</text>'
        "</threadedComment></ThreadedComments>"
    )
    document = workbook(tmp_path, ROW, comments=notes, threadedComment=threads)
    page = document.pages[0]
    found = {page.text[b.span.start : b.span.end]: b.label for b in page.blocks}
    assert found["Comment by Ann Lee: Why five?"] == "Sheet Ducks!B2"
    assert found["Comment by Ben Oak: So low"] == "Sheet Ducks!C3"
    assert len(found) == 4


@pytest.mark.parametrize("rows", [ROW, ""], ids=["with cells", "without"])
def test_a_chart_on_a_sheet_is_read_even_where_there_are_no_cells(
    tmp_path: Path, rows: str
) -> None:
    drawing = f'<xdr:wsDr {NAMES}><c:chart r:id="chart"/></xdr:wsDr>'
    found = blocks(workbook(tmp_path, rows, drawing=drawing))
    assert found[0] == (BlockKind.HEADING, "Ducks")
    assert found[-2:] == [
        (BlockKind.CAPTION, "Ducks seen"),
        (BlockKind.TABLE, " | Grey\n2024 | 120"),
    ]
    assert sum(kind is BlockKind.HEADING for kind, _ in found) == 1
