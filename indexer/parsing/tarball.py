"""Archives without a list of members (tar), and single files packed by gzip, bzip2 or xz."""

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO, cast

from indexer.documents import ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing.archive import MOST_UNPACKED, MemberReader, is_junk, summed_up
from indexer.parsing.attachments import Attachment, format_of_attachment, is_enclosed
from indexer.parsing.building import TextBuilder
from indexer.parsing.recognising import tell_page
from indexer.parsing.registry import read_head
from indexer.parsing.sniffing import known_content
from indexer.parsing.zip_files import Readable, read_bounded

MEDIA_TYPE = "application/x-tar"
TAR_BLOCK = 512
TAR_MARK, TAR_MARK_AT = b"ustar", 257
SHORT_ENDINGS = {".tgz": ".tar", ".tbz2": ".tar", ".tbz": ".tar", ".txz": ".tar"}
BROKEN = (tarfile.TarError, lzma.LZMAError, zlib.error, EOFError, OSError, ValueError)


class TooMuch(Exception):
    """More was unpacked than is read of one archive."""


class Bounded:
    """A stream that ends in TooMuch when more than `most` bytes come out of it."""

    def __init__(self, inner: Readable, most: int) -> None:
        self._inner = inner
        self._left = most

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most so many."""
        data = self._inner.read(min(size, self._left + 1))
        self._left -= len(data)
        if self._left < 0:
            raise TooMuch
        return data


def parse(path: Path) -> ParsedDocument:
    """Read an archive member by member, or the one file that is packed."""
    builder = TextBuilder()
    reader = MemberReader(builder, "" if is_enclosed() else path.name)
    try:
        with unpacked(path) as file:
            stream = Bounded(file, MOST_UNPACKED)
            if is_tar(path):
                count = _add_members(stream, reader)
            else:
                count = _add_single(stream, inner_name(path), reader)
    except TooMuch:
        count = reader.count
        reader.warnings.append("the rest of the archive was not read: it holds too much")
    except BROKEN as error:
        if not builder.length:
            raise UnreadableDocument(ReasonCode.DAMAGED, str(error)) from error
        count = reader.count
        reader.warnings.append(f"the rest of the archive was not read: it is damaged ({error})")
    page, warnings = builder.page(), summed_up(reader.warnings)
    return ParsedDocument(MEDIA_TYPE, (page,), warnings=warnings, encloses=count)


def is_tar(path: Path) -> bool:
    """Whether what is packed is an archive of its own."""
    with unpacked(path) as file:
        return file.read(TAR_BLOCK)[TAR_MARK_AT:].startswith(TAR_MARK)


def unpacked(path: Path) -> BinaryIO | gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile:
    """The bytes of the file as they were before they were packed."""
    match known_content(read_head(path)):
        case "gzip archive":
            return gzip.open(path)
        case "bzip2 archive":
            return bz2.open(path)
        case "xz archive":
            return lzma.open(path)
    return path.open("rb")


def inner_name(path: Path) -> str:
    """The name that a packed file had."""
    return path.stem + SHORT_ENDINGS.get(path.suffix.lower(), "")


def _add_single(stream: Bounded, name: str, reader: MemberReader) -> int:
    if format_of_attachment(Attachment(name, b"")) is None:
        raise UnreadableDocument(ReasonCode.UNSUPPORTED, Path(name).suffix.lower())
    data = read_bounded(stream, reader.most_bytes())
    if data is None:
        raise UnreadableDocument(ReasonCode.TOO_LARGE, "unpacked")
    reader.add(Attachment(name, data))
    return 1


def _add_members(stream: Bounded, reader: MemberReader) -> int:
    """Add the files of an archive; how many there were."""
    count = 0
    with tarfile.open(fileobj=cast("IO[bytes]", stream), mode="r|") as archive:
        for member in _files(archive):
            count += 1
            if not reader.has_room:
                break
            _add(archive, member, reader, count)
    return count


def _files(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """The plain files; links and devices are passed over."""
    for member in archive:
        if member.isreg() and not is_junk(member.name):
            yield member


def _add(
    archive: tarfile.TarFile, member: tarfile.TarInfo, reader: MemberReader, number: int
) -> None:
    if format_of_attachment(Attachment(member.name, b"")) is None or not member.size:
        reader.mention(reader.shown_name(member.name), "not read" if member.size else "empty")
        return
    if member.size > reader.most_bytes():
        reader.warn(member.name, "it is too large")
        return
    file = archive.extractfile(member)
    data = read_bounded(file, reader.most_bytes()) if file is not None else None
    if data is not None:
        tell_page(number, number)
        reader.add(Attachment(member.name, data))
