"""What documents have said before: in memory while the process lives, as places on disk beyond."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

from assistant.answers import Passage
from assistant.mapping.findings import ROWS_REMEMBERED, Finding
from assistant.mapping.kept_findings import (
    FindingStore,
    KeptFinding,
    hidden_question,
    kept_of,
    restored,
)
from indexer.ledger_records import FileRecord

PassagesOf = Callable[[FileRecord], Sequence[Passage]]
"""The passages of a document, as they were read for the question."""


class KnownFindings:
    """What documents have said to one question; a document that changed has said nothing yet."""

    def __init__(self, store: Callable[[], FindingStore | None], question: str) -> None:
        self._store = store
        self._question = question
        self._found: dict[str, Finding] = {}
        self._kept: dict[str, KeptFinding] | None = None
        self._passages: PassagesOf = lambda record: ()

    def __len__(self) -> int:
        return len(self._found)

    def read_by(self, passages: PassagesOf) -> None:
        """Where the words are read of what is known by its place only."""
        self._passages = passages

    def finding(self, record: FileRecord) -> Finding | None:
        """What it has said; None where it has to be read."""
        if record.revision not in self._found:
            kept = self._on_disk().pop(record.revision, None)
            passages = self._passages(record) if kept is not None and kept.said else ()
            known = None if kept is None else restored(kept, passages)
            if known is None:
                return None
            self._found[record.revision] = known
        return self._found[record.revision]

    def add(self, found: Mapping[str, Finding]) -> None:
        """Remember what was read, by revision."""
        self._found.update(found)
        store = self._store()
        if store is not None and found:
            kept = {revision: kept_of(finding) for revision, finding in found.items()}
            store.keep(self._question, kept)

    def _on_disk(self) -> dict[str, KeptFinding]:
        if self._kept is None:
            store = self._store()
            self._kept = {} if store is None else store.rows(self._question)
        return self._kept


class FindingsMemory:
    """Findings by question and content, so that asking again goes on where it was stopped."""

    def __init__(self, store: FindingStore | None = None, most: int = ROWS_REMEMBERED) -> None:
        """With a `store`, also after the process has ended."""
        self._store = store
        self._most = most
        self._questions: OrderedDict[str, KnownFindings] = OrderedDict()

    def of(self, way: Sequence[str]) -> KnownFindings:
        """What is known of one way of asking, to be read and added to."""
        key = hidden_question(way)
        found = self._questions.setdefault(key, KnownFindings(lambda: self._store, key))
        self._questions.move_to_end(key)
        while len(self._questions) > 1 and self._size() > self._most:
            self._questions.popitem(last=False)
        return found

    def keep_in(self, store: FindingStore | None) -> None:
        """Keep what is read from now on there, or nowhere beyond this process."""
        self._store = store

    def forget(self) -> None:
        """Let go of everything, on disk too."""
        self._questions.clear()
        if self._store is not None:
            self._store.delete()

    def _size(self) -> int:
        return sum(map(len, self._questions.values()))
