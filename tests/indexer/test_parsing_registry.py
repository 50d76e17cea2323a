"""Files are recognised by name, checked by their first bytes, and refused with a reason."""

import os
import sys
from pathlib import Path

import pytest

from indexer.documents import ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing import registry
from indexer.parsing.registry import (
    FORMATS,
    Format,
    describe,
    format_of,
    parse_file,
    parse_function,
    parse_guarded,
    unreadable_file,
)

PDF_HEAD = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
PNG_HEAD = b"\x89PNG\r\n\x1a\n" + bytes(40)


def refusal(path: Path) -> tuple[ReasonCode, str]:
    with pytest.raises(UnreadableDocument) as caught:
        parse_file(path)
    return caught.value.reason.code, caught.value.reason.detail


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "format_name"),
    [
        ("report.pdf", "pdf"),
        ("REPORT.PDF", "pdf"),
        ("letter.docx", "docx"),
        ("notes.md", "markdown"),
        ("page.HTM", "html"),
        ("letter.eml", "eml"),
        ("orders.jsonl", "json"),
        ("trial.ipynb", "notebook"),
        ("feed.rss", "xml"),
        ("compose.yml", "yaml"),
        ("setup.cfg", "settings"),
        ("index.rst", "rst"),
        ("guide.adoc", "asciidoc"),
        ("Inbox.mbox", "mbox"),
        ("letter.MSG", "msg"),
        ("main.py", "code"),
        ("data.csv", "table"),
        ("a.b.log", "text"),
        ("README", "text"),
        ("Makefile", "text"),
    ],
)
def test_a_format_is_recognised_by_the_name(name: str, format_name: str) -> None:
    found = format_of(Path(name))
    assert found is not None
    assert found.name == format_name


@pytest.mark.parametrize("name", ["film.mp4", "archive.7z", "noending", ".pdf.part", "pdf"])
def test_other_names_have_no_format(name: str) -> None:
    assert format_of(Path(name)) is None


def test_no_two_formats_claim_the_same_name() -> None:
    claimed = [name for known in FORMATS for name in known.suffixes | known.names]
    assert len(claimed) == len(set(claimed))


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
def test_every_row_names_a_parser_that_exists(known: Format) -> None:
    assert callable(parse_function(known.parser))


@pytest.mark.parametrize(
    ("name", "content", "looks_like"),
    [
        ("text.txt", PDF_HEAD, "PDF"),
        ("text.md", b"PK\x03\x04" + bytes(60), "ZIP"),
        ("text.txt", PNG_HEAD, "PNG image"),
        ("report.pdf", b"Dear reader,\nthis is no PDF.\n", "plain text"),
        ("report.pdf", "Grüße ohne PDF".encode("utf-16"), "plain text"),
        ("report.pdf", PNG_HEAD, "PNG image"),
        ("report.pdf", b"This note is about %PDF- and what follows it.", "plain text"),
        ("letter.docx", b"{\\rtf1 old}", "RTF"),
        ("letter.docx", PDF_HEAD, "PDF"),
    ],
)
def test_a_file_that_is_something_else_is_refused(
    tmp_path: Path, name: str, content: bytes, looks_like: str
) -> None:
    assert refusal(write(tmp_path, name, content)) == (ReasonCode.WRONG_FORMAT, looks_like)


def test_junk_before_the_header_of_a_pdf_is_no_reason_to_refuse_it(tmp_path: Path) -> None:
    path = write(tmp_path, "report.pdf", bytes(20) + PDF_HEAD)
    assert refusal(path)[0] is ReasonCode.DAMAGED


def test_a_text_about_pdf_stays_text(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", b"Every file begins with %PDF-1.4 or so.")
    assert parse_file(path).has_text


def test_an_encrypted_word_file_is_told_from_one_with_a_wrong_name(tmp_path: Path) -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert refusal(write(tmp_path, "a.docx", old))[0] is ReasonCode.WRONG_FORMAT
    locked = old + "EncryptedPackage".encode("utf-16-le")
    assert refusal(write(tmp_path, "b.docx", locked)) == (ReasonCode.ENCRYPTED, "")


def test_an_empty_file_is_empty(tmp_path: Path) -> None:
    assert refusal(write(tmp_path, "a.pdf", b"")) == (ReasonCode.EMPTY, "")


def test_an_unknown_ending_is_named(tmp_path: Path) -> None:
    assert refusal(write(tmp_path, "a.XYZ", b"x")) == (ReasonCode.UNSUPPORTED, ".xyz")


def test_a_missing_file_has_vanished(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a.txt") == (ReasonCode.VANISHED, "")


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    assert refusal(folder) == (ReasonCode.NOT_A_FILE, "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    assert refusal(pipe) == (ReasonCode.NOT_A_FILE, "")


def test_a_file_that_may_not_be_read_says_so() -> None:
    reason = unreadable_file(PermissionError(13, "Permission denied")).reason
    assert (reason.code, reason.detail) == (ReasonCode.NOT_READABLE, "Permission denied")


def test_a_new_format_is_one_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = Format("shouting", "text/x-loud", f"{__name__}:shout", frozenset({".loud"}))
    monkeypatch.setattr(registry, "parse_function", lambda _: shout)
    monkeypatch.setattr(registry, "FORMATS", (*FORMATS, row))
    assert parse_file(write(tmp_path, "a.loud", b"hello")).title == "HELLO"


def shout(path: Path) -> ParsedDocument:
    return ParsedDocument("text/x-loud", (), title=path.read_text(encoding="utf-8").upper())


@pytest.mark.parametrize(
    ("error", "code", "detail"),
    [
        (MemoryError(), ReasonCode.PARSER_MEMORY, ""),
        (RecursionError("maximum depth"), ReasonCode.DAMAGED, "nested too deeply"),
        (FileNotFoundError(2, "gone"), ReasonCode.VANISHED, ""),
        (PermissionError(13, "no"), ReasonCode.NOT_READABLE, "no"),
        (ValueError("odd\nbytes"), ReasonCode.DAMAGED, "ValueError: odd"),
        (UnreadableDocument(ReasonCode.ENCRYPTED), ReasonCode.ENCRYPTED, ""),
    ],
)
def test_nothing_but_a_reason_comes_out_of_a_parser(
    error: Exception, code: ReasonCode, detail: str
) -> None:
    def fail(_: Path) -> ParsedDocument:
        raise error

    with pytest.raises(UnreadableDocument) as caught:
        parse_guarded(fail, Path("a.txt"))
    assert (caught.value.reason.code, caught.value.reason.detail) == (code, detail)


def test_the_first_line_of_an_error_is_enough() -> None:
    assert describe(ValueError("one\ntwo")) == "ValueError: one"
    assert describe(ValueError()) == "ValueError"
