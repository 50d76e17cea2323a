"""One question put to every document in scope: a row for each, as soon as it has been read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Protocol

from assistant.answers import AnswerMode, AnswerTable, Citation, Coverage, TableRow
from assistant.mapping.findings import Finding, row_of
from assistant.mapping.known_findings import KnownFindings
from assistant.mapping.model_work import ModelWork
from assistant.mapping.reading import DOCUMENTS_OF_A_BATCH, batches
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
        """What each of them says, in order; their contents are distinct.

        Fewer where it was stopped meanwhile.
        """
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
    known: KnownFindings,
    should_stop: Callable[[], bool],
    work: ModelWork | None = None,
) -> Iterator[RowFound | AnswerFinished]:
    """A row for each readable document, by path, then the table.

    `known` has what was found before, and is added to: identical contents, and what a run that was
    stopped has read, are not read again. Once `should_stop()` is true, the table has the rows that
    there are. With a model at `work`, which takes seconds for each, documents are read one by one.
    """
    started = perf_counter()
    table = _Table(documents.total, documents.failed)
    titles = titles_of(documents.readable)
    most = DOCUMENTS_OF_A_BATCH if work is None else 1
    for batch in _batches_to_show(documents.readable, known, most):
        _read_unknown(batch, reader, known)
        for record in batch:
            finding = known.finding(record)
            if finding is None:  # it was stopped while this one was read
                break
            yield table.add(finding, record, titles[record.path])
            if should_stop():
                break
        if should_stop():
            break
    seconds = {"read": round(perf_counter() - started, 4)}
    yield AnswerFinished(
        answer=made_table(question, table.rows, table.citations, table.coverage(), seconds, work)
    )


def made_table(
    question: str,
    rows: Sequence[TableRow],
    citations: Sequence[Citation],
    coverage: Coverage,
    timings: dict[str, float],
    work: ModelWork | None = None,
    *,
    sections: bool = False,
) -> AnswerTable:
    """The whole table; it names the model at `work` if it has a row of that."""
    used = sum(row.by_model for row in rows)
    is_written = any(not each.quoted for row in rows for each in row.sentences)
    return AnswerTable(
        question=question,
        rows=tuple(rows),
        citations=tuple(citations),
        coverage=coverage,
        mode=AnswerMode.FULL if is_written else AnswerMode.QUOTES,
        model=work.model.id if work is not None and used else None,
        sections=sections,
        by_model=None if work is None else work.share(used),
        timings={**timings, "total": sum(timings.values())},
    )


def _read_unknown(batch: Sequence[FileRecord], reader: FindingReader, known: KnownFindings) -> None:
    """Read what is not known of a batch, each content once."""
    unread = {record.revision: record for record in batch if known.finding(record) is None}
    if unread:
        found = reader.read(list(unread.values()))
        known.add(dict(zip(unread, found, strict=False)))


def _batches_to_show(
    records: Sequence[FileRecord], known: KnownFindings, most: int
) -> Iterator[Sequence[FileRecord]]:
    """All documents in order: what is known already at once, the rest in batches to be read."""
    waiting: list[FileRecord] = []
    for record in records:
        if not waiting and known.finding(record) is not None:
            yield [record]
        else:
            waiting.append(record)
    yield from batches(waiting, most)
