"""The JSON objects of `footnote ask`, field by field in the contract's order."""

from collections.abc import Sequence

import msgspec

from assistant.answers import (
    AbstentionReason,
    Answer,
    AnswerMode,
    AnswerSentence,
    AnswerTable,
    AnyAnswer,
    Citation,
    Conflict,
    NoAnswer,
    OlderVersion,
    Support,
)
from assistant.command_line.questions import QuestionId
from assistant.wording import abstention_sentence


class SentenceRecord(msgspec.Struct, frozen=True):
    """A sentence of an answer."""

    text: str
    support: Support
    citations: tuple[int, ...]


class CitationRecord(msgspec.Struct, frozen=True):
    """A numbered place in a document."""

    marker: int
    path: str
    page: int | None
    start: int
    end: int
    label: str
    quote: str


class RowRecord(msgspec.Struct, frozen=True):
    """What one document, or one section of a document, says."""

    path: str
    title: str
    value: str
    sentences: tuple[SentenceRecord, ...]


class CoverageRecord(msgspec.Struct, frozen=True):
    """How many documents, or sections, were read."""

    read: int
    total: int
    nothing: int
    failed: tuple[str, ...]


class AnswerRecord(msgspec.Struct, frozen=True):
    """The result of one question."""

    id: QuestionId
    question: str
    answer: str
    abstained: bool
    reason: AbstentionReason | None
    sentences: tuple[SentenceRecord, ...]
    citations: tuple[CitationRecord, ...]
    timings: dict[str, float]
    model: str | None
    mode: AnswerMode
    rows: tuple[RowRecord, ...] | msgspec.UnsetType = msgspec.UNSET
    """Of a table over documents; left out of other answers, like the next one."""
    coverage: CoverageRecord | msgspec.UnsetType = msgspec.UNSET
    conflicts: tuple[Conflict, ...] | msgspec.UnsetType = msgspec.UNSET
    """Left out where the documents agree."""
    unmet: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    """Words of the question that nothing found has or means; left out where there are none. An
    answer with such words quotes what comes closest."""
    older: tuple[OlderVersion, ...] | msgspec.UnsetType = msgspec.UNSET
    """Left out where no older version has the words of a quote."""


def answer_record(id: QuestionId, answer: AnyAnswer) -> AnswerRecord:
    """The contract's form of an answer; an abstention carries the nearest passages."""
    if isinstance(answer, NoAnswer):
        return AnswerRecord(
            id=id,
            question=answer.question,
            answer=abstention_sentence(answer.reason, answer.unmet),
            abstained=True,
            reason=answer.reason,
            sentences=(),
            citations=_citations(answer.nearest),
            timings=answer.timings,
            model=None,
            mode=AnswerMode.QUOTES,
            unmet=answer.unmet or msgspec.UNSET,
        )
    record = AnswerRecord(
        id=id,
        question=answer.question,
        answer=answer.text,
        abstained=False,
        reason=None,
        sentences=tuple(map(_sentence, answer.sentences)),
        citations=_citations(answer.citations),
        timings=answer.timings,
        model=answer.model,
        mode=answer.mode,
        conflicts=(isinstance(answer, Answer) and answer.conflicts) or msgspec.UNSET,
        unmet=(isinstance(answer, Answer) and answer.unmet) or msgspec.UNSET,
        older=(isinstance(answer, Answer) and answer.older) or msgspec.UNSET,
    )
    return _table_record(record, answer) if isinstance(answer, AnswerTable) else record


def _sentence(sentence: AnswerSentence) -> SentenceRecord:
    return SentenceRecord(sentence.text, sentence.support, sentence.citations)


def _table_record(record: AnswerRecord, table: AnswerTable) -> AnswerRecord:
    """An answer's form with its rows; without any that says something it is an abstention."""
    abstained = not record.sentences
    coverage = table.coverage
    return msgspec.structs.replace(
        record,
        abstained=abstained,
        reason=AbstentionReason.NOT_IN_DOCUMENTS if abstained else None,
        rows=tuple(
            RowRecord(row.path, row.title, row.value, tuple(map(_sentence, row.sentences)))
            for row in table.rows
        ),
        coverage=CoverageRecord(coverage.read, coverage.total, coverage.nothing, coverage.failed),
    )


def _citations(citations: Sequence[Citation]) -> tuple[CitationRecord, ...]:
    return tuple(
        CitationRecord(
            marker=citation.marker,
            path=citation.path,
            page=citation.page,
            start=citation.start,
            end=citation.end,
            label=citation.label,
            quote=citation.quote,
        )
        for citation in citations
    )
