"""What becomes of a file that was read: its record in the ledger and the event that tells it."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

from indexer.discover import FoundFile
from indexer.documents import FileMark, FileStatus, ParsedDocument, Reason, ReasonCode
from indexer.events import FileDone
from indexer.ledger_records import FileRecord
from indexer.reading import FileRead


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that is ready to be embedded."""

    read: FileRead
    document: ParsedDocument


def record_of(read: FileRead) -> FileRecord:
    """What is known of every file that was read; its status is for the caller to set."""
    return FileRecord(
        read.found.path,
        FileStatus.FAILED,
        source=read.found.source,
        size=read.found.size,
        mtime_ns=read.found.mtime_ns,
        checked_ns=read.checked_ns,
        revision=read.revision,
        seconds=read.seconds,
        indexed_at=time.time(),
    )


def indexed_record(prepared: Prepared, seconds_per_chunk: float) -> FileRecord:
    """The record of a document whose chunks are stored."""
    document, read = prepared.document, prepared.read
    return replace(
        record_of(read),
        status=FileStatus.PARTLY if document.warnings else FileStatus.INDEXED,
        reason=_partly(document.warnings),
        pages=len(document.pages),
        chunks=len(read.chunks),
        seconds=read.seconds + seconds_per_chunk * len(read.chunks),
        title=document.title,
        media_type=document.media_type,
        marks=marks_of(document),
    )


def marks_of(document: ParsedDocument) -> tuple[FileMark, ...]:
    """What a person should know of a document beside its status."""
    found = {
        FileMark.HIDDEN_TEXT: any(page.hidden for page in document.pages),
        FileMark.SCANNED: any(page.recognition is not None for page in document.pages),
        FileMark.ENCLOSES: document.encloses > 0,
    }
    return tuple(mark for mark, holds in found.items() if holds)


def read_again_record(read: FileRead, document: ParsedDocument, chunks: int) -> FileRecord:
    """The record of a document that was parsed although its chunks are stored already."""
    return replace(indexed_record(Prepared(read, document), 0.0), chunks=chunks)


def kept_record(before: FileRecord, problem: Reason) -> FileRecord:
    """The record of a file that cannot be read for now and keeps the passages it had."""
    kept_since = time.strftime("%Y-%m-%d", time.localtime(before.indexed_at))
    facts = [problem.detail] if problem.detail else []
    detail = "; ".join([*facts, f"its passages are kept as they were read on {kept_since}"])
    return replace(before, status=FileStatus.PARTLY, reason=Reason(problem.code, detail))


def _partly(warnings: Iterable[str]) -> Reason | None:
    listed = list(warnings)
    if not listed:
        return None
    without_text = all("no text" in warning for warning in listed)
    code = ReasonCode.PAGES_WITHOUT_TEXT if without_text else ReasonCode.PAGES_UNREADABLE
    return Reason(code, "; ".join(listed))


def same_content(record: FileRecord, found: FoundFile, checked_ns: int) -> FileRecord:
    """The record of another file with the same content."""
    return replace(
        record,
        path=found.path,
        source=found.source,
        size=found.size,
        mtime_ns=found.mtime_ns,
        checked_ns=checked_ns,
    )


def done_event(record: FileRecord, *, again: bool = True) -> FileDone:
    """The event that tells how a file stands now."""
    return FileDone(
        path=record.path,
        status=record.status,
        reason=record.reason,
        pages=record.pages,
        chunks=record.chunks,
        size=record.size,
        seconds=record.seconds,
        marks=record.marks,
        again=again,
    )
