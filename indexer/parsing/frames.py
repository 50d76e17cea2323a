"""What goes over the pipes between the indexer and a parser child.

A frame is its length (four bytes, big end first) and one message in MessagePack.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import msgspec

from indexer.documents import ParsedDocument, Reason
from indexer.parsing.pdf_lines import PageLines

LENGTH_BYTES = 4
MOST_STARVED = 10
"""Times its limit that a page may take when the processor is busy with other things."""
LARGEST_FRAME = 1 << 30
"""No document's frame comes near it; a longer one means that the pipe carries something else."""


class ParseRequest(msgspec.Struct, frozen=True):
    """Parse this file; the path in the file system's own encoding, as not all are Unicode."""

    path: bytes
    recognises: bool = True
    """Whether pictures of text are to be read."""
    known: Mapping[str, PageLines] = {}
    """What was read off its pictures before, by their keys."""

    @classmethod
    def of(
        cls, path: Path, *, recognises: bool = True, known: Mapping[str, PageLines] | None = None
    ) -> "ParseRequest":
        """The request for a path."""
        return cls(os.fsencode(path), recognises, known or {})

    def as_path(self) -> Path:
        """The path that was asked for."""
        return Path(os.fsdecode(self.path))


class ChildReady(msgspec.Struct, frozen=True, tag="ready"):
    """The child has started and takes requests."""


class PageBegun(msgspec.Struct, frozen=True, tag="page"):
    """A page that may take seconds is begun; the child is alive and well."""

    number: int
    count: int
    """Pages of the file."""


class PageRead(msgspec.Struct, frozen=True, tag="read"):
    """What was read off a picture, which took seconds and need not be done again."""

    key: str
    page: PageLines


class FileParsed(msgspec.Struct, frozen=True, tag="parsed"):
    """The document, whole."""

    document: ParsedDocument


class FileRefused(msgspec.Struct, frozen=True, tag="refused"):
    """The parser could not read the file."""

    reason: Reason


ChildMessage = ChildReady | PageBegun | PageRead | FileParsed | FileRefused

_encoder = msgspec.msgpack.Encoder()
_requests = msgspec.msgpack.Decoder(ParseRequest)
_messages = msgspec.msgpack.Decoder[ChildMessage](ChildMessage)


class BrokenFrame(ValueError):
    """What came over the pipe is no frame of ours."""


def write_frame(pipe: IO[bytes], message: ParseRequest | ChildMessage) -> None:
    """Send one message and flush; raises OSError when nobody reads any more."""
    body = _encoder.encode(message)
    pipe.write(len(body).to_bytes(LENGTH_BYTES, "big"))
    pipe.write(body)
    pipe.flush()


def read_request(pipe: IO[bytes]) -> ParseRequest | None:
    """The next request, or None when the parent has closed the pipe."""
    body = read_body(pipe)
    return None if body is None else _requests.decode(body)


def read_message(pipe: IO[bytes]) -> ChildMessage | None:
    """The child's next message, or None when it has gone."""
    body = read_body(pipe)
    if body is None:
        return None
    try:
        message: ChildMessage = _messages.decode(body)
    except msgspec.DecodeError as error:
        raise BrokenFrame(str(error)) from error
    return message


def read_body(pipe: IO[bytes]) -> bytes | None:
    """The bytes of the next frame; None at the end, also in the middle of a frame."""
    head = pipe.read(LENGTH_BYTES)
    if len(head) < LENGTH_BYTES:
        return None
    length = int.from_bytes(head, "big")
    if length > LARGEST_FRAME:
        raise BrokenFrame(f"a frame of {length} bytes")
    body = pipe.read(length)
    return body if len(body) == length else None
