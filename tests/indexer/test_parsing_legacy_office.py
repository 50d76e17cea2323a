"""Office files from before 2007: read through LibreOffice, where it is missing skipped."""

import http.server
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from indexer.documents import BlockKind, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing import legacy_office
from indexer.parsing.pool import ParserLimits, ParserProcess
from indexer.parsing.registry import parse_file

needs_libreoffice = pytest.mark.skipif(
    not legacy_office.is_available(), reason="LibreOffice is not installed"
)
OLD_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
ODT_CONTENT = """<?xml version="1.0"?><office:document-content office:version="1.2"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text>
<text:h text:outline-level="1">Warranty</text:h><text:p>Two years.</text:p>
<text:p><draw:frame svg:width="2cm" svg:height="2cm"><draw:image
 xlink:href="{address}" xlink:type="simple" xlink:actuate="onLoad"/></draw:frame></text:p>
</office:text></office:body></office:document-content>"""
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def write_odt(path: Path, address: str = "") -> Path:
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODT_TYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("mimetype", ODT_TYPE)
        file.writestr("content.xml", ODT_CONTENT.format(address=address))
        file.writestr("META-INF/manifest.xml", manifest)
    return path


@pytest.fixture(scope="module")
def old_document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Word document of the old kind, made by LibreOffice itself."""
    folder = tmp_path_factory.mktemp("old")
    source = write_odt(folder / "warranty.odt")
    with legacy_office.converted(source, "doc") as copy:
        (folder / "warranty.doc").write_bytes(copy.read_bytes())
    return folder / "warranty.doc"


def refusal(path: Path) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as refused:
        parse_file(path)
    return refused.value


@pytest.mark.parametrize("name", ["letter.doc", "talk.ppt"])
def test_without_libreoffice_the_reason_says_what_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(legacy_office.OTHER_PROGRAM, str(tmp_path / "nowhere"))
    path = tmp_path / name
    path.write_bytes(OLD_HEAD)
    monkeypatch.setattr(legacy_office, "refuse_encrypted", lambda _: None)
    assert not legacy_office.is_available()
    assert refusal(path).reason.code is ReasonCode.NEEDS_LIBREOFFICE


def test_what_only_has_the_old_name_is_read_without_libreoffice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(legacy_office.OTHER_PROGRAM, str(tmp_path / "nowhere"))
    path = tmp_path / "letter.doc"
    path.write_bytes(rb"{\rtf1\ansi Two years.\par}")
    assert parse_file(path).pages[0].text == "Two years."


def test_the_program_is_found_on_the_path_and_where_it_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "soffice.exe" if sys.platform == "win32" else "soffice"
    program = tmp_path / name
    program.write_text("", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(legacy_office.OTHER_PROGRAM, raising=False)
    assert legacy_office.find_program() == program
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(legacy_office, "USUAL_PLACES", {})
    assert legacy_office.find_program() is None
    monkeypatch.setenv(legacy_office.OTHER_PROGRAM, str(program))
    assert legacy_office.find_program() == program


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_a_conversion_without_end_is_given_up_with_all_it_has_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 600 &\necho $! > {tmp_path}/pid\nwait\n")
    program.chmod(0o755)
    monkeypatch.setenv(legacy_office.OTHER_PROGRAM, str(program))
    monkeypatch.setattr(legacy_office, "MOST_SECONDS", 1.0)
    path = tmp_path / "a.wpd"
    path.write_bytes(b"\xffWPC" + bytes(100))
    assert refusal(path).reason.code is ReasonCode.PARSER_TIMEOUT
    assert ends(int((tmp_path / "pid").read_text()))


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_a_parser_that_is_given_up_takes_the_conversion_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 600 &\necho $! > {tmp_path}/pid\nwait\n")
    program.chmod(0o755)
    monkeypatch.setenv(legacy_office.OTHER_PROGRAM, str(program))
    path = tmp_path / "a.wpd"
    path.write_bytes(b"\xffWPC" + bytes(100))
    with ParserProcess(ParserLimits(seconds=3)) as parser, pytest.raises(UnreadableDocument) as no:
        parser.parse(path)
    assert no.value.reason.code is ReasonCode.PARSER_TIMEOUT
    assert ends(int((tmp_path / "pid").read_text()))


def ends(pid: int) -> bool:
    """Whether a process is gone, or will be in a moment."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
    return False


@pytest.mark.libreoffice
@needs_libreoffice
def test_an_old_document_is_read_in_the_parser_process(old_document: Path) -> None:
    with ParserProcess() as parser:
        document = parser.parse(old_document)
    page = document.pages[0]
    assert page.text == "Warranty\n\nTwo years."
    assert page.blocks[0].kind is BlockKind.HEADING
    assert document.media_type == legacy_office.DOC_MEDIA_TYPE


@pytest.mark.libreoffice
@needs_libreoffice
def test_what_libreoffice_cannot_open_is_damaged_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    path = tmp_path / "a.doc"
    path.write_bytes(OLD_HEAD)
    assert refusal(path).reason.code is ReasonCode.DAMAGED
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.fixture
def address_that_is_watched() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/picture.png", asked
        server.shutdown()


@pytest.mark.libreoffice
@needs_libreoffice
def test_a_conversion_asks_nobody_for_linked_pictures(
    tmp_path: Path, address_that_is_watched: tuple[str, list[str]]
) -> None:
    address, asked = address_that_is_watched
    source = write_odt(tmp_path / "linked.odt", address)
    with legacy_office.converted(source, "docx") as copy:
        assert copy.stat().st_size
    assert asked == []
