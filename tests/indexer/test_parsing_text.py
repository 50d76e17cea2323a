from pathlib import Path

import pytest

from indexer.documents import BlockKind, ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing import plain_text
from indexer.parsing.decoding import decode
from indexer.parsing.plain_text import heading_level


def parsed(tmp_path: Path, content: str | bytes, name: str = "note.txt") -> ParsedDocument:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return plain_text.parse(path)


def blocks(document: ParsedDocument) -> list[tuple[BlockKind, str]]:
    page = document.pages[0]
    return [(block.kind, page.text[block.span.start : block.span.end]) for block in page.blocks]


def test_the_text_is_the_file_with_unix_line_ends(tmp_path: Path) -> None:
    document = parsed(tmp_path, "\ufeff  a \r\nb\r\r\n c\t\n")
    assert document.pages[0].text == "  a \nb\n\n c\t\n"
    assert document.pages[0].number is None
    assert document.warnings == ()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Grüße aus Köln, 5 €", "utf-8"),
        ("Grüße aus Köln, 5 €", "cp1252"),
        ("Grüße aus Köln", "latin-1"),
        ("Grüße aus Köln\n" * 9, "utf-16"),
        ("Grüße aus Köln\n" * 9, "utf-16-le"),
        ("Grüße aus Köln\n" * 9, "utf-16-be"),
        ("Съешь же ещё этих мягких французских булок, да выпей чаю. " * 5, "cp1251"),
        ("佐藤太郎は東京に住んでいます。三木英子は大阪に住んでいます。\n" * 3, "cp932"),
    ],
)
def test_the_encoding_is_found(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_a_declared_encoding_is_believed_but_not_an_unknown_one() -> None:
    data = "Łódź i Kraków".encode("iso-8859-2")
    assert decode(data, "iso-8859-2").text == "Łódź i Kraków"
    assert decode("Köln".encode("cp1252"), "no-such-encoding").text == "Köln"


def test_broken_bytes_become_a_warning_that_names_the_encoding(tmp_path: Path) -> None:
    document = parsed(tmp_path, "Größe und Länge".encode() + b" \xff\xfe! " + "übrig".encode())
    assert document.pages[0].text == "Größe und Länge \ufffd\ufffd! übrig"
    assert len(document.warnings) == 1
    assert "UTF-8" in document.warnings[0]


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03" * 50, bytes(range(256)) * 4])
def test_binary_data_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        parsed(tmp_path, data)
    assert caught.value.reason.code is ReasonCode.WRONG_FORMAT


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("TERMS AND CONDITIONS", 1),
        ("3. Rent", 1),
        ("3.2 Payment of rent", 2),
        ("Art. 5 Notice", 1),
        ("Chapter Two", 1),
        ("== Early life ==", 2),
        (" = = Gameplay = = ", 2),
        ("The rent is due.", 0),
        ("Dear Mr Smith,", 0),
        ("OK", 0),
        ("12 1990", 0),
        ("A" * 200, 0),
        ("", 0),
    ],
)
def test_headings_are_told_from_short_lines(line: str, level: int) -> None:
    assert heading_level(line) == level


def test_paragraphs_headings_and_lists_become_blocks(tmp_path: Path) -> None:
    text = "LEASE\n\nThe rent\nis due.\n\nNotice\n------\nIn writing.\n\n- one\n- two\n"
    document = parsed(tmp_path, text)
    assert blocks(document) == [
        (BlockKind.HEADING, "LEASE"),
        (BlockKind.PARAGRAPH, "The rent\nis due."),
        (BlockKind.HEADING, "Notice\n------"),
        (BlockKind.PARAGRAPH, "In writing."),
        (BlockKind.LIST_ITEM, "- one\n- two"),
    ]
    assert document.title == "LEASE"
