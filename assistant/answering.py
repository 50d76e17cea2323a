"""From a question to an answer: passages, quotes, and a written answer that has been checked.

The quotes come first and need no language model. What a model writes takes their place at the head
of the answer only sentence by sentence, each verified; whatever goes wrong, the quotes remain.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter

from msgspec.structs import replace

from assistant.answers import (
    AbstentionReason,
    Answer,
    AnswerMode,
    AnswerSentence,
    Citation,
    NoAnswer,
    Passage,
)
from assistant.checks.conflicts import told_in, with_conflicts
from assistant.checks.versions import Versions
from assistant.checkup.kept import trusted_mode
from assistant.drafts.drafting import Draft
from assistant.drafts.judging import judge_doubtful
from assistant.drafts.prompting import Prompt, build_prompt
from assistant.drafts.rewriting import Rewrite, rewritten
from assistant.drafts.writing import SentenceStream
from assistant.following_up import EarlierTurn, complete
from assistant.messages import (
    AnswerDelta,
    AnswerFinished,
    EvidenceFound,
    PassagesFound,
    SentenceChecked,
)
from assistant.quotes.abstention import is_answerable, signals_of
from assistant.quotes.citing import cite
from assistant.quotes.evidence import Evidence, gather_evidence
from assistant.quotes.instructions import without_orders
from assistant.quotes.unmet import unmet_words
from assistant.search.retrieval import Retriever
from assistant.traces.recording import AnswerNotes
from models.errors import ModelError
from models.interfaces import EmbeddingModel, EntailmentModel, GenerationOptions, LanguageModel

logger = logging.getLogger(__name__)

AnswerEvent = PassagesFound | EvidenceFound | AnswerDelta | SentenceChecked | AnswerFinished

RETRIEVED = 20
"""Passages found for a question; the words of the question are weighed over all of them."""
SHOWN = 8
NEAREST = 3
_ANSWER_TOKENS = {AnswerMode.SHORT: 96, AnswerMode.FULL: 320}
_MOST_SENTENCES = {AnswerMode.SHORT: 2, AnswerMode.FULL: 6}
_PASSAGES_OF_A_SHORT_ANSWER = 3


def _never() -> bool:
    return False


def answer_question(
    question: str,
    retriever: Retriever,
    embedder: EmbeddingModel,
    language_model: LanguageModel | None,
    *,
    within: Path | None = None,
    scope: str = "",
    should_stop: Callable[[], bool] = _never,
    mode: AnswerMode | None = None,
    most_passages: int = SHOWN,
    notes: AnswerNotes | None = None,
    earlier: Sequence[EarlierTurn] = (),
    rewrite: Rewrite | None = None,
    entailment: EntailmentModel | None = None,
) -> Iterator[AnswerEvent]:
    """Answer from the library: passages, then quotes, deltas with verdicts, and last the answer.

    `scope` holds filters; NotAScope is raised for anything else in it. At most `most_passages` are
    shown and given to the model. `mode` None lets the model decide;
    once `should_stop()` is true, what is known so far is the answer. `notes` are taken for a trace.
    A question that follows `earlier` ones is completed, and then stands for what was asked;
    `rewrite` may do it better. `entailment` judges what the model wrote, beside the rules.
    """
    timings, notes = _Timings(), notes or AnswerNotes()
    completed = complete(question, earlier)
    if completed.follows and rewrite is not None:
        completed = rewritten(completed, earlier[-1], rewrite)
    asked = completed.searched
    found = retriever.retrieve(asked, RETRIEVED, within, scope=scope, preferred=completed.preferred)
    versions = Versions(asked, retriever.modified, retriever.opening_of)
    passages = without_orders(versions.prefer_newest(found), asked, embedder)
    notes.passages = passages
    notes.reranker = retriever.reranker.id if retriever.reranker else ""
    timings.note("retrieve")
    searched = asked if completed.follows else ""
    yield PassagesFound(passages=tuple(passages[:most_passages]), searched=searched)
    if not passages:
        yield AnswerFinished(answer=_nothing(question, retriever.is_empty(within), timings))
        return

    def around(passage: Passage) -> list[Passage]:
        return without_orders(retriever.pages_around(passage), asked, embedder)

    evidence = gather_evidence(asked, passages, embedder, around)
    timings.note("quote")
    notes.evidence, notes.signals = evidence, signals_of(asked, passages, evidence)
    if not is_answerable(notes.signals):
        unmet = unmet_words(asked, passages, evidence.ranked, embedder)
        answer = _not_in_documents(question, passages, evidence, unmet, timings)
        yield AnswerFinished(answer=answer)
        return
    evidence, older = versions.quoted_newest(evidence, passages)
    evidence, conflicts = with_conflicts(asked, passages, evidence, retriever.modified)
    notes.evidence = evidence
    timings.note("compare")
    aside = {each.citations[1] for each in older}
    shown = tuple(each for each in evidence.citations if each.marker not in aside)
    yield EvidenceFound(sentences=evidence.sentences, citations=shown)
    unmet = unmet_words(asked, passages, evidence.ranked, embedder)
    mode = mode or mode_for(language_model)
    draft = Draft(
        asked, (), list(evidence.citations), mode is AnswerMode.FULL, entailment=entailment
    )
    notes.draft = draft
    if language_model is not None and mode is not AnswerMode.QUOTES and not should_stop():
        try:
            most = _most_read(mode, most_passages)
            prompt = _prompt(asked, passages, evidence, language_model, mode, most)
            draft.passages = prompt.used
            notes.prompt, notes.model = prompt, language_model.id
            notes.entailment_model = entailment.id if entailment else ""
            yield from _write(draft, prompt, language_model, mode, should_stop, timings)
        except ModelError as error:
            logger.warning("the quotes stand alone: %s", error)
            notes.failure = str(error)
    model_id = language_model.id if language_model is not None else None
    told = _answer(question, evidence, draft, mode, model_id, unmet, timings)
    yield AnswerFinished(answer=told_in(told, conflicts, older, draft.citations))


def mode_for(language_model: LanguageModel | None, *, named: bool = False) -> AnswerMode:
    """How much a model is trusted with when nobody has said, by its check-up.

    One that was `named` for the question writes at least a short answer.
    """
    if language_model is None:
        return AnswerMode.QUOTES
    mode = trusted_mode(language_model.id)
    return AnswerMode.SHORT if named and mode is AnswerMode.QUOTES else mode


def _most_read(mode: AnswerMode, most_passages: int) -> int:
    """Passages given to the model."""
    short = mode is AnswerMode.SHORT
    return min(most_passages, _PASSAGES_OF_A_SHORT_ANSWER) if short else most_passages


class _Timings:
    """Seconds by stage, measured from one call of `note` to the next."""

    def __init__(self) -> None:
        self._began = self._last = perf_counter()
        self._stages: dict[str, float] = {}

    def note(self, stage: str) -> None:
        now = perf_counter()
        self._stages[stage] = self._stages.get(stage, 0.0) + now - self._last
        self._last = now

    def finished(self) -> dict[str, float]:
        """All stages and the total, in milliseconds' precision."""
        stages = {**self._stages, "total": perf_counter() - self._began}
        return {stage: round(seconds, 4) for stage, seconds in stages.items()}


