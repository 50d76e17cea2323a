"""Which of the files that an answer cites have changed since, moved, or gone.

A file that is where it was and has other content has changed. One that is not there any more, but
whose very content the ledger knows at another place, was moved: its citations open there. A file on
a drive that is not connected is neither changed nor gone.
"""

from dataclasses import dataclass
from enum import Enum, auto

from msgspec.structs import replace

from assistant.answers import AnswerTable, AnyAnswer
from assistant.conversation import KeptTurn
from assistant.conversations.rows import citations_of, with_citations
from indexer.discover import below
from indexer.ledger import Ledger
from indexer.planning import CLOCK_STEP_NS
from indexer.reading import content_hash, stat_of


class FileState(Enum):
    """How a cited file stands today."""

    SAME = auto()
    CHANGED = auto()
    MISSING = auto()
    AWAY = auto()
    """Its drive is not connected, or it cannot be opened just now."""


@dataclass(frozen=True, slots=True)
class FileToday:
    """A cited file, and where its content is today."""

    state: FileState
    path: str


class CitedFiles:
    """Looks each cited file up once; reads a file only where the ledger cannot tell."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._known: dict[tuple[str, str], FileToday] = {}
        self._hashes: dict[str, str | None] = {}

    def today(self, path: str, revision: str) -> FileToday:
        """How a file stands that was cited with this revision."""
        key = (path, revision)
        if key not in self._known:
            self._known[key] = self._look(path, revision)
        return self._known[key]

    def _look(self, path: str, revision: str) -> FileToday:
        if stat_of(path) is None:
            return self._elsewhere(path, revision)
        if self._has_another_size(path, revision):
            return FileToday(FileState.CHANGED, path)
        present = self._hash(path)
        if present is None:
            return FileToday(FileState.AWAY, path)
        same = present == revision.partition("-")[0]
        return FileToday(FileState.SAME if same else FileState.CHANGED, path)

    def _elsewhere(self, path: str, revision: str) -> FileToday:
        """What became of a file that is not where it was."""
        for other in self._ledger.live_paths([revision]).get(revision, []):
            if stat_of(other) is not None:
                return FileToday(FileState.SAME, other)
        away = (each.path for each in self._ledger.source_records() if each.away_since is not None)
        is_away = any(below(path, source) for source in away)
        return FileToday(FileState.AWAY if is_away else FileState.MISSING, path)

    def _has_another_size(self, path: str, revision: str) -> bool:
        """Whether the ledger has that revision of the file, with another size: no need to read."""
        record, status = self._ledger.file(path), stat_of(path)
        if record is None or status is None or record.revision != revision:
            return False
        return record.size != status.st_size

    def _hash(self, path: str) -> str | None:
        """Of the file's present content, from the ledger where its size and time prove it."""
        if path not in self._hashes:
            self._hashes[path] = self._noted_hash(path) or _read_hash(path)
        return self._hashes[path]

    def _noted_hash(self, path: str) -> str:
        record, status = self._ledger.file(path), stat_of(path)
        if record is None or status is None:
            return ""
        if (record.size, record.mtime_ns) != (status.st_size, status.st_mtime_ns):
            return ""
        if record.mtime_ns + CLOCK_STEP_NS > record.checked_ns:
            return ""
        return record.revision.partition("-")[0]


def turn_today(turn: KeptTurn, files: CitedFiles) -> KeptTurn:
    """The turn with what has changed and gone, and with the places where its files are now."""
    cited = {(each.path, each.revision) for each in citations_of(turn.answer)}
    today = {path: files.today(path, revision) for path, revision in sorted(cited)}
    return replace(
        turn,
        answer=_moved(turn.answer, {path: file.path for path, file in today.items()}),
        changed=_in_state(today, FileState.CHANGED),
        missing=_in_state(today, FileState.MISSING),
    )


def _in_state(today: dict[str, FileToday], state: FileState) -> tuple[str, ...]:
    return tuple(path for path, file in today.items() if file.state is state)


def _moved(answer: AnyAnswer, paths: dict[str, str]) -> AnyAnswer:
    """The answer with each file at its present path."""
    citations = tuple(
        replace(each, path=paths.get(each.path, each.path)) for each in citations_of(answer)
    )
    moved = with_citations(answer, citations)
    if isinstance(moved, AnswerTable):
        rows = tuple(replace(row, path=paths.get(row.path, row.path)) for row in moved.rows)
        return replace(moved, rows=rows)
    return moved


def _read_hash(path: str) -> str | None:
    try:
        return content_hash(path)
    except OSError:
        return None
