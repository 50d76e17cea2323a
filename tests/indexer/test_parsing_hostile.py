"""Files made to hurt whoever opens them: each ends in one honest status, and the child lives on."""

import json
import os
import socket
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.damage import damaged
from indexer.documents import ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.events import FileDone
from indexer.parsing import ooxml
from indexer.parsing.pool import ParserLimits, ParserProcess
from indexer.parsing.registry import parse_file
from tests.indexer.indexing import CountingParser, of, run
from tests.indexer.outliving import outcome
from tests.indexer.pdf_making import paragraph, write_pdf

DEEP = 100_000
CANARY = "quokka-4711"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture(scope="module")
def parser() -> Iterator[ParserProcess]:
    with ParserProcess(ParserLimits(seconds=60)) as process:
        yield process


def zipped(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def relations(kind: str, target: str) -> str:
    link = f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}">{link}</Relationships>'


def docx(path: Path, body: str, before: str = "") -> Path:
    document = f'{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    main = "word/document.xml"
    return zipped(path, {"_rels/.rels": relations("officeDocument", main), main: document})


def xlsx(path: Path, rows: str) -> Path:
    sheet = '<sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets>'
    return zipped(
        path,
        {
            "_rels/.rels": relations("officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}">{sheet}</workbook>',
            "xl/_rels/workbook.xml.rels": relations("worksheet", "s.xml"),
            "xl/s.xml": f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>',
        },
    )


def odt(path: Path, text: str, before: str = "") -> Path:
    body = f"<o:body><o:text>{text}</o:text></o:body>"
    content = f'{before}<o:document-content xmlns:o="o" xmlns:t="t">{body}</o:document-content>'
    return zipped(path, {"content.xml": content})


def epub(path: Path, chapter: str) -> Path:
    item = '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
    return zipped(
        path,
        {
            ooxml_container(): '<c><rootfiles><rootfile full-path="c.opf"/></rootfiles></c>',
            "c.opf": f'<p><manifest>{item}</manifest><spine><itemref idref="a"/></spine></p>',
            "a.xhtml": chapter,
        },
    )


def ooxml_container() -> str:
    return "META-INF/container.xml"


def word_paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
BOMBS = {
    "a billion laughs": (f'<!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]>', "&a11;"),
    "a long word many times": (f'<!DOCTYPE x [<!ENTITY a "{"x" * 100_000}">]>', "&a;" * 50_000),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
@pytest.mark.parametrize("suffix", ["docx", "odt", "xml"])
def test_entities_that_grow_are_not_expanded(
    parser: ParserProcess, tmp_path: Path, bomb: tuple[str, str], suffix: str
) -> None:
    before, text = bomb
    path = tmp_path / f"bomb.{suffix}"
    if suffix == "docx":
        docx(path, word_paragraph(text), before)
    elif suffix == "odt":
        odt(path, f"<t:p>{text}</t:p>", before)
    else:
        path.write_text(f"{before}<a>{text}</a>", encoding="utf-8")
    found = outcome(parser, path)
    if isinstance(found, ParsedDocument):
        assert len(found.pages[0].text) <= path.stat().st_size
    else:
        assert found is ReasonCode.DAMAGED


@pytest.mark.parametrize("suffix", ["docx", "odt", "xml", "html", "epub"])
def test_no_other_file_is_opened_for_an_entity(
    parser: ParserProcess, tmp_path: Path, suffix: str
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(CANARY, encoding="utf-8")
    before = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
    path = tmp_path / f"thief.{suffix}"
    if suffix == "docx":
        docx(path, word_paragraph("before &a; after"), before)
    elif suffix == "odt":
        odt(path, "<t:p>before &a; after</t:p>", before)
    elif suffix == "epub":
        epub(path, f"{before}<html><body><p>before &a; after</p></body></html>")
    else:
        path.write_text(f"{before}<p>before &a; after</p>", encoding="utf-8")
    found = outcome(parser, path)
    assert CANARY not in str(found)


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "odt", "epub"])
def test_a_small_file_that_unpacks_to_a_huge_one_is_not_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    monkeypatch.setattr(ooxml, "LARGEST_XML", 1_000_000)
    monkeypatch.setattr("indexer.parsing.sheet_extents.LARGEST_XML", 1_000_000)
    monkeypatch.setattr("indexer.parsing.epub.LARGEST_CHAPTER", 1_000_000)
    path, spaces = tmp_path / f"bomb.{suffix}", " " * 5_000_000
    make = {
        "docx": lambda: docx(path, word_paragraph(spaces)),
        "xlsx": lambda: xlsx(path, f'<row r="1"><c r="A1"><v>1</v></c>{spaces}</row>'),
        "odt": lambda: odt(path, f"<t:p>{spaces}</t:p>"),
        "epub": lambda: epub(path, f"<html><body><p>{spaces}</p></body></html>"),
    }
    make[suffix]()
    with pytest.raises(UnreadableDocument) as refused:
        parse_file(path)
    assert refused.value.reason.code is ReasonCode.TOO_LARGE


def test_what_all_parts_unpack_to_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ooxml, "MAX_UNPACKED", 1_000_000)
    path = docx(tmp_path / "bomb.docx", word_paragraph(" " * 1_500_000))
    with pytest.raises(UnreadableDocument) as refused:
        parse_file(path)
    assert refused.value.reason.code is ReasonCode.TOO_LARGE


