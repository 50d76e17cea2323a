"""What an answer's trace records: how it came about, from the query to every verdict.

Personal data in it is masked. Imports nothing heavy.
"""

from enum import StrEnum

import msgspec

from assistant.answers import AbstentionReason, AnswerMode, Support


class PassageFate(StrEnum):
    """What became of a passage that was found."""

    QUOTED = "quoted"
    GIVEN = "given"
    """The language model was given it, no quote is from it."""
    NO_ROOM = "no-room"
    """It did not fit the budget of the prompt."""
    NOT_USED = "not-used"
    """Others were better."""


class TracedPassage(msgspec.Struct, frozen=True, kw_only=True):
    """A passage that was found."""

    path: str
    page: int | None
    label: str
    score: float
    found_by: dict[str, float]
    """As in `Passage`."""
    fate: PassageFate
    hidden: bool = False
    scanned: bool = False


class TracedSentence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence that was quoted or written, with its verdict."""

    text: str
    support: Support
    quoted: bool
    shown: bool
    """Whether it is part of the answer."""
    objections: tuple[str, ...] = ()
    """What spoke against it."""
    counted: bool = False
    """Whether it was counted in the ledger of files."""


class AnswerTrace(msgspec.Struct, frozen=True, kw_only=True):
    """How one answer came about."""

    id: str
    """Twelve hexadecimal digits."""
    asked_at: float
    """Seconds since 1970."""
    question: str
    searched: str
    """The query that was searched for; other than the question where it follows an earlier one."""
    scope: str = ""
    mode: AnswerMode
    model: str | None
    embedding_model: str
    prompt_version: str = ""
    """Empty where no prompt was made."""
    prompt_tokens: int = 0
    passages: tuple[TracedPassage, ...] = ()
    sentences: tuple[TracedSentence, ...] = ()
    abstained: AbstentionReason | None = None
    signals: dict[str, float] = msgspec.field(default_factory=dict)
    """What the decision to answer stood on."""
    timings: dict[str, float] = msgspec.field(default_factory=dict)
    """Seconds by stage."""
    reranker: str = ""
    """What put the first passages in order; empty where nothing did."""
    entailment_model: str = ""
    """What judged written sentences beside the rules; empty where nothing did."""
    failure: str = ""
    """Why the model did not write, where something went wrong with it."""


class TraceEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A line in the list of traces."""

    id: str
    asked_at: float
    question: str
    mode: AnswerMode
    abstained: bool
    seconds: float
    """Until it was finished."""
    seconds_to_quotes: float | None = None
    """Until the first quotes stood there; None where it did not come to that."""
