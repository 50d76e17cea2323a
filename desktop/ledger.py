"""The ledger as the window knows it: every file once, with what was made ready to show it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import msgspec
from PySide6.QtCore import QObject, Signal

from assistant.messages import FileEntry, TagEntry
from desktop.steps import SteppedWork
from indexer.documents import FileMark, FileStatus

FILES_PER_STEP = 1_000
FEW_CHANGES = 400
"""More changes at once than this are shown by arranging the list anew."""


class FileRow(msgspec.Struct, frozen=True, gc=False):
    """A file of the ledger, ready to be sorted, found and shown."""

    entry: FileEntry
    name: str
    order: str
    """Sorts by name, and by path where names are equal."""
    needle: str
    """What a filter looks for its text in."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """A file before and after; None where it was not there, or is no longer."""

    before: FileRow | None
    after: FileRow | None


class Ledger(QObject):
    """All files of the library by path, and its sources; tells what changes."""

    rows_changed = Signal(list)
    """A few `RowChange`, in the order in which they happened."""
    rows_replaced = Signal()
    """So much has changed that every list begins anew."""
    totals_changed = Signal()
    sources_changed = Signal()
    tags_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, FileRow] = {}
        self.totals: Counter[FileStatus] = Counter()
        """How many files stand how."""
        self._mark_counts: Counter[FileMark] = Counter()
        self.sources: tuple[str, ...] = ()
        self.away: frozenset[str] = frozenset()
        self.polled: frozenset[str] = frozenset()
        self.why_polled: dict[str, str] = {}
        """By source, the sentence that says why it is looked at now and then; where it was said."""
        self.hidden = 0
        """Files and folders that are not listed, because they are hidden or made by programs."""
        self.excluded = 0
        """Folders that are not listed, because a rule leaves them out."""
        self.tags: tuple[TagEntry, ...] = ()
        """Every tag with what carries it."""
        self._work = SteppedWork(self)
        self._late: list[tuple[str, FileEntry | None]] = []

    @property
    def marks(self) -> frozenset[FileMark]:
        """The marks that any file has."""
        return frozenset(mark for mark, count in self._mark_counts.items() if count > 0)

    @property
    def is_filling(self) -> bool:
        """Whether a list that was given is not taken in yet."""
        return self._work.is_running

    def set_sources(
        self, sources: Sequence[str], away: Iterable[str] = (), polled: Iterable[str] = ()
    ) -> None:
        """These are the folders and files that the library reads, and how they can be reached."""
        now = (tuple(sources), frozenset(away), frozenset(polled))
        if now != (self.sources, self.away, self.polled):
            self.sources, self.away, self.polled = now
            self.sources_changed.emit()

    def set_left_out(self, hidden: int, excluded: int) -> None:
        """So much was met on disk and is not listed."""
        if (hidden, excluded) != (self.hidden, self.excluded):
            self.hidden, self.excluded = hidden, excluded
            self.totals_changed.emit()

    def set_tags(self, tags: Sequence[TagEntry]) -> None:
        """These are the tags and what carries them."""
        if tuple(tags) != self.tags:
            self.tags = tuple(tags)
            self.tags_changed.emit()

    def replace_all(self, entries: Sequence[FileEntry]) -> None:
        """These are the files and no others; a large list is taken in over several turns."""
        comparison = _Comparison(self.rows, entries)
        self._late = []
        self._work.start(comparison.steps(), lambda: self._finish(comparison))

    def apply(self, changes: Iterable[tuple[str, FileEntry | None]]) -> None:
        """Files by path that are new or stand otherwise now; None for those that are gone."""
        if self._work.is_running:
            self._late.extend(changes)
            return
        row_changes = []
        for path, entry in changes:
            before = self.rows.get(path)
            after = None if entry is None else file_row(entry)
            if (before and before.entry) != entry:
                self._keep(path, before, after)
                row_changes.append(RowChange(before, after))
        self._tell(row_changes)

    def _finish(self, comparison: "_Comparison") -> None:
        self.rows = comparison.rows
        self.totals, self._mark_counts = comparison.totals, comparison.mark_counts
        self._tell(comparison.changes)
        late, self._late = self._late, []
        self.apply(late)

    def _keep(self, path: str, before: FileRow | None, after: FileRow | None) -> None:
        if after is None:
            del self.rows[path]
        else:
            self.rows[path] = after
        self._count(before, -1)
        self._count(after, 1)

    def _count(self, row: FileRow | None, step: int) -> None:
        if row is not None:
            self.totals[row.entry.status] += step
            for mark in row.entry.marks:
                self._mark_counts[mark] += step

    def _tell(self, changes: list[RowChange]) -> None:
        if not changes:
            return
        if len(changes) > FEW_CHANGES:
            self.rows_replaced.emit()
        else:
            self.rows_changed.emit(changes)
        self.totals_changed.emit()


class _Comparison:
    """Takes in a new list step by step, keeping the rows of files that stand as before."""

    def __init__(self, before: dict[str, FileRow], entries: Sequence[FileEntry]) -> None:
        self._before = before
        self._entries = entries
        self.rows: dict[str, FileRow] = {}
        self.changes: list[RowChange] = []
        self.totals: Counter[FileStatus] = Counter()
        self.mark_counts: Counter[FileMark] = Counter()

    def steps(self) -> Iterator[None]:
        """Every step takes in some files; the last finds those that are gone."""
        upcoming = iter(self._entries)
        while part := tuple(islice(upcoming, FILES_PER_STEP)):
            for entry in part:
                self._take(entry)
            yield
        self.changes += [
            RowChange(row, None) for path, row in self._before.items() if path not in self.rows
        ]

    def _take(self, entry: FileEntry) -> None:
        self.totals[entry.status] += 1
        for mark in entry.marks:
            self.mark_counts[mark] += 1
        before = self._before.get(entry.path)
        if before is not None and before.entry == entry:
            self.rows[entry.path] = before
            return
        after = self.rows[entry.path] = file_row(entry)
        self.changes.append(RowChange(before, after))


def file_row(entry: FileEntry) -> FileRow:
    """The file with what is needed to sort and find it."""
    # Not PurePath: a hundred thousand of them would hold the window up.
    path = entry.path
    name = path.replace("\\", "/").rpartition("/")[2]
    return FileRow(entry, name, f"{name.casefold()}\0{path}", path.casefold())
