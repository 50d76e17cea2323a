"""Rows, columns and sheets that nobody sees are read and marked, in every kind of workbook."""

import zipfile
from pathlib import Path

import pytest

from indexer.chunking import chunk_document
from indexer.documents import BlockKind, HiddenBecause, ParsedDocument
from indexer.parsing import ods, spreadsheet
from indexer.parsing.binary_sheets import comments_in_records, unseen_in_records
from indexer.parsing.old_container import has_endless_chain
from indexer.parsing.old_sheets import sheets_in
from indexer.parsing.ooxml import OfficeFile
from indexer.parsing.sheet_extents import MOST_RECTANGLE
from indexer.parsing.sheet_hidden import Unseen, unseen_in
from tests.fakes import HashEmbedder
from tests.indexer.test_parsing_odf import cell, row
from tests.indexer.test_parsing_odf import written as written_odf
from tests.indexer.test_parsing_spreadsheet import LINKS, MAIN, links


def hidden(document: ParsedDocument) -> list[str]:
    page = document.pages[0]
    assert {each.because for each in page.hidden} <= {HiddenBecause.INVISIBLE}
    return [page.text[each.span.start : each.span.end] for each in page.hidden]


def xlsx(tmp_path: Path, sheet: str) -> ParsedDocument:
    path = tmp_path / "book.xlsx"
    listed = '<sheets><sheet name="Q3" sheetId="1" r:id="worksheet1"/></sheets>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_rels/.rels", links(officeDocument="xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", f"<workbook {MAIN} {LINKS}>{listed}</workbook>")
        archive.writestr("xl/_rels/workbook.xml.rels", links(worksheet1="s.xml"))
        archive.writestr("xl/s.xml", f"<worksheet {MAIN}>{sheet}</worksheet>")
    return spreadsheet.parse(path)


def filled(number: int, *texts: str, more: str = "") -> str:
    cells = "".join(
        f'<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for column, text in zip("ABC", texts, strict=False)
    )
    return f'<row r="{number}"{more}>{cells}</row>'


def test_rows_and_columns_that_are_hidden_stand_apart_from_what_is_seen(tmp_path: Path) -> None:
    rows = (
        filled(1, "Tenant", "Margin", "Due"),
        filled(2, "Ana", "9", "May"),
        filled(3, "Bob", "8", "June", more=' hidden="1"'),
        filled(4, "Cyd", "7", "July", more=' hidden="0"'),
    )
    columns = '<cols><col min="2" max="2" width="9" hidden="1"/></cols>'
    document = xlsx(tmp_path, f"{columns}<sheetData>{''.join(rows)}</sheetData>")
    page = document.pages[0]
    assert page.text.split("\n\n")[1:] == [
        "Tenant | Due\nAna | May\nBob | June\nCyd | July",
        "Margin\n9\n8\n7",
    ]
    assert hidden(document) == ["Bob | June", "Margin\n9\n8\n7"]
    assert page.blocks[2].rows is not None
    assert page.blocks[2].rows.label(1, 4) == "Sheet Q3!B1:B4"


def test_a_row_that_is_seen_can_be_quoted_beside_a_hidden_column(tmp_path: Path) -> None:
    rows = filled(1, "Tenant", "Margin", "Due") + filled(2, "Ana", "9", "May")
    columns = '<cols><col min="2" max="2" hidden="true"/></cols>'
    document = xlsx(tmp_path, f"{columns}<sheetData>{rows}</sheetData>")
    (chunk,) = chunk_document(document, "r", HashEmbedder().count_tokens, 256)
    unseen = [each.span for each in chunk.hidden]
    seen = [
        chunk.sentence_text(span)
        for span in chunk.sentences
        if not any(span.overlaps(each) for each in unseen)
    ]
    assert seen == ["Tenant | Due", "Ana | May"]


def test_rows_without_numbers_are_counted_and_wide_ranges_end() -> None:
    assert unseen_in(b'<row/><row hidden="1"/><x:row r="9"/><row hidden = \'true\'/>').rows == {
        1,
        9,
    }
    assert unseen_in(b'<col min="3" max="16384" hidden="1"/>').columns == set(range(2, 16384))
    assert unseen_in(b'<col min="3" max="9999999" hidden="1"/>').columns == set(range(2, 16384))
    assert unseen_in(b'<col hidden="1"/><row r="2"/>') == Unseen()


