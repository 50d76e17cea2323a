"""Archives of the tar kind and single packed files: read as a stream, within limits."""

import bz2
import gzip
import io
import lzma
import tarfile
from pathlib import Path

import pytest

from indexer.documents import ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing import tarball
from indexer.parsing.registry import parse_file

PACKERS = {"tar": bytes, "tgz": gzip.compress, "tar.bz2": bz2.compress, "tar.xz": lzma.compress}


def tarred(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


def parsed(folder: Path, name: str, data: bytes) -> ParsedDocument:
    path = folder / name
    path.write_bytes(data)
    return parse_file(path)


@pytest.mark.parametrize("ending", PACKERS)
def test_members_are_read_however_they_are_packed(tmp_path: Path, ending: str) -> None:
    data = PACKERS[ending](tarred({"a/terms.md": b"# Warranty\n\nTwo years.\n", "b.bin": b"x"}))
    document = parsed(tmp_path, f"papers.{ending}", data)
    page = document.pages[0]
    found = {page.text[b.span.start : b.span.end]: b.label for b in page.blocks}
    assert found["Two years."] == f"in papers.{ending}: a/terms.md, § Warranty"
    assert "Member: b.bin (not read)" in page.text
    assert document.encloses == 2


def test_a_single_packed_file_is_read(tmp_path: Path) -> None:
    document = parsed(tmp_path, "server.log.gz", gzip.compress(b"The door is open"))
    assert document.pages[0].text == "Member: server.log\n\nThe door is open"


def test_a_packed_file_without_a_parser_is_unsupported(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        parsed(tmp_path, "disk.img.gz", gzip.compress(b"x" * 100))
    assert refused.value.reason.code is ReasonCode.UNSUPPORTED


def test_links_and_devices_are_passed_over(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        device = tarfile.TarInfo("zero.txt")
        device.type = tarfile.CHRTYPE
        archive.addfile(device)
        real = tarfile.TarInfo("../../real.txt")
        real.size = 4
        archive.addfile(real, io.BytesIO(b"Real"))
    document = parsed(tmp_path, "a.tar", buffer.getvalue())
    assert document.pages[0].text == "Member: real.txt\n\nReal"


def test_what_unpacks_to_far_too_much_is_read_up_to_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tarball, "MOST_UNPACKED", 1_000_000)
    data = gzip.compress(tarred({"a.txt": b"Alpha", "bomb.bin": bytes(20_000_000), "z.txt": b"Z"}))
    document = parsed(tmp_path, "a.tgz", data)
    assert "Alpha" in document.pages[0].text
    assert document.warnings == ("the rest of the archive was not read: it holds too much",)
    monkeypatch.setattr("indexer.parsing.archive.LARGEST_MEMBER", 500_000)
    with pytest.raises(UnreadableDocument) as refused:
        parsed(tmp_path, "a.txt.gz", gzip.compress(bytes(900_000)))
    assert refused.value.reason.code is ReasonCode.TOO_LARGE


def test_half_an_archive_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    data = gzip.compress(tarred({"a.txt": b"Alpha", "b.txt": bytes(range(256)) * 4000}))
    document = parsed(tmp_path, "a.tgz", data[: len(data) // 2])
    assert "Alpha" in document.pages[0].text
    assert "damaged" in document.warnings[0]


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        parsed(tmp_path, "a.tgz", gzip.compress(b"Alpha")[:-12])
    assert refused.value.reason.code in (ReasonCode.DAMAGED, ReasonCode.UNSUPPORTED)
