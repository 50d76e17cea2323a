"""The JSON objects of the command line's contract, field by field in its order."""

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
    Passage,
    Support,
)
from assistant.search.explaining import (
    FileExplanation,
    PassageExplanation,
    WhyNot,
    explain_passage,
)
from assistant.search.explanation_words import passage_sentence
from assistant.traces.summary import TraceSummary
from assistant.wording import abstention_sentence
from indexer.documents import FileMark, FileStatus, ParsedDocument, ReasonCode, Recognition
from indexer.ledger_records import FileRecord

QuestionId = str | int


class Hit(msgspec.Struct, frozen=True):
    """A passage found."""

    path: str
    page: int | None
    start: int
    end: int
    label: str
    text: str
    score: float


class ExplainedHit(Hit, frozen=True):
    """A passage found, and how."""

    found_by: dict[str, float]
    """Scores and ranks in each search, and what else counted."""
    words: tuple[str, ...]
    """Words of the query as they stand in the passage."""
    explanation: str


class WhyRecord(msgspec.Struct, frozen=True):
    """Why a file is, or is not, among the results of a query."""

    id: QuestionId
    query: str
    path: str
    cause: WhyNot
    sentence: str
    place: int | None
    """Of its best passage among all, from 1."""
    hit: Hit | ExplainedHit | None
    """Its best passage."""
    parts: tuple[str, ...]
    """What of the query keeps it out."""


class SearchRecord(msgspec.Struct, frozen=True):
    """The result of one query."""

    id: QuestionId
    query: str
    hits: tuple[Hit | ExplainedHit, ...]
    seconds: float


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
    reasons: dict[FileStatus, dict[ReasonCode, int]]
    """How often each reason is given, by status."""
    rebuilding: tuple[int, int] | None
    """How many of how many contents a new index holds; null unless one is being made."""
    answers: TraceSummary | None = None
    """Figures over the traces that are kept; null where there are none."""


class BlockRecord(msgspec.Struct, frozen=True):
    """A block of a page."""

    kind: str
    start: int
    end: int
    level: int
    label: str


class WordRecord(msgspec.Struct, frozen=True):
    """A recognised word: its range of the text, its box as parts of the page from the top left."""

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float


class RecognitionRecord(msgspec.Struct, frozen=True):
    """How a page's text was read off a picture; without confidence by another program."""

    confidence: float | None
    words: tuple[WordRecord, ...]


class PageRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """A page's text, and its blocks as ranges of it."""

    number: int | None
    label: str
    text: str
    blocks: tuple[BlockRecord, ...]
    recognition: RecognitionRecord | None = None
    """Left out for a page with text of its own."""


class TextRecord(msgspec.Struct, frozen=True):
    """An extracted document."""

    path: str
    media_type: str
    title: str
    pages: tuple[PageRecord, ...]
    warnings: tuple[str, ...]


def search_record(
    id: QuestionId,
    query: str,
    passages: Sequence[Passage],
    seconds: float,
    *,
    explain: bool = False,
) -> SearchRecord:
    """The contract's form of a search's result; with `explain`, every hit says how it was found."""
    hits = tuple(
        _explained(passage, explain_passage(query, passage, place)) if explain else _hit(passage)
        for place, passage in enumerate(passages, start=1)
    )
    return SearchRecord(id=id, query=query, hits=hits, seconds=round(seconds, 4))


def why_record(id: QuestionId, explained: FileExplanation) -> WhyRecord:
    """The contract's form of what became of a file in a search."""
    passage, how = explained.passage, explained.how
    hit = None if passage is None else _explained(passage, how) if how else _hit(passage)
    return WhyRecord(
        id=id,
        query=explained.query,
        path=explained.path,
        cause=explained.cause,
        sentence=explained.sentence,
        place=explained.place,
        hit=hit,
        parts=explained.parts,
    )


def _hit(passage: Passage) -> Hit:
    return Hit(
        path=passage.path,
        page=passage.page,
        start=passage.start,
        end=passage.end,
        label=passage.label,
        text=passage.text,
        score=passage.score,
    )


def _explained(passage: Passage, how: PassageExplanation) -> ExplainedHit:
    return ExplainedHit(
        **msgspec.structs.asdict(_hit(passage)),
        found_by=passage.found_by,
        words=how.words,
        explanation=passage_sentence(how),
    )


def answer_record(id: QuestionId, answer: AnyAnswer) -> AnswerRecord:
    """The contract's form of an answer; an abstention carries the nearest passages."""
    if isinstance(answer, NoAnswer):
        return AnswerRecord(
            id=id,
            question=answer.question,
            answer=abstention_sentence(answer.reason),
            abstained=True,
            reason=answer.reason,
            sentences=(),
            citations=_citations(answer.nearest),
            timings=answer.timings,
            model=None,
            mode=AnswerMode.QUOTES,
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


def text_record(path: str, document: ParsedDocument) -> TextRecord:
    """The contract's form of an extracted document."""
    pages = tuple(
        PageRecord(
            number=page.number,
            label=page.label,
            text=page.text,
            blocks=tuple(
                BlockRecord(block.kind, block.span.start, block.span.end, block.level, block.label)
                for block in page.blocks
            ),
            recognition=_recognition(page.recognition),
        )
        for page in document.pages
    )
    return TextRecord(path, document.media_type, document.title, pages, document.warnings)


def _recognition(recognition: Recognition | None) -> RecognitionRecord | None:
    if recognition is None:
        return None
    return RecognitionRecord(
        recognition.confidence,
        tuple(
            WordRecord(word.span.start, word.span.end, word.left, word.top, word.right, word.bottom)
            for word in recognition.words
        ),
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
