"""One question put to every document in scope: a row for each, as soon as it has been read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Protocol

from assistant.answers import AnswerMode, AnswerTable, Citation, Coverage, TableRow
from assistant.mapping.findings import NOTHING, Finding, row_of
from assistant.mapping.reading import batches
from assistant.mapping.scope import DocumentsInScope, titles_of
from assistant.messages import AnswerFinished, RowFound
from indexer.ledger_records import FileRecord


class FindingReader(Protocol):
    """Finds what documents say."""

    @property
    def asks_for(self) -> tuple[str, ...]:
        """What its findings depend on beside the question's topic."""
        ...

    def read(self, records: Sequence[FileRecord]) -> list[Finding]:
        """What each of them says; their contents are distinct."""
        ...


@dataclass(slots=True)
class _Table:
    """The answer as it grows."""

    total: int
    failed: tuple[str, ...]
    rows: list[TableRow] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    nothing: int = 0

    def add(self, finding: Finding, record: FileRecord, title: str) -> RowFound:
        row, citations = row_of(finding, record.path, title, len(self.citations) + 1)
        self.rows.append(row)
        self.citations.extend(citations)
        self.nothing += not row.sentences
        return RowFound(row=row, citations=citations, coverage=self.coverage())

    def coverage(self) -> Coverage:
        return Coverage(
            read=len(self.rows), total=self.total, nothing=self.nothing, failed=self.failed
        )


def map_documents(
    question: str,
    documents: DocumentsInScope,
    reader: FindingReader,
    known: dict[str, Finding],
    should_stop: Callable[[], bool],
) -> Iterator[RowFound | AnswerFinished]:
    """A row for each readable document, by path, then the table.

    `known` has what was found before, by revision, and is added to: identical contents, and what a
    run that was stopped has read, are not read again. Once `should_stop()` is true, the table has
    the rows that there are.
    """
    started = perf_counter()
    table = _Table(documents.total, documents.failed)
    titles = titles_of(documents.readable)
    for batch in _batches_to_show(documents.readable, known):
        unread = list(
            {record.revision: record for record in batch if record.revision not in known}.values()
        )
        if unread:
            found = reader.read(unread)
            known.update(zip((record.revision for record in unread), found, strict=True))
        for record in batch:
            yield table.add(known.get(record.revision, NOTHING), record, titles[record.path])
            if should_stop():
                break
        if should_stop():
            break
    yield AnswerFinished(answer=_answer(question, table, perf_counter() - started))


def _batches_to_show(
    records: Sequence[FileRecord], known: dict[str, Finding]
) -> Iterator[Sequence[FileRecord]]:
    """All documents in order: what is known already at once, the rest in batches to be read."""
    waiting: list[FileRecord] = []
    for record in records:
        if record.revision in known and not waiting:
            yield [record]
        else:
            waiting.append(record)
    yield from batches(waiting)


def _answer(question: str, table: _Table, seconds: float) -> AnswerTable:
    return AnswerTable(
        question=question,
        rows=tuple(table.rows),
        citations=tuple(table.citations),
        coverage=table.coverage(),
        mode=AnswerMode.QUOTES,
        model=None,
        timings={"read": round(seconds, 4), "total": round(seconds, 4)},
    )