FAR_APART = (
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
)


def test_cells_in_opposite_corners_of_a_sheet_do_not_fill_the_memory(
    parser: ParserProcess, tmp_path: Path
) -> None:
    assert outcome(parser, xlsx(tmp_path / "a.xlsx", FAR_APART)) is ReasonCode.TOO_LARGE


def test_cells_that_are_only_coloured_count_for_nothing(
    parser: ParserProcess, tmp_path: Path
) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    found = outcome(parser, xlsx(tmp_path / "a.xlsx", rows))
    assert isinstance(found, ParsedDocument)
    assert found.pages[0].text == "A\n\n1"


DEEP_FILES = {
    "lists.json": "[" * DEEP + "]" * DEEP,
    "records.json": '{"a":' * 40_000 + "1" + "}" * 40_000,
    "boxes.html": "<div>" * 5000 + "words" + "</div>" * 5000,
    "tables.html": "<table><tr><td>" * 2000 + "words" + "</td></tr></table>" * 2000,
    "elements.xml": "<a>" * 20_000 + "words" + "</a>" * 20_000,
    "groups.rtf": r"{\rtf1 " + "{" * DEEP + "words" + "}" * DEEP + "}",
    "lists.yaml": "[" * DEEP + "]" * DEEP,
    "lists.toml": "a = " + "[" * DEEP + "]" * DEEP,
    "quotes.md": ">" * DEEP + " words",
    "calls.py": "x = " + "(" * DEEP + "1" + ")" * DEEP,
    "cells.ipynb": '{"cells":' + "[" * DEEP + "]" * DEEP + "}",
}