def _nothing(question: str, nothing_indexed: bool, timings: _Timings) -> NoAnswer:
    reason = AbstentionReason.NOTHING_INDEXED if nothing_indexed else AbstentionReason.NOTHING_FOUND
    return NoAnswer(question=question, reason=reason, timings=timings.finished())


def _not_in_documents(
    question: str,
    passages: Sequence[Passage],
    evidence: Evidence,
    unmet: tuple[str, ...],
    timings: _Timings,
) -> NoAnswer:
    nearest = tuple(
        cite(passages[sentence.passage], sentence.start, sentence.end, marker)
        for marker, sentence in enumerate(evidence.ranked[:NEAREST], start=1)
    )
    return NoAnswer(
        question=question,
        reason=AbstentionReason.NOT_IN_DOCUMENTS,
        nearest=nearest,
        unmet=unmet,
        timings=timings.finished(),
    )


def _prompt(
    question: str,
    passages: Sequence[Passage],
    evidence: Evidence,
    model: LanguageModel,
    mode: AnswerMode,
    most: int,
) -> Prompt:
    """The prompt over the passages that the best sentences come from, then the rest in order."""
    order = dict.fromkeys(
        [sentence.passage for sentence in evidence.ranked] + list(range(len(passages)))
    )
    chosen = [passages[index] for index in order][:most]
    return build_prompt(question, chosen, model, mode, _ANSWER_TOKENS[mode])


