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
from indexer.parsing.process_tree import seconds_computed
from indexer.parsing.registry import FORMATS, Format, format_of, parse_file

DEEPEST = 3
"""Levels of files within files that are read."""
MOST_ATTACHMENTS = 500
MOST_BYTES = 300_000_000
"""Of all attachments that one document holds."""
MOST_SECONDS = 3600.0
"""Of computing, for all attachments of one document. Not of the clock: what is read must not depend
on what else the machine does, as places in the text are kept and looked up again later."""
NO_TIME = "reading what comes before it took too long"
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


@dataclass(slots=True)
class Allowance:
    """How much more may be read within one document; what it encloses shares it, however deep."""

    files: int = MOST_ATTACHMENTS
    size: int = MOST_BYTES
    """Bytes."""
    seconds: float = MOST_SECONDS
    until: float = 0.0
    """What will have been computed when the file that is being read has used up the seconds."""

    def take(self, size: int) -> bool:
        """Count one more file of that many bytes; False when it is one too many."""
        self.files -= 1
        self.size -= size
        return self.files >= 0 and self.size >= 0 and not self.is_over

    @property
    def is_over(self) -> bool:
        """Whether there is no time left."""
        return self.seconds <= 0 or bool(self.until and seconds_computed() > self.until)

    @contextlib.contextmanager
    def spending(self) -> Iterator[None]:
        """Count the seconds computed; those of what is enclosed deeper count only once."""
        if self.until:
            yield
            return
        started = seconds_computed()
        self.until = started + self.seconds
        try:
            yield
        finally:
            self.seconds -= seconds_computed() - started
            self.until = 0.0


_allowance: ContextVar[Allowance | None] = ContextVar("allowance", default=None)


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


def is_enclosed() -> bool:
    """Whether what is being read lies within another file."""
    return _depth.get() > 0


class AttachmentReader:
    """Appends attachments to a document's text, within limits; `warnings` tells what is missing."""

    noun = "attachment"

    def __init__(self, builder: TextBuilder, allowance: Allowance | None = None) -> None:
        self.warnings: list[str] = []
        self.count = 0
        """Files so far, those included that were not read."""
        self._builder = builder
        self._allowance = _allowance.get() or allowance or Allowance()

    def add(self, attachment: Attachment, place: str = "", level: int = 1) -> None:
        """A heading with the attachment's name, then its text; what cannot be read is a warning."""
        name = self.shown_name(attachment.name)
        found = format_of_attachment(attachment)
        if found is None or not attachment.data:
            self.mention(name, "empty" if found else "not read", place)
            return
        self.count += 1
        self._builder.add(BlockKind.HEADING, f"{self.noun.title()}: {name}", level, place)
        document = self._read(attachment, found, name)
        if document is None:
            return
        for page in document.pages:
            self._builder.add_page(page, self.where(name, place), level)
        self.warnings.extend(f"{self.noun} {name}: {warning}" for warning in document.warnings)

    def mention(self, name: str, note: str, place: str = "") -> None:
        """A line with the name of a file that is there, but not read."""
        self.count += 1
        text, label = f"{self.noun.title()}: {name} ({note})", place or f"{self.noun}s"
        self._builder.add(BlockKind.PARAGRAPH, text, label=label)

    def where(self, name: str, place: str) -> str:
        """Where passages of an attachment are said to be."""
        return ", ".join(filter(None, (place, f"{self.noun} {name}")))

    def shown_name(self, name: str) -> str:
        """The name as it is shown."""
        return shown_name(name)

    def _read(self, attachment: Attachment, found: Format, name: str) -> ParsedDocument | None:
        if not self._allowance.take(len(attachment.data)):
            why = NO_TIME if self._allowance.is_over else "there are too many"
            self.warnings.append(f"{self.noun} {name} was not read: {why}")
            return None
        token = _allowance.set(self._allowance)
        try:
            with one_level_deeper(), self._allowance.spending():
                return _parse(attachment, found)
        except NestedTooDeeply:
            self.warnings.append(f"{self.noun} {name} was not read: too many files within files")
        except UnreadableDocument as error:
            why = f"{error.reason.code.replace('-', ' ')}: {error.reason.detail}".strip(": ")
            self.warnings.append(f"{self.noun} {name} could not be read ({why})")
        except OSError as error:
            self.warnings.append(f"{self.noun} {name} could not be read ({error})")
        finally:
            _allowance.reset(token)
        return None


def shown_name(name: str) -> str:
    """The name without folders and control characters, cut where it is endless."""
    last = PurePosixPath(NOT_IN_A_NAME.sub(" ", name).replace("\\", "/")).name
    folded = " ".join(last.split())
    if len(folded) > LONGEST_NAME:
        folded = f"{folded[:LONGEST_NAME]}…"
    return folded or "without a name"


def format_of_attachment(attachment: Attachment) -> Format | None:
    """The format that its name promises, or, where the name says nothing, its media type."""
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


def _parse(attachment: Attachment, found: Format) -> ParsedDocument:
    """Read the bytes through a file of their own, under a name that only the format decides."""
    own = Path(attachment.name).suffix.lower()
    suffix = own if own in found.suffixes else min(found.suffixes)
    remove_leftovers()
    with tempfile.TemporaryDirectory(prefix=FOLDER_PREFIX, ignore_cleanup_errors=True) as folder:
        path = Path(folder) / f"attachment{suffix}"
        path.write_bytes(attachment.data)
        return parse_file(path)
