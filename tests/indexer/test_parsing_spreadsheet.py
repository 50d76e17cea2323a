import datetime
import zipfile
from pathlib import Path

import pytest

from indexer.chunking import chunk_document
from indexer.documents import BlockKind, ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing import ooxml, sheets, spreadsheet
from indexer.parsing.building import TextBuilder
from indexer.parsing.sheets import column_name
from indexer.parsing.spreadsheet import Value, cell_text
from tests.fakes import HashEmbedder

OFFICE = "http://schemas.openxmlformats.org"
MAIN = f'xmlns="{OFFICE}/spreadsheetml/2006/main"'
LINKS = f'xmlns:r="{OFFICE}/officeDocument/2006/relationships"'


STYLES = {45000: ' s="1"', 0.05: ' s="2"', 0.125: ' s="3"'}
"""A date, and two kinds of percentages."""


def links(**targets: str) -> str:
    kind = f"{OFFICE}/officeDocument/2006/relationships"
    inner = "".join(
        f'<Relationship Id="{name}" Type="{kind}/{name.rstrip("0123456789")}" Target="{target}"/>'
        for name, target in targets.items()
    )
    return f'<Relationships xmlns="{OFFICE}/package/2006/relationships">{inner}</Relationships>'


def written(tmp_path: Path, more: str = "", **tables: dict[str, str | float]) -> Path:
    """A workbook; for each sheet its cells by their names; dates are figures with a style."""
    path = tmp_path / "book.xlsx"
    entries = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="worksheet{n}"/>'
        for n, name in enumerate(tables, 1)
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_rels/.rels", links(officeDocument="xl/workbook.xml"))
        archive.writestr(
            "xl/workbook.xml", f"<workbook {MAIN} {LINKS}><sheets>{entries}</sheets></workbook>"
        )
        targets = {f"worksheet{n}": f"s{n}.xml" for n in range(1, len(tables) + 1)}
        archive.writestr("xl/_rels/workbook.xml.rels", links(**targets, styles="styles.xml"))
        formats = '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="170"/>'
        archive.writestr(
            "xl/styles.xml",
            f'<styleSheet {MAIN}><numFmts><numFmt numFmtId="170" formatCode="#,##0.0%;[Red]-0.0%"/>'
            f"</numFmts><cellXfs>{formats}</cellXfs></styleSheet>",
        )
        for n, cells in enumerate(tables.values(), 1):
            rows = "".join(cell(name, value) for name, value in cells.items())
            archive.writestr(
                f"xl/s{n}.xml", f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{more}</worksheet>"
            )
    return path


def cell(name: str, value: str | float) -> str:
    row = name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if isinstance(value, str):
        inner = f'<c r="{name}" t="inlineStr"><is><t>{value}</t></is></c>'
    else:
        style = STYLES.get(value, "")
        inner = f'<c r="{name}"{style}><v>{value}</v></c>'
    return f'<row r="{row}">{inner}</row>'


def blocks(document: ParsedDocument) -> list[tuple[BlockKind, str]]:
    page = document.pages[0]
    return [(block.kind, page.text[block.span.start : block.span.end]) for block in page.blocks]


def reason(path: Path) -> ReasonCode:
    with pytest.raises(UnreadableDocument) as caught:
        spreadsheet.parse(path)
    return caught.value.reason.code


def test_each_sheet_stands_under_its_name_with_its_titles_and_tables(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        Q3={"B2": "Rents", "B3": "Tenant", "C3": "Due", "B4": "Ana", "C4": 45000, "B9": "Checked."},
        Empty={},
        Sheet4={"A1": "Year", "A2": 2024.0, "A3": 0.30000000000000004},
    )
    document = spreadsheet.parse(path)
    assert blocks(document) == [
        (BlockKind.HEADING, "Q3"),
        (BlockKind.PARAGRAPH, "Rents"),
        (BlockKind.TABLE, "Tenant | Due\nAna | 2023-03-15"),
        (BlockKind.PARAGRAPH, "Checked."),
        (BlockKind.HEADING, "Sheet4"),
        (BlockKind.TABLE, "Year\n2024\n0.3"),
    ]
    assert (document.pages[0].number, document.warnings) == (None, ())


def test_a_passage_is_named_by_its_cells(tmp_path: Path) -> None:
    cells: dict[str, str | float] = {"B2": "Tenant", "C2": "Rent"}
    for row in range(3, 90):
        cells |= {f"B{row}": f"tenant {row}", f"C{row}": f"{row} euros a month"}
    document = spreadsheet.parse(written(tmp_path, Q3=cells))
    chunks = chunk_document(document, "r", HashEmbedder().count_tokens, 256)
    assert chunks[0].label.startswith("Sheet Q3!B2:C")
    assert chunks[-1].label.endswith(":C89")
    first = chunks[1].label.removeprefix("Sheet Q3!B").split(":")[0]
    assert chunks[1].text.startswith(f"tenant {first} |")
    assert "Tenant Rent" in chunks[1].embedding_text


