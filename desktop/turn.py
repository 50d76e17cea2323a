"""A question and what has become of it so far; no Qt, so that streaming can be tested alone."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath

from assistant.answers import (
    Answer,
    AnswerSentence,
    AnswerTable,
    AnyAnswer,
    Citation,
    Coverage,
    NoAnswer,
    OlderVersion,
    Passage,
    Support,
    TableRow,
)
from assistant.conversation import KeptTurn
from assistant.messages import (
    AnswerDelta,
    AnswerFinished,
    EvidenceFound,
    PassagesFound,
    RequestDone,
    RequestFailed,
    RowFound,
    SentenceChecked,
)
from desktop.scope import Scope

AnyTurnEvent = (
    PassagesFound
    | EvidenceFound
    | AnswerDelta
    | SentenceChecked
    | RowFound
    | AnswerFinished
    | RequestDone
    | RequestFailed
)

_MARKER = re.compile(r"\s*\[[^\]\s]{1,8}\]")
_TAIL = re.compile(r"[\s.!?…\"'”’)]*")


class TurnState(StrEnum):
    """How far a question has come."""

    SEARCHING = "searching"
    READING = "reading"
    WRITING = "writing"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(slots=True)
class Turn:
    """One question, growing by events; what is checked and what is not are kept apart."""

    question: str
    scope: Scope = field(default_factory=Scope)
    """Where it was asked to look."""
    looked_in: str = ""
    """The same in the language of queries, where it comes from what was kept."""
    state: TurnState = TurnState.SEARCHING
    passages: tuple[Passage, ...] = ()
    hint: str = ""
    """What is to be said of the search itself, such as a language that no document is in."""
    searched: str = ""
    """What was searched for, where it is not the question."""
    sentences: list[AnswerSentence] = field(default_factory=list)
    """What has been checked and belongs to the answer."""
    pending: str = ""
    """What the model has written and nobody has checked."""
    evidence: tuple[Citation, ...] = ()
    citations: dict[int, Citation] = field(default_factory=dict)
    """All citations known, by marker."""
    rows: list[TableRow] = field(default_factory=list)
    """What each document, or section, says, where all are asked."""
    coverage: Coverage | None = None
    """How many were read so far; None where not all are asked."""
    trace: str = ""
    """Id of what was kept of how the answer came about; empty where nothing was."""
    outcome: AnyAnswer | None = None
    failure: RequestFailed | None = None
    failed_sentences: int = 0
    """How many sentences the check has refused."""
    kept: KeptTurn | None = None
    """What was kept of it, where it comes from a conversation that was opened again."""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.state not in (TurnState.SEARCHING, TurnState.READING, TurnState.WRITING)

    @property
    def is_table(self) -> bool:
        """Whether every document, or section, is asked."""
        return self.coverage is not None

    @property
    def older(self) -> tuple[OlderVersion, ...]:
        """Where else what is quoted stands."""
        return self.outcome.older if isinstance(self.outcome, Answer) else ()

    @property
    def shown_citations(self) -> list[Citation]:
        """The citations by marker, without the places in older versions, which say the same."""
        hidden = {each.citations[1] for each in self.older}
        return [self.citations[marker] for marker in sorted(self.citations) if marker not in hidden]

    @property
    def written(self) -> list[AnswerSentence]:
        """The sentences of the answer that a language model wrote."""
        return [sentence for sentence in self.sentences if not sentence.quoted]

    def apply(self, event: AnyTurnEvent) -> None:
        """Take one event of the engine into account."""
        match event:
            case PassagesFound():
                self.passages, self.hint = event.passages, event.hint
                self.searched = event.searched
                self._advance(TurnState.READING)
            case EvidenceFound():
                self.evidence = event.citations
                self._know(event.citations)
            case AnswerDelta():
                self.pending += event.text
                self._advance(TurnState.WRITING)
            case SentenceChecked():
                self._take(event)
            case RowFound():
                self._add_row(event)
            case AnswerFinished():
                self.trace = event.trace
                self._finish(event.answer)
            case RequestDone():
                self._end(event)
            case RequestFailed():
                self.failure = event
                self.state = TurnState.FAILED

    @classmethod
    def from_kept(cls, kept: KeptTurn) -> "Turn":
        """A question of an opened conversation, with its answer as it was given."""
        turn = cls(kept.question, kept=kept, looked_in=looked_in(kept), searched=kept.searched)
        turn.apply(AnswerFinished(answer=kept.answer, trace=kept.trace))
        return turn

    def _advance(self, state: TurnState) -> None:
        if not self.is_over:
            self.state = state

    def _know(self, citations: tuple[Citation, ...]) -> None:
        self.citations.update((citation.marker, citation) for citation in citations)

    def _take(self, event: SentenceChecked) -> None:
        self.pending = without_first_sentence(self.pending, event.sentence.text)
        self._know(event.citations)
        if event.sentence.support is Support.UNSUPPORTED:
            self.failed_sentences += 1
        else:
            self.sentences.append(event.sentence)
        self._advance(TurnState.WRITING)

    def _add_row(self, event: RowFound) -> None:
        self.rows.append(event.row)
        self.coverage = event.coverage
        self._know(event.citations)
        self._advance(TurnState.READING)

    def _finish(self, outcome: AnyAnswer) -> None:
        self.outcome = outcome
        self.pending = ""
        self.rows, self.coverage = [], None
        if isinstance(outcome, AnswerTable):
            self.rows, self.coverage = list(outcome.rows), outcome.coverage
        if isinstance(outcome, NoAnswer):
            self.sentences = []
            self.evidence = ()
            self.citations = {citation.marker: citation for citation in outcome.nearest}
            self.state = TurnState.UNANSWERED
            return
        self.sentences = list(outcome.sentences)
        self.evidence = outcome.citations
        self.citations = {citation.marker: citation for citation in outcome.citations}
        self.state = TurnState.ANSWERED

    def _end(self, done: RequestDone) -> None:
        if self.outcome is None or (done.cancelled and not self.is_over):
            self.state = TurnState.STOPPED


def looked_in(kept: KeptTurn) -> str:
    """Where a kept question was asked to look; empty for the whole library."""
    place = PurePath(kept.within.replace("\\", "/")).name
    return " ".join(part for part in (place, kept.scope) if part)


def without_first_sentence(pending: str, sentence: str) -> str:
    """The text after the sentence, which is in it give or take white space and markers."""
    position = 0
    for letter in (each for each in sentence if each.isalnum()):
        found = _next_letter(pending, letter, position)
        if found is None:
            break
        position = found + 1
    while True:
        position = _end_of(_TAIL, pending, position)
        after = _end_of(_MARKER, pending, position)
        if after == position:
            return pending[position:]
        position = after


def _next_letter(text: str, letter: str, position: int) -> int | None:
    """Where the letter comes next; None when another letter or digit comes before it."""
    while position < len(text):
        marker_end = _end_of(_MARKER, text, position)
        if marker_end != position:
            position = marker_end
            continue
        if text[position] == letter:
            return position
        if text[position].isalnum():
            return None
        position += 1
    return None


def _end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position
