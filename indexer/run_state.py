"""What one run of indexing knows while it goes on, and what its steps do to the library."""

from collections.abc import Collection, Sequence

from indexer.documents import FileStatus
from indexer.events import FileDone
from indexer.kept_pages import KeptPages
from indexer.ledger_records import FileRecord
from indexer.library import Library, index_name
from indexer.outcomes import done_event, kept_record
from indexer.planning import UNREACHABLE_CODES
from indexer.progress import Progress
from models.interfaces import EmbeddingModel

FORGETTING = "forgetting"
"""The ledger's fact that deleted text is still on the disk."""


class RunState:
    """Shared by the steps of one run over a library."""

    def __init__(self, library: Library, embedder: EmbeddingModel) -> None:
        self.ledger = library.ledger
        self.store = library.store(embedder)
        self.index = index_name(embedder)
        self.progress = Progress()
        self.complete: dict[str, int] = {}
        """Revisions whose chunks are all stored, with how many."""
        self.known: dict[str, FileRecord] = {}
        """What the ledger said of every file before the run."""
        self.sharable: dict[str, FileRecord] = {}
        """Complete revisions, each with a file whose record tells how it was read."""
        self.outdated: set[str] = set()
        """Revisions to delete at the end of the run when nothing else names them."""
        self.pages = KeptPages(library.folder)

    def committed(self, records: Sequence[FileRecord]) -> None:
        """These files' chunks are stored, and the ledger names them."""
        for record in records:
            self.outdate(record.path, record.revision)
            self.pages.forget(record.revision)
        self.complete.update({record.revision: record.chunks for record in records})
        self.sharable.update({record.revision: record for record in records})

    def kept_or(self, record: FileRecord) -> FileRecord:
        """Keep the passages of a file that cannot be opened for now; it is tried again."""
        before, problem = self.known.get(record.path), record.reason
        if problem is None or problem.code not in UNREACHABLE_CODES:
            return record
        if before is None or not before.is_live or before.revision not in self.complete:
            return record
        return kept_record(before, problem)

    def drop(self, revisions: Collection[str]) -> None:
        """Forget those of the revisions that no file names."""
        unnamed = self.ledger.unnamed(revisions)
        if unnamed:
            self.forget(unnamed)

    def forget(self, revisions: Collection[str]) -> None:
        """Delete the chunks of these revisions."""
        self.ledger.set_fact(FORGETTING, "yes")
        self.ledger.forget_revisions(self.index, revisions)
        self.store.delete_revisions(revisions)
        for revision in revisions:
            self.complete.pop(revision, None)
            self.sharable.pop(revision, None)

    def outdate(self, path: str, revision: str = "") -> None:
        """Remember the revision that a file had, to delete it when nothing else names it.

        It is deleted at the end of the run, so that what was read ahead stays true until then.
        """
        before = self.known.get(path)
        if before is not None and before.revision and before.revision != revision:
            self.outdated.add(before.revision)

    def done(self, record: FileRecord, *, again: bool = True) -> FileDone:
        """Count a file that was not indexed, and give the event that tells it."""
        if record.status is FileStatus.SKIPPED:
            self.progress.skipped += 1
        else:
            self.progress.failed += 1
        return done_event(record, again=again)