def test_what_is_hidden_in_an_opendocument_workbook_is_marked_and_comments_are_read(
    tmp_path: Path,
) -> None:
    note = (
        "<office:annotation><dc:creator>Jane</dc:creator><text:p>Ask</text:p>"
        "<text:p>twice.</text:p></office:annotation>"
    )
    ana = f"<table:table-cell><text:p>Ana</text:p>{note}</table:table-cell>"
    rows = (
        row(cell("Tenant"), cell("Margin"), cell("Due")),
        row(ana, cell("9"), cell("May")),
        row(cell("Bob"), cell("8"), cell("June"), more='table:visibility="filter"'),
    )
    unseen = '<table:table-column table:visibility="collapse"/>'
    columns = f"<table:table-column/><table:table-columns>{unseen}</table:table-columns>"
    away = f'<table:table table:name="Old" table:style-name="h">{row(cell("gone"))}</table:table>'
    body = f'<table:table table:name="Q3">{columns}{"".join(rows)}</table:table>{away}'
    style = (
        '<style:style style:name="h" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    document = ods.parse(written_odf(tmp_path, "spreadsheet", body, styles=style))
    page = document.pages[0]
    assert hidden(document) == ["Bob | June", "Margin\n9\n8", "gone"]
    assert "Tenant | Due\nAna | May\nBob | June" in page.text
    notes = [block for block in page.blocks if block.kind is BlockKind.FOOTNOTE]
    assert [page.text[each.span.start : each.span.end] for each in notes] == [
        "Comment by Jane: Ask twice."
    ]
    assert notes[0].label == "Sheet Q3!A2"


def number(value: int, size: int = 4) -> bytes:
    return value.to_bytes(size, "little")


def wide(text: str) -> bytes:
    return number(len(text)) + text.encode("utf-16-le")


def record(kind: int, body: bytes) -> bytes:
    """A record as .xlsb has them: both numbers of seven bits a byte."""
    low, high = kind & 0x7F, kind >> 7
    return bytes([low | 0x80, high] if high else [low]) + bytes([len(body)]) + body


def test_hidden_rows_columns_and_comments_of_a_binary_workbook_are_found(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsb"
    sheet = (
        record(60, number(1) + number(2) + bytes(8) + b"\x03\x00")
        + record(60, number(4) + number(4) + bytes(8) + b"\x02\x00")
        + record(0, number(0) + bytes(13))
        + record(0, number(6) + bytes(7) + b"\x10" + bytes(5))
    )
    place = number(6) + number(6) + number(1) + number(1)
    comments = (
        record(632, wide("Ann"))
        + record(632, wide("tc={7}"))
        + record(635, number(0) + place + bytes(16))
        + record(637, b"\x01" + wide("Why so\nlow?") + number(0))
        + record(635, number(1) + place + bytes(16))
        + record(637, b"\x01" + wide("[Threaded comment]"))
    )
    with zipfile.ZipFile(path, "w") as archive:
        listed = record(156, number(0) + number(1) + wide("worksheet1") + wide("Q3"))
        archive.writestr("xl/workbook.bin", listed)
        archive.writestr("xl/_rels/workbook.bin.rels", links(worksheet1="s.bin"))
        archive.writestr("xl/s.bin", sheet)
        archive.writestr("xl/_rels/s.bin.rels", links(comments="c.bin", threadedComment="t.xml"))
        archive.writestr(
            "xl/t.xml", '<a><threadedComment ref="C3"><text>So low</text></threadedComment></a>'
        )
        archive.writestr("xl/c.bin", comments)
    with OfficeFile(path) as office:
        unseen = unseen_in_records(office, "xl/workbook.bin")
        texts = comments_in_records(office, "xl/workbook.bin")
    assert unseen == {"Q3": Unseen(rows=frozenset({6}), columns=frozenset({1, 2}))}
    assert [(each.text, each.place) for each in texts["Q3"]] == [
        ("Comment by Ann: Why so low?", "!B7"),
        ("Comment: So low", "!C3"),
    ]


def old_record(kind: int, body: bytes) -> bytes:
    return number(kind, 2) + number(len(body), 2) + body


BEGIN, END = old_record(0x809, bytes(16)), old_record(0x0A, b"")


def old_stream(*, is_protected: bool = False) -> bytes:
    """A workbook of 1997 with one sheet, without its cells."""
    text = "Why so low? " * 3
    chart = BEGIN + old_record(0x208, number(9, 2) + bytes(10) + b"\x20" + bytes(3)) + END
    sheet = (
        BEGIN
        + old_record(0x7D, number(1, 2) + number(2, 2) + bytes(4) + b"\x01\x00\x00\x00")
        + old_record(0x208, number(4, 2) + bytes(10) + b"\x40" + bytes(3))
        + old_record(0x208, number(6, 2) + bytes(10) + b"\x20" + bytes(3))
        + old_record(0x5D, number(0x15, 2) + number(0x12, 2) + number(0x19, 2) + number(5, 2))
        + old_record(0x1B6, bytes(10) + number(len(text), 2) + bytes(6))
        + old_record(0x3C, b"\x00" + text[:20].encode())
        + old_record(0x3C, b"\x01" + text[20:].encode("utf-16-le"))
        + old_record(0x3C, bytes(16))
        + chart
        + old_record(
            0x1C, number(6, 2) + number(1, 2) + bytes(2) + number(5, 2) + number(3, 2) + b"\x00Ann"
        )
        + END
    )
    head = BEGIN + (old_record(0x2F, bytes(6)) if is_protected else b"")
    size = len(head) + 4 + 10 + len(END)
    listed = old_record(0x85, number(size) + bytes(2) + b"\x02\x00Q3")
    return head + listed + END + sheet


def test_hidden_rows_columns_and_comments_of_an_old_workbook_are_found() -> None:
    sheet = sheets_in(old_stream())["Q3"]
    assert sheet.unseen == Unseen(rows=frozenset({6}), columns=frozenset({1, 2}))
    assert [(each.text, each.place) for each in sheet.texts] == [
        ("Comment by Ann: Why so low? Why so low? Why so low?", "!B7")
    ]


@pytest.mark.parametrize(
    ("first", "last", "is_sound"), [(0, 90, True), (5, 5, True), (0x8000, 90, False)]
)
def test_a_sheet_whose_first_row_comes_after_its_last_is_damaged(
    first: int, last: int, *, is_sound: bool
) -> None:
    extent = old_record(
        0x200, number(first) + number(last) + number(0, 2) + number(9, 2) + bytes(2)
    )
    whole = old_stream()
    start = whole.index(old_record(0x7D, bytes(12))[:4])
    assert sheets_in(whole[:start] + extent + whole[start:])["Q3"].has_sound_extent is is_sound


def test_cells_that_lie_very_far_apart_are_seen_before_memory_is_taken_for_them() -> None:
    near, far = (old_record(0xFD, number(at, 2) * 2 + bytes(6)) for at in (3, 60_000))
    whole = old_stream()
    start = whole.index(old_record(0x7D, bytes(12))[:4])
    sheet = sheets_in(whole[:start] + near + far + whole[start:])["Q3"]
    assert sheet.extent.places > MOST_RECTANGLE


def test_a_protected_or_broken_old_workbook_tells_nothing_beside_its_cells() -> None:
    assert sheets_in(old_stream(is_protected=True)) == {}
    whole = old_stream()
    for end in range(0, len(whole), 7):
        assert all(len(each.texts) <= 1 for each in sheets_in(whole[:end]).values())


@pytest.mark.parametrize(("after_second", "is_endless"), [(0xFFFFFFFE, False), (1, True)])
def test_sectors_that_lead_back_into_each_other_are_seen(
    after_second: int, *, is_endless: bool
) -> None:
    head = bytearray(512)
    head[30:32] = number(9, 2)
    head[48:52], head[60:64] = number(1), number(0xFFFFFFFE)
    head[76:84] = number(0) + number(0xFFFFFFFF)
    table = number(0xFFFFFFFD) + number(2) + number(after_second)
    data = bytes(head) + table.ljust(512, b"\xff") + bytes(1024)
    assert has_endless_chain(data) is is_endless
    assert not has_endless_chain(data[:300])
