import zipfile
from pathlib import Path

import docx as writer
import pytest

from indexer.documents import BlockKind, ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing import docx, ooxml

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def blocks(document: ParsedDocument) -> list[tuple[BlockKind, int, str]]:
    page = document.pages[0]
    return [
        (block.kind, block.level, page.text[block.span.start : block.span.end])
        for block in page.blocks
    ]


def written(tmp_path: Path, body: str, **parts: str) -> Path:
    """A minimal Word file around the XML of a body; further parts by name."""
    path = tmp_path / "hand.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>"
        )
        relations = "".join(
            f'<Relationship Type="http://x/{name}" Target="{name}.xml"/>' for name in parts
        )
        archive.writestr(
            "word/_rels/document.xml.rels", f"<Relationships>{relations}</Relationships>"
        )
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return path


def reason(path: Path) -> ReasonCode:
    with pytest.raises(UnreadableDocument) as caught:
        docx.parse(path)
    return caught.value.reason.code


def test_a_document_comes_in_its_order_with_tables_in_place(tmp_path: Path) -> None:
    document = writer.Document()
    document.core_properties.title = "The lease"
    document.add_heading("Rent", 1)
    document.add_paragraph("It is due\tmonthly.\nAlways.")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["Year", "Rent", "2024", "900"], strict=True):
        cell.text = text
    document.add_heading("Notice", 2)
    document.add_paragraph("milk", style="List Bullet")
    document.add_paragraph("bread", style="List Bullet")
    document.sections[0].header.paragraphs[0].text = "Running head"
    path = tmp_path / "lease.docx"
    document.save(str(path))
    result = docx.parse(path)
    assert blocks(result) == [
        (BlockKind.HEADING, 1, "Rent"),
        (BlockKind.PARAGRAPH, 0, "It is due\tmonthly.\nAlways."),
        (BlockKind.TABLE, 0, "Year | Rent\n2024 | 900"),
        (BlockKind.HEADING, 2, "Notice"),
        (BlockKind.LIST_ITEM, 0, "• milk"),
        (BlockKind.LIST_ITEM, 0, "• bread"),
        (BlockKind.FOOTNOTE, 0, "Page header: Running head"),
    ]
    assert result.title == "The lease"
    assert (result.pages[0].number, result.warnings) == (None, ())


def test_a_title_that_a_program_filled_in_is_not_used(tmp_path: Path) -> None:
    document = writer.Document()
    document.core_properties.title = "Microsoft Word - Document1"
    document.add_heading("Rent", 1)
    path = tmp_path / "lease.docx"
    document.save(str(path))
    assert docx.parse(path).title == "Rent"


def test_changes_are_read_as_accepted_and_hidden_text_is_left_out(tmp_path: Path) -> None:
    body = """<w:p><w:r><w:t>The rent is </w:t></w:r>
      <w:del><w:r><w:delText>800</w:delText></w:r></w:del><w:ins><w:r><w:t>900</w:t></w:r></w:ins>
      <w:r><w:rPr><w:vanish/></w:rPr><w:t> secret</w:t></w:r>
      <w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> euros.</w:t></w:r></w:p>
      <w:sdt><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p></w:sdtContent></w:sdt>"""
    text = docx.parse(written(tmp_path, body)).pages[0].text
    assert text == "The rent is 900 euros.\n\nIn a control."


def test_text_boxes_and_footnotes_are_kept_apart(tmp_path: Path) -> None:
    body = """<w:p><w:r><w:t>Words</w:t><w:footnoteReference w:id="2"/></w:r><w:r><w:pict>
      <w:txbxContent><w:p><w:r>
      <w:t>In a box.</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"""
    notes = f"""<w:footnotes {W}><w:footnote w:type="separator" w:id="0"/><w:footnote w:id="2">
      <w:p><w:r><w:t>See annex.</w:t></w:r></w:p></w:footnote></w:footnotes>"""
    assert blocks(docx.parse(written(tmp_path, body, footnotes=notes))) == [
        (BlockKind.PARAGRAPH, 0, "Words[2]"),
        (BlockKind.PARAGRAPH, 0, "In a box."),
        (BlockKind.FOOTNOTE, 0, "[2] See annex."),
    ]


