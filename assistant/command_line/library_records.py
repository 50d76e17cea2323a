"""The JSON objects of `footnote status`, field by field in the contract's order."""

import msgspec

from assistant.traces.summary import TraceSummary
from indexer.documents import FileMark, FileStatus, ReasonCode
from indexer.ledger_records import FileRecord


class LedgerRow(msgspec.Struct, frozen=True):
    """How a file stands."""

    path: str
    status: FileStatus
    reason: str | None
    """The reason's code, and after a colon what is known beyond it."""
    pages: int
    chunks: int
    seconds: float
    """What reading and embedding it took."""
    marks: tuple[FileMark, ...]


class LibraryTotals(msgspec.Struct, frozen=True):
    """How a library stands."""

    library: str
    files: int
    indexed: int
    partly: int
    skipped: int
    failed: int
    waiting: int
    pages: int
    chunks: int
    embedding_model: str
    embedding: str | None
    """What computes its vectors on this machine; null where the model is missing."""
    language_model: str | None
    sources: tuple[str, ...]
    away: tuple[str, ...]
    """Those whose drive is not connected; their passages are kept."""
    hidden: int
    """Files and folders left out because they are hidden, the system's or a program's."""
    excluded: int
    """Folders left out by a rule; files left out by a rule are among the skipped ones."""
    by_git: int
    """Of the skipped files, those that a `.gitignore` leaves out."""
    reasons: dict[FileStatus, dict[ReasonCode, int]]
    """How often each reason is given, by status."""
    rebuilding: tuple[int, int] | None
    """How many of how many contents a new index holds; null unless one is being made."""
    index_missing: bool = False
    """Whether somebody took the search index away; indexing makes it again."""
    reranker: str | None = None
    """What puts the first results in order; null where nothing does."""
    entailment_model: str | None = None
    """What judges written sentences beside the rules; null where nothing does."""
    answers: TraceSummary | None = None
    """Figures over the traces that are kept; null where there are none."""


def ledger_row(record: FileRecord) -> LedgerRow:
    """The contract's form of a row of the ledger."""
    reason = None
    if record.reason is not None:
        reason = ": ".join(part for part in (record.reason.code, record.reason.detail) if part)
    return LedgerRow(
        record.path,
        record.status,
        reason,
        record.pages,
        record.chunks,
        round(record.seconds, 3),
        record.marks,
    )
