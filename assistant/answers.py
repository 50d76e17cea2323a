"""Passages, citations and answers: what a question leads to. Imports nothing heavy."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec


class Support(StrEnum):
    """The verdict on one sentence of an answer, held against the passages it cites."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    UNSUPPORTED = "unsupported"
    UNVERIFIED = "unverified"
    """From a scan: the words themselves are not certain."""


class AnswerMode(StrEnum):
    """How much the language model was trusted with."""

    QUOTES = "quotes"
    SHORT = "short"
    FULL = "full"


class AbstentionReason(StrEnum):
    """Why no answer was given."""

    NOTHING_INDEXED = "nothing-indexed"
    NOTHING_FOUND = "nothing-found"
    NOT_IN_DOCUMENTS = "not-in-documents"


class QuoteBox(msgspec.Struct, frozen=True, array_like=True):
    """A box around recognised words, as parts of the page's width and height from its top left."""

    left: float
    top: float
    right: float
    bottom: float


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A chunk in the role of evidence for one question.

    `text` is exactly characters `start` to `end` of the page's text (of the document's text where
    `page` is None), as `footnote text` prints it.
    """

    path: str
    revision: str
    page: int | None
    start: int
    end: int
    label: str
    text: str
    score: float
    """Fused score; comparable within one question only."""
    heading_path: tuple[str, ...] = ()
    sentences: tuple[tuple[int, int], ...] = ()
    """Its sentences as (start, end) in the same text."""
    sentence_labels: tuple[str, ...] = ()
    """The label of each sentence; empty when it is `label` for all of them."""
    hidden: tuple[tuple[int, int], ...] = ()
    """What of it cannot be seen on the page, as (start, end) in the same text."""
    instructions: tuple[tuple[int, int], ...] = ()
    """Where it gives orders to whoever reads it for the person, as (start, end) in the same text;
    neither quoted nor given to a model."""
    scanned: bool = False
    """Whether its text was read off a picture, so that its very words are not certain."""
    confidence: float | None = None
    """How certain the recognition was, 0 to 1; None when unknown or not scanned."""
    boxes: tuple[tuple[int, int, QuoteBox], ...] = ()
    """Recognised words as (start, end, box), in the order of the text."""
    same_elsewhere: tuple["Passage", ...] = ()
    """Passages of other documents in nearly the same words, which were found, too."""
    found_by: dict[str, float] = msgspec.field(default_factory=dict)
    """How it was found: "dense" (cosine), "text" (BM25), "dense_rank", "text_rank" …; in plain
    words by `assistant.search.explaining`."""


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """A numbered place in a document; `quote` is exactly characters `start` to `end` there."""

    marker: int
    path: str
    revision: str
    page: int | None
    start: int
    end: int
    label: str
    quote: str
    scanned: bool = False
    """Whether the quote was read off a picture; such a quote is never called verified."""
    confidence: float | None = None
    hidden: bool = False
    """Whether part of the quote cannot be seen on the page."""
    instructions: bool = False
    """Whether orders to an assistant stand beside the quote, in the same passage."""
    boxes: tuple[QuoteBox, ...] = ()
    """Where the quote stands on a page without text of its own; empty where the viewer can tell."""


class AnswerSentence(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence of an answer with its verdict and the markers of its citations."""

    text: str
    support: Support
    citations: tuple[int, ...] = ()
    quoted: bool = False
    """Whether these are the document's own words, and not a language model's."""
    counted: bool = False
    """Whether it was counted in the ledger of files, which is exact and stands on no passage."""


def marked_text(sentences: Iterable[AnswerSentence]) -> str:
    """The sentences with their markers, as plain text."""
    return " ".join(
        sentence.text + "".join(f" [{marker}]" for marker in sentence.citations)
        for sentence in sentences
    )


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """Two or more places of the documents that do not say the same."""

    text: str
    """One sentence that says what differs."""
    citations: tuple[int, ...]
    """Markers of the places, that of the newest document first."""