def _write(
    draft: Draft,
    prompt: Prompt,
    model: LanguageModel,
    mode: AnswerMode,
    should_stop: Callable[[], bool],
    timings: _Timings,
) -> Iterator[AnswerDelta | SentenceChecked]:
    """Stream what the model writes, with a verdict after each complete sentence."""
    stream = SentenceStream()
    options = GenerationOptions(max_tokens=_ANSWER_TOKENS[mode])
    first = True
    for piece in model.generate(prompt.messages, options, should_stop):
        if first:
            timings.note("first_token")
            first = False
        yield AnswerDelta(text=piece)
        yield from _checked(draft, stream.feed(piece))
        if should_stop() or _is_enough(draft, stream, mode):
            break
    timings.note("write")
    if not (should_stop() or _is_enough(draft, stream, mode)):
        yield from _checked(draft, stream.finish())
    timings.note("verify")
    if not should_stop() and judge_doubtful(draft, model, should_stop):
        timings.note("judge")


def _checked(draft: Draft, sentences: Sequence[str]) -> Iterator[SentenceChecked]:
    for raw in sentences:
        verdict = draft.check(raw)
        if verdict is not None:
            yield verdict


def _is_enough(draft: Draft, stream: SentenceStream, mode: AnswerMode) -> bool:
    written = len(draft.kept) + len(draft.dropped)
    return draft.repeats or written >= _MOST_SENTENCES[mode] or stream.is_looping()


def _answer(
    question: str,
    evidence: Evidence,
    draft: Draft,
    mode: AnswerMode,
    model_id: str | None,
    unmet: tuple[str, ...],
    timings: _Timings,
) -> Answer:
    """Checked sentences followed by the quotes they leave unsaid, or the quotes alone."""
    written = tuple(draft.kept) if draft.says_something() else ()
    unsaid = _unsaid(evidence, written)
    sentences, citations = _renumbered((*written, *unsaid), draft.citations)
    return Answer(
        question=question,
        sentences=sentences,
        citations=citations,
        mode=mode if written else AnswerMode.QUOTES,
        model=model_id if written else None,
        timings=timings.finished(),
        dropped=(*draft.dropped, *(() if written else draft.kept)),
        unmet=unmet,
    )


def _unsaid(evidence: Evidence, written: Sequence[AnswerSentence]) -> tuple[AnswerSentence, ...]:
    """The quotes that no written sentence repeats."""
    said = {" ".join(sentence.text.split()) for sentence in written}
    return tuple(sentence for sentence in evidence.sentences if sentence.text not in said)


def _renumbered(
    sentences: Sequence[AnswerSentence], citations: Sequence[Citation]
) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    """Only the citations in use, numbered from 1 in the order in which they are met."""
    known = {citation.marker: citation for citation in citations}
    order = dict.fromkeys(marker for sentence in sentences for marker in sentence.citations)
    numbers = {marker: number for number, marker in enumerate(order, start=1)}
    return (
        tuple(
            replace(sentence, citations=tuple(numbers[marker] for marker in sentence.citations))
            for sentence in sentences
        ),
        tuple(replace(known[marker], marker=number) for marker, number in numbers.items()),
    )
