import zipfile
from pathlib import Path

import pytest

from indexer.chunking import chunk_document
from indexer.documents import BlockKind, ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing import odp, ods, odt, sheets
from tests.fakes import HashEmbedder

NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:"
PREFIXES = {
    **{name: f"{NAMESPACE}{name}:1.0" for name in ("office", "style", "text", "table")},
    "draw": f"{NAMESPACE}drawing:1.0",
    "presentation": f"{NAMESPACE}presentation:1.0",
    "svg": f"{NAMESPACE}svg-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "manifest": f"{NAMESPACE}manifest:1.0",
}
NAMES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in PREFIXES.items())
META = """<office:document-meta {}><office:meta><dc:title>{}</dc:title></office:meta>
  </office:document-meta>"""


def written(
    tmp_path: Path, kind: str, body: str, *, styles: str = "", manifest: str = "", title: str = ""
) -> Path:
    """A minimal OpenDocument file around the XML of a body."""
    path = tmp_path / "file.odf"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "content.xml",
            f"<office:document-content {NAMES}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}>"
            "</office:body></office:document-content>",
        )
        archive.writestr(
            "META-INF/manifest.xml", f"<manifest:manifest {NAMES}>{manifest}</manifest:manifest>"
        )
        archive.writestr("meta.xml", META.format(NAMES, title))
    return path


def blocks(document: ParsedDocument, page: int = 0) -> list[tuple[BlockKind, int, str]]:
    found = document.pages[page]
    return [
        (block.kind, block.level, found.text[block.span.start : block.span.end])
        for block in found.blocks
    ]


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def test_a_text_comes_in_its_order_with_lists_tables_and_notes(tmp_path: Path) -> None:
    styles = """<style:style style:name="P1" style:parent-style-name="Title"/>
      <text:list-style style:name="L"><text:list-level-style-number text:level="1"
      style:num-format="a" style:num-suffix=")" text:start-value="2"/>
      <text:list-level-style-bullet text:level="2"/></text:list-style>"""
    note = """<text:note><text:note-citation>1</text:note-citation><text:note-body>
      <text:p>See annex.</text:p></text:note-body></text:note>"""
    body = f"""<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>
      <text:p text:style-name="P1">The lease</text:p>
      <text:h text:outline-level="2">Rent</text:h>
      <text:section><text:p>It  is<text:s text:c="2"/>due<text:tab/>monthly{note}
        .<office:annotation><text:p>Really?</text:p></office:annotation></text:p></text:section>
      <text:list text:style-name="L"><text:list-item><text:p>milk</text:p>
        <text:list><text:list-item><text:p>fresh</text:p></text:list-item></text:list>
      </text:list-item><text:list-item><text:p>bread</text:p></text:list-item></text:list>
      <table:table>{row(cell("May", 'table:number-rows-spanned="2"'), cell("1"))}
        {row("<table:covered-table-cell/>", cell("2"))}</table:table>
      <text:p><draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box></draw:frame>
      </text:p>"""
    document = odt.parse(written(tmp_path, "text", body, styles=styles))
    assert blocks(document) == [
        (BlockKind.HEADING, 1, "The lease"),
        (BlockKind.HEADING, 2, "Rent"),
        (BlockKind.PARAGRAPH, 0, "It is  due\tmonthly[1] ."),
        (BlockKind.LIST_ITEM, 0, "b) milk"),
        (BlockKind.LIST_ITEM, 0, "• fresh"),
        (BlockKind.LIST_ITEM, 0, "c) bread"),
        (BlockKind.TABLE, 0, "May | 1\nMay | 2"),
        (BlockKind.PARAGRAPH, 0, "In a box."),
        (BlockKind.FOOTNOTE, 0, "[1] See annex."),
        (BlockKind.FOOTNOTE, 0, "Comment: Really?"),
    ]
    assert document.title == "The lease"
    assert document.pages[0].number is None


def test_the_title_of_the_properties_comes_first(tmp_path: Path) -> None:
    path = written(tmp_path, "text", "<text:h>Rent</text:h>", title="The lease")
    assert odt.parse(path).title == "The lease"


def test_sheets_keep_what_their_cells_show_and_where_they_stand(tmp_path: Path) -> None:
    date = cell("31/5", 'office:date-value="2024-05-31T00:00:00"')
    share = cell("5 %", 'office:value="0.05"')
    empty = "<table:table-cell/>"
    table = (
        row(empty, cell("Rents")),
        row(empty, more='table:number-rows-repeated="3"'),
        row(empty, cell("Tenant"), cell("Due"), cell("Rise")),
        row(empty, cell("Ana"), date, share),
        row(empty, cell("Bo"), date, share, more='table:number-rows-repeated="2"'),
        row(empty, more='table:number-rows-repeated="1048000"'),
    )
    body = f'<table:table table:name="Q3">{"".join(table)}</table:table>'
    document = ods.parse(written(tmp_path, "spreadsheet", body))
    rows = "Tenant | Due | Rise\nAna | 2024-05-31 | 5 %" + "\nBo | 2024-05-31 | 5 %" * 2
    assert blocks(document) == [
        (BlockKind.HEADING, 1, "Q3"),
        (BlockKind.PARAGRAPH, 0, "Rents"),
        (BlockKind.TABLE, 0, rows),
    ]
    (chunk,) = chunk_document(document, "r", HashEmbedder().count_tokens, 256)
    assert (chunk.label, document.warnings) == ("Sheet Q3!B1:D8", ())


