"""Which files a list shows and in which order: filtered, sorted, grouped by source. No Qt."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import islice

from assistant.wording import short_reason
from desktop.ledger import FileRow
from indexer.documents import FileMark, FileStatus

ROWS_PER_STEP = 1_000
Item = tuple[str | int | float, str, FileRow]
"""What sorts a row, its name and path, and the row."""


class Column(IntEnum):
    """What a list can tell of a file, and be sorted by."""

    NAME = 0
    STATUS = 1
    REASON = 2
    PAGES = 3
    CHUNKS = 4
    SIZE = 5
    SECONDS = 6
    MARKS = 7
    FOLDER = 8


URGENCY = {
    FileStatus.FAILED: 0,
    FileStatus.PARTLY: 1,
    FileStatus.SKIPPED: 2,
    FileStatus.WAITING: 3,
    FileStatus.INDEXED: 4,
}
"""How files are sorted by status: what needs somebody comes first."""

_SORT_KEYS: dict[Column, Callable[[FileRow], str | int | float]] = {
    Column.NAME: lambda row: 0,
    Column.STATUS: lambda row: URGENCY[row.entry.status],
    Column.REASON: lambda row: short_reason(row.entry.reason) if row.entry.reason else "",
    Column.PAGES: lambda row: row.entry.pages,
    Column.CHUNKS: lambda row: row.entry.chunks,
    Column.SIZE: lambda row: row.entry.size,
    Column.SECONDS: lambda row: row.entry.seconds,
    Column.MARKS: lambda row: " ".join(row.entry.marks),
    Column.FOLDER: lambda row: folder_of(row.entry.path).casefold(),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the person has chosen to see."""

    text: str = ""
    """Part of the path, in any case."""
    statuses: frozenset[FileStatus] = frozenset(FileStatus)
    mark: FileMark | None = None
    """Only files with this mark."""
    column: Column = Column.NAME
    descending: bool = False
    grouped: bool = False

    def matches(self, row: FileRow) -> bool:
        """Whether a file is meant, its status apart."""
        if self.mark is not None and self.mark not in row.entry.marks:
            return False
        return self.text in row.needle


@dataclass(slots=True)
class Section:
    """Files that stand together, in ascending order."""

    source: str
    """The folder they were found under; empty for files added on their own, or when not grouped."""
    items: list[Item] = field(default_factory=list)
    count: int = 0
    """How many files it is said to have; follows when rows have been put in or taken out."""
    folded: bool = False