def test_percentages_are_read_as_they_are_shown(tmp_path: Path) -> None:
    path = written(tmp_path, S={"B2": "Rise", "C2": "Share", "B3": 0.05, "C3": 0.125, "C4": 0.25})
    assert blocks(spreadsheet.parse(path))[1:] == [
        (BlockKind.TABLE, "Rise | Share\n5.00% | 12.5%\n | 0.25")
    ]


def test_a_gap_within_values_does_not_end_a_table_but_a_new_header_does(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        S={"A1": "Year", "B1": "Sum", "A2": 1.0, "B2": 2.0, "A4": 3.0, "B4": 4.0}
        | {"A6": "Name", "B6": "Rank", "A7": "Ana", "B7": 1.0},
    )
    assert [text for _, text in blocks(spreadsheet.parse(path))][1:] == [
        "Year | Sum\n1 | 2\n\n3 | 4",
        "Name | Rank\nAna | 1",
    ]


def test_a_cell_merged_downwards_stands_in_each_row(tmp_path: Path) -> None:
    merged = '<mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells>'
    path = written(tmp_path, merged, S={"A1": "May", "B1": "x", "B2": "y"})
    assert blocks(spreadsheet.parse(path))[1] == (BlockKind.TABLE, "May | x\nMay | y")


def test_a_sheet_that_is_too_large_is_read_in_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "Allowance", lambda: sheets.Allowance(cells=3))
    path = written(tmp_path, S={f"A{row}": "x" for row in range(1, 9)}, T={"A1": "y"})
    document = spreadsheet.parse(path)
    assert blocks(document)[1:] == [(BlockKind.TABLE, "x\nx\nx")]
    assert ["first 3 rows" in warning for warning in document.warnings] == [True, False]
    assert "“T” was not read" in document.warnings[1]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "TRUE"),
        (12.0, "12"),
        (0.1 + 0.2, "0.3"),
        (1234567.89, "1234567.89"),
        (datetime.datetime(2024, 5, 31), "2024-05-31"),
        (datetime.datetime(2024, 5, 31, 9, 30), "2024-05-31 09:30:00"),
        (datetime.time(9, 30), "09:30:00"),
        (" two\nlines ", "two lines"),
    ],
)
def test_values_are_written_as_a_person_writes_them(value: Value, text: str) -> None:
    assert cell_text(value) == text


def test_columns_have_letters() -> None:
    assert [column_name(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_an_empty_sheet_adds_nothing() -> None:
    builder = TextBuilder()
    sheets.add_sheet(builder, "S", [["", ""]], 1, 0)
    assert builder.page().text == ""


def test_bad_files_are_refused_for_the_right_reason(tmp_path: Path) -> None:
    path = written(tmp_path, S={"A1": "x"})
    path.write_bytes(path.read_bytes()[:-60])
    assert reason(path) is ReasonCode.DAMAGED
    path.write_bytes(ooxml.OLD_OFFICE + bytes(3000))
    assert reason(path) is ReasonCode.DAMAGED
    path.write_bytes(ooxml.OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"))
    assert reason(path) is ReasonCode.ENCRYPTED
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_rels/.rels", links(officeDocument="document.xml"))
        archive.writestr("document.xml", "<document/>")
    assert reason(path) is ReasonCode.WRONG_FORMAT


def test_the_parts_of_a_binary_workbook_are_not_taken_for_xml(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsb"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_rels/.rels", links(officeDocument="xl/workbook.bin"))
        archive.writestr("xl/workbook.bin", b"\x83\x01\x00")
    with pytest.raises(UnreadableDocument) as caught:
        spreadsheet.parse(path)
    assert "bin:" not in caught.value.reason.detail


@pytest.mark.corpora
def test_an_old_workbook_is_read(corpora: Path) -> None:
    (path,) = (corpora / "parse").rglob("legacy_sample.xls")
    document = spreadsheet.parse(path)
    assert document.media_type == "application/vnd.ms-excel"
    assert "Year | Freshwater Ducks\n2019 | 120\n" in document.pages[0].text


class PanicException(BaseException):
    """Named as the one that Rust code raises, which cannot be imported."""


@pytest.mark.parametrize(
    ("error", "expected"),
    [(PanicException("range end"), UnreadableDocument), (KeyboardInterrupt(), KeyboardInterrupt)],
)
def test_a_panic_of_the_library_is_a_damaged_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    expected: type[BaseException],
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(spreadsheet, "_read", fail)
    with pytest.raises(expected):
        spreadsheet.parse(written(tmp_path, S={"A1": "x"}))