def test_heads_and_feet_of_pages_are_read_once_without_page_numbers(tmp_path: Path) -> None:
    document = writer.Document()
    document.add_paragraph("Dear Ann")
    for number in range(3):
        section = document.sections[0] if not number else document.add_section()
        section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
        section.header.paragraphs[0].text = "Oak & Sons, High Street 5"
        section.footer.paragraphs[0].text = f"Page {number} of 3"
    path = tmp_path / "letter.docx"
    document.save(str(path))
    assert blocks(docx.parse(path)) == [
        (BlockKind.PARAGRAPH, 0, "Dear Ann"),
        (BlockKind.FOOTNOTE, 0, "Page header: Oak & Sons, High Street 5"),
    ]


def test_a_cell_merged_downwards_stands_in_each_row(tmp_path: Path) -> None:
    def cell(text: str, merge: str = "") -> str:
        return f"<w:tc><w:tcPr>{merge}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    first = cell("May", '<w:vMerge w:val="restart"/>') + cell("1") + cell("x")
    second = cell("", "<w:vMerge/>") + cell("2") + cell("")
    body = f"<w:tbl><w:tr>{first}</w:tr><w:tr>{second}</w:tr></w:tbl>"
    assert docx.parse(written(tmp_path, body)).pages[0].text == "May | 1 | x\nMay | 2"


def test_a_frame_of_one_column_is_read_as_paragraphs(tmp_path: Path) -> None:
    row = f"<w:tr><w:tc>{paragraph('In a frame.')}{paragraph('Twice.')}</w:tc></w:tr>"
    wrapped = f"<w:tbl><w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt></w:tbl><w:tbl/>"
    assert [kind for kind, _, _ in blocks(docx.parse(written(tmp_path, wrapped)))] == [
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
    ]


STYLES = f"""<w:styles {W}>
  <w:style w:styleId="t"><w:name w:val="Title"/></w:style>
  <w:style w:styleId="a"><w:name w:val="Überschrift 2"/></w:style>
  <w:style w:styleId="b"><w:name w:val="Own"/><w:basedOn w:val="c"/></w:style>
  <w:style w:styleId="c"><w:name w:val="Base"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
  </w:styles>"""
NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="7">
  <w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
  <w:lvl w:ilvl="2"><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%3)"/></w:lvl></w:abstractNum>
  <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""


def paragraph(text: str, style: str = "", level: int | None = None) -> str:
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    properties = f'<w:pStyle w:val="{style}"/>{number if level is not None else ""}'
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_headings_are_known_by_localised_names_and_outline_levels(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        paragraph("L", "t") + paragraph("Miete", "a") + paragraph("Own", "b"),
        styles=STYLES,
    )
    assert blocks(docx.parse(path)) == [
        (BlockKind.HEADING, 1, "L"),
        (BlockKind.HEADING, 2, "Miete"),
        (BlockKind.HEADING, 3, "Own"),
    ]


def test_numbered_paragraphs_show_the_numbers_that_word_prints(tmp_path: Path) -> None:
    levels = [0, 1, 1, 2, 0, 1]
    path = written(
        tmp_path, "".join(paragraph("x", level=level) for level in levels), numbering=NUMBERING
    )
    texts = [text for _, _, text in blocks(docx.parse(path))]
    assert texts == ["3. x", "3.a) x", "3.b) x", "(i) x", "4. x", "4.a) x"]


def test_bad_files_are_refused_for_the_right_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = written(tmp_path, paragraph("x"))
    cut = tmp_path / "cut.docx"
    cut.write_bytes(good.read_bytes()[:-60])
    assert reason(cut) is ReasonCode.DAMAGED
    assert reason(written(tmp_path, "<w:p>")) is ReasonCode.DAMAGED
    old = tmp_path / "old.docx"
    old.write_bytes(ooxml.OLD_OFFICE + b"rest")
    assert reason(old) is ReasonCode.WRONG_FORMAT
    old.write_bytes(ooxml.OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"))
    assert reason(old) is ReasonCode.ENCRYPTED
    other = tmp_path / "other.docx"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.txt", "not a Word document")
    assert reason(other) is ReasonCode.WRONG_FORMAT
    monkeypatch.setattr(ooxml, "MAX_UNPACKED", 10)
    assert reason(written(tmp_path, paragraph("x"))) is ReasonCode.TOO_LARGE


def test_entities_that_multiply_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE x [<!ENTITY e0 "{"a" * 100}">{entities}]>'
            f"<w:document {W}><w:body>&e9;</w:body></w:document>",
        )
    assert reason(path) is ReasonCode.DAMAGED