@pytest.mark.parametrize("name", DEEP_FILES)
def test_nesting_without_end_hurts_nobody(parser: ParserProcess, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(DEEP_FILES[name], encoding="utf-8")
    outcome(parser, path)


@pytest.mark.parametrize(
    "body",
    [
        "<w:smartTag>" * DEEP + word_paragraph("words") + "</w:smartTag>" * DEEP,
        "<w:tbl><w:tr><w:tc>" * 20_000 + "</w:tc></w:tr></w:tbl>" * 20_000,
    ],
    ids=["wrappers", "tables"],
)
def test_nesting_without_end_in_an_office_file_hurts_nobody(
    parser: ParserProcess, tmp_path: Path, body: str
) -> None:
    outcome(parser, docx(tmp_path / "deep.docx", body))


def test_mails_within_mails_without_end_hurt_nobody(parser: ParserProcess, tmp_path: Path) -> None:
    mail = "Subject: the innermost\n\nwords"
    for number in range(500):
        mail = f"Subject: {number}\nContent-Type: message/rfc822\n\n{mail}"
    path = tmp_path / "mails.eml"
    path.write_text(mail, encoding="utf-8")
    outcome(parser, path)


@pytest.mark.parametrize("suffix", ["txt", "json", "csv", "md", "xml", "py", "rtf"])
def test_one_line_of_ten_megabytes_is_read(
    parser: ParserProcess, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"line.{suffix}"
    before = {"rtf": b"{\\rtf1 ", "xml": b"<a>", "json": b'["'}.get(suffix, b"")
    after = {"rtf": b"}", "xml": b"</a>", "json": b'"]'}.get(suffix, b"")
    path.write_bytes(before + b"word, " * 1_700_000 + after)
    assert isinstance(outcome(parser, path), ParsedDocument)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files in folders")
def test_what_is_no_file_is_not_waited_for(parser: ParserProcess, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.txt").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket.txt"))
        for name in ("pipe.txt", "link.txt", "socket.txt"):
            assert outcome(parser, tmp_path / name) is ReasonCode.NOT_A_FILE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such names")
@pytest.mark.parametrize("name", ["two\nlines.txt", "x" * 250 + ".txt", "tab\t.txt", "-rf.txt"])
def test_odd_names_are_names(parser: ParserProcess, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("words", encoding="utf-8")
    found = outcome(parser, path)
    assert isinstance(found, ParsedDocument)
    assert found.pages[0].text == "words"


def sound_files(folder: Path) -> Iterator[Path]:
    """One sound file for each kind of container and syntax."""
    yield docx(folder / "a.docx", word_paragraph("Some words") * 50)
    yield xlsx(folder / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>' * 50)
    yield odt(folder / "a.odt", "<t:p>Some words</t:p>" * 50)
    yield epub(folder / "a.epub", f"<html><body>{'<p>Some words</p>' * 50}</body></html>")
    yield zipped(folder / "a.zip", {f"{number}.txt": "Some words" for number in range(20)})
    yield write_pdf(folder / "a.pdf", [paragraph("Some words\nand more", 700)] * 3)
    texts = {
        "a.eml": 'Subject: x\nContent-Type: multipart/mixed; boundary="b"\n\n'
        + "--b\nContent-Type: text/plain\n\nSome words\n" * 20
        + "--b--\n",
        "a.rtf": r"{\rtf1\ansi " + r"{\b Some} words\par " * 50 + "}",
        "a.html": "<table><tr><td>Some</td><td>words</td></tr></table>" * 30,
        "a.json": json.dumps([{"some": ["words", 1.5]}] * 50),
        "a.xml": "<list>" + '<item name="some">words</item>' * 50 + "</list>",
        "a.md": "# Some\n\n* words\n* more\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n" * 20,
        "a.csv": 'Some,words\n1,"two, three"\n' * 50,
        "a.ipynb": json.dumps({"cells": [{"cell_type": "markdown", "source": ["words"]}] * 20}),
        "a.yaml": "some:\n  - words\n  - {more: 1}\n" * 30,
        "a.py": "def some(words):\n    return words\n\n\n" * 30,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
        yield folder / name


def test_damaged_files_of_every_kind_are_read_or_refused(
    parser: ParserProcess, tmp_path: Path
) -> None:
    count = 0
    for path in list(sound_files(tmp_path)):
        assert isinstance(outcome(parser, path), ParsedDocument), path.name
        for variant in damaged(path.read_bytes(), 12):
            path.write_bytes(variant)
            outcome(parser, path)
            count += 1
    assert count == 16 * 12


def test_what_kills_the_parser_is_not_tried_again_until_it_changes(tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    deadly = documents / "deadly.txt"
    deadly.write_text("abort", encoding="utf-8")
    os.utime(deadly, (1_700_000_000, 1_700_000_000))
    with ParserProcess(parse_with="tests.indexer.hostile_parsers:parse") as killed:
        first = of(FileDone, run(tmp_path / "library", [documents], parser=killed))
    counting = CountingParser()
    again = of(FileDone, run(tmp_path / "library", parser=counting))
    assert [(done.reason and done.reason.code, done.again) for done in (*first, *again)] == [
        (ReasonCode.PARSER_CRASHED, True),
        (ReasonCode.PARSER_CRASHED, False),
    ]
    assert counting.parsed == []
    deadly.write_text("harmless words now", encoding="utf-8")
    run(tmp_path / "library", parser=counting)
    assert counting.parsed == ["deadly.txt"]