class FileArrangement:
    """Files in sections; can be made step by step, and changed file by file."""

    def __init__(self, choice: Choice, sources: tuple[str, ...] = ()) -> None:
        self.choice = choice
        self.sections: list[Section] = [Section("")]
        self.counts: Counter[FileStatus] = Counter()
        """Files by status that text and mark leave, whichever status is shown."""
        self._key = _SORT_KEYS[choice.column]
        self._sources = frozenset(sources)
        self._section_of_folder: dict[str, int] = {}
        if choice.grouped:
            self.sections += [Section(source) for source in sorted(sources, key=str.casefold)]
        self._starts = [0] * len(self.sections)
        self._row_count = 0
        self._numbers = {section.source: i for i, section in enumerate(self.sections)}

    def fill(self, rows: Mapping[str, FileRow]) -> Iterator[None]:
        """Arrange all these files; the first steps sort parts of them, the others merge these."""
        upcoming = iter(tuple(rows.values()))
        runs: list[list[list[Item]]] = [[] for _ in self.sections]
        while part := tuple(islice(upcoming, ROWS_PER_STEP)):
            fresh: dict[int, list[Item]] = {}
            for row in part:
                if self._lets_in(row):
                    fresh.setdefault(self._number_of(row), []).append(self._item(row))
            for number, run in fresh.items():
                run.sort()
                runs[number].append(run)
            yield
        for section, pieces in zip(self.sections, runs, strict=True):
            yield from _merge(pieces)
            section.items = pieces[0] if pieces else []
            section.count = len(section.items)
        self.measure()

    @property
    def row_count(self) -> int:
        """Rows in all, those above sections included."""
        return self._row_count

    @property
    def heads(self) -> list[int]:
        """The rows that stand above a section."""
        return [start for number, start in enumerate(self._starts) if self.head_rows(number)]

    def measure(self) -> None:
        """Note in which row each section begins; due after every change."""
        row, self._starts = 0, []
        for number, section in enumerate(self.sections):
            section.folded = section.folded and bool(section.items)
            self._starts.append(row)
            row += self.head_rows(number) + (0 if section.folded else len(section.items))
        self._row_count = row

    def head_rows(self, number: int) -> int:
        """1 for a section with a row of its own above its files, else 0."""
        return 1 if self.choice.grouped and self.sections[number].items else 0

    def start_of(self, number: int) -> int:
        """The first row of a section."""
        return self._starts[number]

    def at(self, row: int) -> tuple[int, FileRow | None]:
        """The section of a row, and its file unless the row stands above the section."""
        number = bisect_right(self._starts, row) - 1
        items = self.sections[number].items
        offset = row - self._starts[number] - self.head_rows(number)
        if offset < 0:
            return number, None
        return number, items[len(items) - 1 - offset if self.choice.descending else offset][2]

    def row_at(self, number: int, position: int, *, growth: int = 0) -> int:
        """The row of a file; `growth` is 1 where the file is about to be put in."""
        if self.choice.descending:
            position = len(self.sections[number].items) - 1 + growth - position
        return self._starts[number] + self.head_rows(number) + position

    def locate(self, row: FileRow) -> tuple[int, int] | None:
        """Section and position of a file that is shown as it is."""
        number = self._number_of(row)
        items = self.sections[number].items
        position = bisect_left(items, self._item(row)[:2])
        if position < len(items) and items[position][2] is row:
            return number, position
        return None

    def place_for(self, row: FileRow) -> tuple[int, int] | None:
        """Where a file would have to be put in; None when it is not shown at all."""
        if not self.choice.matches(row) or row.entry.status not in self.choice.statuses:
            return None
        number = self._number_of(row)
        return number, bisect_left(self.sections[number].items, self._item(row)[:2])

    def put(self, number: int, position: int, row: FileRow) -> None:
        """Put a file where `place_for` has said."""
        self.sections[number].items.insert(position, self._item(row))

    def take(self, number: int, position: int) -> None:
        """Take out the file at a place."""
        del self.sections[number].items[position]

    def replace(self, number: int, position: int, row: FileRow) -> None:
        """Show a file's new state where the old one stood."""
        self.sections[number].items[position] = self._item(row)

    def count(self, before: FileRow | None, after: FileRow | None) -> None:
        """Keep the counts right through a change."""
        if before is not None and self.choice.matches(before):
            self.counts[before.entry.status] -= 1
        if after is not None and self.choice.matches(after):
            self.counts[after.entry.status] += 1

    def _lets_in(self, row: FileRow) -> bool:
        if not self.choice.matches(row):
            return False
        status = row.entry.status
        self.counts[status] += 1
        return status in self.choice.statuses

    def _item(self, row: FileRow) -> Item:
        return self._key(row), row.order, row

    def _number_of(self, row: FileRow) -> int:
        """The section that a file belongs to: that of the innermost source above it."""
        if not self.choice.grouped or row.entry.path in self._sources:
            return 0
        return self._number_of_folder(folder_of(row.entry.path))

    def _number_of_folder(self, folder: str) -> int:
        passed = []
        while folder not in self._section_of_folder:
            passed.append(folder)
            above = folder_of(folder)
            if folder in self._numbers or above == folder:
                self._section_of_folder[folder] = self._numbers.get(folder, 0)
            folder = folder if folder in self._section_of_folder else above
        number = self._section_of_folder[folder]
        self._section_of_folder.update(dict.fromkeys(passed, number))
        return number


def _merge(runs: list[list[Item]]) -> Iterator[None]:
    """Merge sorted lists two by two until one is left, in place; each pair is a step."""
    while len(runs) > 1:
        for position in range(len(runs) // 2):
            # Sorting what is sorted in two halves is a merge.
            runs[position : position + 2] = [sorted(runs[position] + runs[position + 1])]
            yield


def folder_of(path: str) -> str:
    """The folder above a path, by either kind of slash; a root is above itself."""
    cut = max(path.rfind("/"), path.rfind("\\"))
    if cut < 0:
        return ""
    return path[: cut + 1] if cut == 0 or path[cut - 1] == ":" else path[:cut]
