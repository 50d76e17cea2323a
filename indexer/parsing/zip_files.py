"""Opens ZIP files, whichever format is packed in them, without trusting what they say."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from indexer.documents import ReasonCode
from indexer.errors import UnreadableDocument

MOST_DIRECTORY_BYTES = 30_000_000
"""The list of members at the end of the file; it is held in memory as a whole."""
PIECE = 1 << 20

END_MARK, END_BYTES = b"PK\x05\x06", 22
LARGE_END_MARK, LARGE_END_BYTES = b"PK\x06\x06", 56
"""Of the newer kind of archive, which stands before the other one."""
LONGEST_COMMENT = 65_535
UNICODE_NAME = 0x7075
"""The extra field with which older programs give a name in UTF-8."""
UTF8_FLAG, ENCRYPTED_FLAG = 0x800, 0x1
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error)


class Readable(Protocol):
    """Anything that bytes come out of."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most so many; none at the end."""
        ...


def open_archive(path: Path) -> zipfile.ZipFile:
    """Open an archive, unless its list of members alone would fill the memory."""
    size = directory_size(path)
    if size > MOST_DIRECTORY_BYTES:
        raise UnreadableDocument(ReasonCode.TOO_LARGE, "an archive of very many files")
    try:
        return zipfile.ZipFile(path)
    except NotImplementedError as error:  # it claims to need a program of the far future
        raise zipfile.BadZipFile(str(error)) from error


def directory_size(path: Path) -> int:
    """Bytes of the list of members, as the end of the file tells; 0 where it tells nothing."""
    with path.open("rb") as file:
        whole = file.seek(0, 2)
        file.seek(max(0, whole - LONGEST_COMMENT - END_BYTES))
        tail = file.read()
    place = tail.rfind(END_MARK)
    if place < 0 or len(tail) < place + END_BYTES:
        return 0
    size = int(struct.unpack_from("<L", tail, place + 12)[0])
    larger = tail.rfind(LARGE_END_MARK, 0, place)
    if larger >= 0 and larger + LARGE_END_BYTES <= place:
        size = max(size % 0xFFFFFFFF, int(struct.unpack_from("<Q", tail, larger + 40)[0]))
    return min(size, whole)


def read_bounded(file: Readable, most: int) -> bytes | None:
    """All bytes of a file that is being unpacked; None when there are more than `most`."""
    pieces = list(_pieces(file, most))
    return None if sum(map(len, pieces)) > most else b"".join(pieces)


def _pieces(file: Readable, most: int) -> Iterator[bytes]:
    total = 0
    while total <= most and (piece := file.read(PIECE)):
        total += len(piece)
        yield piece


def member_name(member: zipfile.ZipInfo) -> str:
    """The name as its author wrote it; many programs write UTF-8 without saying so."""
    if member.flag_bits & UTF8_FLAG:
        return member.filename
    told = _unicode_name(member.extra)
    if told:
        return told
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename


def _unicode_name(extra: bytes) -> str:
    """The name in the extra field for it, or nothing."""
    position = 0
    while position + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, position)
        if kind == UNICODE_NAME and size > 5:
            return extra[position + 9 : position + 4 + size].decode("utf-8", "replace")
        position += 4 + size
    return ""