def test_a_sheet_that_is_too_large_is_read_in_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ods, "Allowance", lambda: sheets.Allowance(cells=3))
    table = row(cell("x"), more='table:number-rows-repeated="90000000"')
    body = f'<table:table table:name="S">{table}</table:table>'
    document = ods.parse(written(tmp_path, "spreadsheet", body))
    assert blocks(document)[1:] == [(BlockKind.TABLE, 0, "x\nx\nx")]
    assert "first 3 rows" in document.warnings[0]


def test_slides_are_pages_read_from_top_to_bottom(tmp_path: Path) -> None:
    def frame(text: str, top: str, kind: str = "") -> str:
        return (
            f'<draw:frame svg:x="1cm" svg:y="{top}" presentation:class="{kind}">'
            f"<draw:text-box><text:p>{text}</text:p></draw:text-box></draw:frame>"
        )

    shape = """<draw:custom-shape draw:transform="rotate (0) translate (2cm 30mm)">
      <text:p>moved</text:p></draw:custom-shape>"""
    notes = f"<presentation:notes>{frame('Say hello.', '9cm', 'notes')}</presentation:notes>"
    first = frame("below", "3in") + f"<draw:g>{shape}</draw:g>" + frame("Title", "5cm", "title")
    footer = frame("7", "1cm", "page-number")
    body = f"<draw:page>{first}{footer}{notes}</draw:page><draw:page/>"
    document = odp.parse(written(tmp_path, "presentation", body))
    assert blocks(document) == [
        (BlockKind.HEADING, 1, "Title"),
        (BlockKind.PARAGRAPH, 0, "moved"),
        (BlockKind.PARAGRAPH, 0, "below"),
        (BlockKind.FOOTNOTE, 0, "Notes: Say hello."),
    ]
    assert [page.number for page in document.pages] == [1, 2]
    assert document.pages[0].blocks[0].label == "Slide 1"
    assert document.title == "Title"


@pytest.mark.parametrize("parser", [odt, ods, odp])
def test_bad_files_are_refused_for_the_right_reason(tmp_path: Path, parser: object) -> None:
    def reason(path: Path) -> ReasonCode:
        with pytest.raises(UnreadableDocument) as caught:
            parser.parse(path)  # type: ignore[attr-defined]
        return caught.value.reason.code

    assert reason(written(tmp_path, "drawing", "")) is ReasonCode.WRONG_FORMAT
    assert reason(written(tmp_path, "text", "<text:p>")) is ReasonCode.DAMAGED
    locked = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    path = written(tmp_path, "text", "", manifest=locked)
    assert reason(path) is ReasonCode.ENCRYPTED
    path.write_bytes(path.read_bytes()[:-60])
    assert reason(path) is ReasonCode.DAMAGED


def test_a_hidden_slide_is_read_and_marked_and_comments_on_slides_are_read(tmp_path: Path) -> None:
    style = (
        '<style:style style:name="away" style:family="drawing-page"><style:drawing-page-properties '
        'presentation:visibility="hidden"/></style:style>'
    )
    box = "<draw:frame><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>"
    note = "<office:annotation><dc:creator>Jo</dc:creator><text:p>Why?</text:p></office:annotation>"
    body = (
        f"<draw:page>{box.format('Seen')}{note}</draw:page>"
        f'<draw:page draw:style-name="away">{box.format("Unseen")}</draw:page>'
    )
    pages = odp.parse(written(tmp_path, "presentation", body, styles=style)).pages
    assert [page.text for page in pages] == ["Seen\n\nComment by Jo: Why?", "Unseen"]
    assert [[len(each.span) for each in page.hidden] for page in pages] == [[], [6]]


def test_heads_and_feet_of_pages_are_read_once(tmp_path: Path) -> None:
    path = written(tmp_path, "text", "<text:p>Dear Ann</text:p>")
    head = "<text:p>Oak &amp; Sons</text:p>"
    pages = (
        f"<style:master-page><style:header>{head}</style:header></style:master-page>"
        f"<style:master-page><style:header-first>{head}</style:header-first>"
        "<style:footer><text:p>Seite <text:page-number>3</text:page-number></text:p>"
        "</style:footer></style:master-page>"
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(
            "styles.xml",
            f"<office:document-styles {NAMES}><office:master-styles>{pages}</office:master-styles>"
            "</office:document-styles>",
        )
    assert [text for _, _, text in blocks(odt.parse(path))] == [
        "Dear Ann",
        "Page header: Oak & Sons",
    ]