class OlderVersion(msgspec.Struct, frozen=True, kw_only=True):
    """An older version of a document that has the words of a quote, too."""

    text: str
    """One sentence that names it."""
    citations: tuple[int, int]
    """Markers of the quote and of the place in the older version."""


class Answer(msgspec.Struct, frozen=True, kw_only=True, tag="answer"):
    """A question answered from the documents."""

    question: str
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    mode: AnswerMode
    model: str | None
    """Id of the language model that wrote it, or None when it is quotes alone."""
    timings: dict[str, float] = msgspec.field(default_factory=dict)
    """Seconds by stage: retrieve, quote, first_token, write, verify, total."""
    dropped: tuple[AnswerSentence, ...] = ()
    """What the model wrote and the check refused; kept for the trace, not part of the answer."""
    conflicts: tuple[Conflict, ...] = ()
    older: tuple[OlderVersion, ...] = ()
    """Where else what is quoted stands; no sentence cites these places."""
    unmet: tuple[str, ...] = ()
    """Words of the question that nothing found has or means. Where there are any, what is quoted
    comes closest, and may be about something else."""

    @property
    def text(self) -> str:
        """The whole answer with its markers, as plain text."""
        return marked_text(self.sentences)


class NoAnswer(msgspec.Struct, frozen=True, kw_only=True, tag="no-answer"):
    """The documents do not answer the question; `nearest` is the closest they come."""

    question: str
    reason: AbstentionReason
    nearest: tuple[Citation, ...] = ()
    unmet: tuple[str, ...] = ()
    """Words of the question that nothing found has or means."""
    timings: dict[str, float] = msgspec.field(default_factory=dict)


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """How many documents were read for a question that asks all of them."""

    read: int
    total: int
    nothing: int
    """Of those read, how many say nothing to the question."""
    failed: tuple[str, ...] = ()
    """Paths of those in scope that could not be read; they count in `total`, not in `read`."""


class TableRow(msgspec.Struct, frozen=True, kw_only=True):
    """What one document, or one section of a document, says to the question."""

    path: str
    title: str
    """The document's title or file name, or the section's heading."""
    sentences: tuple[AnswerSentence, ...] = ()
    """Empty when it says nothing."""
    value: str = ""
    """The short fact within the first sentence, word for word, where there is one."""
    by_model: bool = False
    """Whether a language model picked its sentence or value, or wrote what it says."""


class ModelShare(msgspec.Struct, frozen=True, kw_only=True):
    """What a language model had to say to the rows of a table."""

    model: str
    """Its id."""
    prompt: str
    """The version of the prompt."""
    asked: int
    """Documents or sections about which it was asked just now; earlier findings are kept."""
    used: int
    """Rows that are as it said."""
    refused: int
    """How often what it said did not pass the check; such a row is as it is without a model."""
    tokens: int
    """That it read, all prompts together."""
    seconds: float
    """That it took, all together."""
    failure: str = ""
    """Why it was not asked to the end, where something went wrong with it."""


class AnswerTable(msgspec.Struct, frozen=True, kw_only=True, tag="table"):
    """A question answered by every document in scope, or by every section of one."""

    question: str
    rows: tuple[TableRow, ...]
    citations: tuple[Citation, ...]
    coverage: Coverage
    mode: AnswerMode
    model: str | None
    sections: bool = False
    """Whether the rows are sections of one document."""
    by_model: ModelShare | None = None
    """None where no model had a say."""
    timings: dict[str, float] = msgspec.field(default_factory=dict)

    @property
    def sentences(self) -> tuple[AnswerSentence, ...]:
        """Those of all rows, in their order."""
        return tuple(sentence for row in self.rows for sentence in row.sentences)

    @property
    def text(self) -> str:
        """A line for each row that says something, with its markers, as plain text."""
        return "\n".join(
            f"{row.title}: {marked_text(row.sentences)}" for row in self.rows if row.sentences
        )


AnyAnswer = Answer | NoAnswer | AnswerTable
