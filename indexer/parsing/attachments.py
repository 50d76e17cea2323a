"""Files within files: read by their own parsers and appended to the text of what holds them."""

import contextlib
import functools
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from indexer.documents import BlockKind, ParsedDocument
from indexer.errors import UnreadableDocument
from indexer.parsing.building import TextBuilder
from indexer.parsing.registry import FORMATS, Format, format_of, parse_file

DEEPEST = 3
"""Levels of files within files that are read."""
MOST_ATTACHMENTS = 500
MOST_BYTES = 300_000_000
"""Of all attachments that one document holds."""
MOST_SECONDS = 60.0
"""For all attachments of one document, so that what holds them is read within its own time."""
FOLDER_PREFIX = "footnote-attachment-"
LEFT_FOR_SECONDS = 3600.0
"""No parser takes that long for a file; an older folder belongs to none."""
LONGEST_NAME = 80
"""Characters of a name in a label."""

SUFFIX = re.compile(r"\.[a-z0-9]{1,10}")
NOT_IN_A_NAME = re.compile(r"[\x00-\x1f\x7f]+")

_depth: ContextVar[int] = ContextVar("depth", default=0)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that another one holds."""

    name: str
    data: bytes
    media_type: str = ""
    """What the sender says it is; used where the name says nothing."""


class NestedTooDeeply(Exception):
    """More files within files than are read."""


@contextlib.contextmanager
def one_level_deeper() -> Iterator[None]:
    """Count one more level while an enclosed file is read; raises NestedTooDeeply."""
    if _depth.get() >= DEEPEST:
        raise NestedTooDeeply
    token = _depth.set(_depth.get() + 1)
    try:
        yield
    finally:
        _depth.reset(token)


class AttachmentReader:
    """Appends attachments to a document's text, within limits; `warnings` tells what is missing."""

    def __init__(self, builder: TextBuilder) -> None:
        self.warnings: list[str] = []
        self._builder = builder
        self._count = 0
        self._bytes = 0
        self._seconds = 0.0

    def add(self, attachment: Attachment, place: str = "", level: int = 1) -> None:
        """A heading with the attachment's name, then its text; what cannot be read is a warning."""
        name = shown_name(attachment.name)
        found = _format_of(attachment)
        if found is None or not attachment.data:
            note = "empty" if found else "not read"
            label = place or "attachments"
            self._builder.add(BlockKind.PARAGRAPH, f"Attachment: {name} ({note})", label=label)
            return
        self._builder.add(BlockKind.HEADING, f"Attachment: {name}", level, place)
        document = self._read(attachment, found, name)
        if document is None:
            return
        here = ", ".join(filter(None, (place, f"attachment {name}")))
        for page in document.pages:
            self._builder.add_page(page, here, level)
        self.warnings.extend(f"attachment {name}: {warning}" for warning in document.warnings)

    def _read(self, attachment: Attachment, found: Format, name: str) -> ParsedDocument | None:
        self._count += 1
        self._bytes += len(attachment.data)
        is_too_much = self._count > MOST_ATTACHMENTS or self._bytes > MOST_BYTES
        if is_too_much or self._seconds > MOST_SECONDS:
            self.warnings.append(f"attachment {name} was not read: there are too many")
            return None
        started = time.monotonic()
        try:
            with one_level_deeper():
                return _parse(attachment.data, found)
        except NestedTooDeeply:
            self.warnings.append(f"attachment {name} was not read: too many files within files")
        except UnreadableDocument as error:
            why = f"{error.reason.code.replace('-', ' ')}: {error.reason.detail}".strip(": ")
            self.warnings.append(f"attachment {name} could not be read ({why})")
        except OSError as error:
            self.warnings.append(f"attachment {name} could not be read ({error})")
        finally:
            self._seconds += time.monotonic() - started
        return None


def shown_name(name: str) -> str:
    """The name without folders and control characters, cut where it is endless."""
    last = PurePosixPath(NOT_IN_A_NAME.sub(" ", name).replace("\\", "/")).name
    folded = " ".join(last.split())
    if len(folded) > LONGEST_NAME:
        folded = f"{folded[:LONGEST_NAME]}…"
    return folded or "without a name"


def _format_of(attachment: Attachment) -> Format | None:
    by_name = format_of(Path(attachment.name))
    if by_name is not None or SUFFIX.fullmatch(Path(attachment.name).suffix.lower()):
        return by_name
    media_type = attachment.media_type.lower()
    return next((known for known in FORMATS if known.media_type == media_type), None)


@functools.cache
def remove_leftovers() -> None:
    """Remove, once in a process, what a killed parser left in the folder for temporary files."""
    before = time.time() - LEFT_FOR_SECONDS
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER_PREFIX}*"):
        with contextlib.suppress(OSError):
            if folder.lstat().st_mtime < before:
                shutil.rmtree(folder, ignore_errors=True)


def _parse(data: bytes, found: Format) -> ParsedDocument:
    """Read the bytes through a file of their own, under a name that only the format decides."""
    suffix = min(found.suffixes)
    remove_leftovers()
    with tempfile.TemporaryDirectory(prefix=FOLDER_PREFIX, ignore_cleanup_errors=True) as folder:
        path = Path(folder) / f"attachment{suffix}"
        path.write_bytes(data)
        return parse_file(path)
