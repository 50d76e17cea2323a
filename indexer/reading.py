"""Read files one ahead: hash, parse and cut up the next one while the last one is embedded."""

import hashlib
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Container, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from indexer.chunks import Chunk
from indexer.discover import FoundFile
from indexer.documents import ParsedDocument, Reason, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.kept_pages import KeptPages, Owner
from indexer.parsing.pool import DocumentParser, parse_on

BLOCK = 1 << 20
"""Bytes read at once."""

ATTEMPTS = 2
"""How often a file is read that changes under our eyes."""

LARGE = 1_000_000
"""Bytes from which a file is looked at twice before it is read: it may be half copied."""

RESTING_SECONDS = 2.0
"""How long nobody may have written a large file before it is read."""

STILL_CHANGING = "it is still being written"


@dataclass(frozen=True, slots=True)
class FileRead:
    """What reading a file brought: its revision, and either a document or why there is none.

    A file whose revision is already in the index has neither: nothing was parsed.
    """

    found: FoundFile
    checked_ns: int
    revision: str = ""
    document: ParsedDocument | None = None
    problem: Reason | None = None
    seconds: float = 0.0
    chunks: tuple[Chunk, ...] = ()
    """What the document was cut into; never empty where there is one."""


CutUp = Callable[[ParsedDocument, str], list[Chunk]]
"""The chunks of a document of that revision."""

ReadAhead = Generator[tuple[FoundFile, "Future[FileRead]"], None, None]


class Reader:
    """Hashes, parses and cuts up, all in one thread beside the one that embeds.

    `complete` names the revisions that need no parsing, and may grow. What was recognised of a
    file before its reading was cut short is taken from `pages`.
    """

    def __init__(
        self,
        parser: DocumentParser,
        cut_up: CutUp,
        complete: Container[str],
        pages: KeptPages | None = None,
    ) -> None:
        self._parser = parser
        self._cut_up = cut_up
        self._complete = complete
        self._pages = pages
        self._ending = threading.Event()

    def read(self, found: FoundFile) -> FileRead:
        """Read one file, once more when it changes meanwhile; never raises for the file's sake.

        A file that does not come to rest is not read: it has the problem "not yet".
        """
        if not self._rests(found):
            return FileRead(found, 0, problem=Reason(ReasonCode.NOT_YET, STILL_CHANGING))
        for _ in range(ATTEMPTS):
            read = self._attempt(found)
            if read.problem is not None and not read.revision:
                return read
            after = stat_of(found.path)
            if after is not None and _looks_like(read.found, after):
                return read
        return FileRead(found, 0, problem=Reason(ReasonCode.NOT_YET, STILL_CHANGING))

    def read_ahead(self, files: Iterable[FoundFile]) -> ReadAhead:
        """Each file with its future, in order; the next file is begun when one is taken up.

        Only one file is read at any time, so one parser process is enough.
        """
        left = iter(files)
        with ThreadPoolExecutor(1, thread_name_prefix="reading") as thread:
            ahead: deque[tuple[FoundFile, Future[FileRead]]] = deque()
            try:
                while True:
                    due = [] if self._ending.is_set() else islice(left, 2 - len(ahead))
                    ahead.extend((found, thread.submit(self.read, found)) for found in due)
                    if not ahead:
                        return
                    yield ahead.popleft()
            finally:
                self._ending.set()
                for _, future in ahead:
                    future.cancel()

    def begin_no_more(self) -> None:
        """Let `read_ahead` end after what has been begun."""
        self._ending.set()

    def _rests(self, found: FoundFile) -> bool:
        """Whether nobody has written a large file for a while; waits that long if need be."""
        if found.size < LARGE:
            return True
        youth = RESTING_SECONDS - (time.time_ns() - found.mtime_ns) / 1e9
        if youth <= 0:
            return True
        self._ending.wait(min(youth, RESTING_SECONDS))
        after = stat_of(found.path)
        # One that has vanished is told apart by reading it.
        return after is None or _looks_like(found, after)

    def _attempt(self, found: FoundFile) -> FileRead:
        started, checked_ns = time.monotonic(), time.time_ns()
        try:
            found, revision = fresh_revision(found)
        except OSError as error:
            return FileRead(found, checked_ns, problem=_refusal(error))
        if revision in self._complete:
            return FileRead(found, checked_ns, revision, seconds=time.monotonic() - started)
        read = self._parse(FileRead(found, checked_ns, revision))
        return replace(read, seconds=time.monotonic() - started)

    def _parse(self, read: FileRead) -> FileRead:
        try:
            document = self._document(read)
        except UnreadableDocument as error:
            return replace(read, problem=error.reason)
        chunks = self._cut_up(document, read.revision) if document.has_text else []
        if not chunks:
            return replace(read, problem=Reason(ReasonCode.NO_TEXT))
        return replace(read, document=document, chunks=tuple(chunks))

    def _document(self, read: FileRead) -> ParsedDocument:
        found = read.found
        if self._pages is None:
            return self._parser.parse(Path(found.path))
        owner = Owner(found.path, found.size, found.mtime_ns)
        return parse_on(self._parser, Path(found.path), self._pages.of(read.revision, owner))


def fresh_revision(found: FoundFile) -> tuple[FoundFile, str]:
    """The file with its present size and time, and the revision of its present bytes."""
    status = os.stat(found.path)  # noqa: PTH116 - paths are strings here
    fresh = replace(found, size=status.st_size, mtime_ns=status.st_mtime_ns)
    return fresh, f"{content_hash(found.path)}-{found.format_name}"


def content_hash(path: str) -> str:
    """The first 32 hexadecimal digits of the SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with Path(path).open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()[:32]


def stat_of(path: str) -> os.stat_result | None:
    """The file's status, or None when it is gone."""
    try:
        return os.stat(path)  # noqa: PTH116 - paths are strings here
    except OSError:
        return None


def _looks_like(found: FoundFile, status: os.stat_result) -> bool:
    return (found.size, found.mtime_ns) == (status.st_size, status.st_mtime_ns)


def _refusal(error: OSError) -> Reason:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Reason(ReasonCode.VANISHED)
    return Reason(ReasonCode.NOT_READABLE, error.strerror or type(error).__name__)
