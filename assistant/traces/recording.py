"""How an answer came about, noted down while it is made, and kept when it is finished.

Answering fills in `AnswerNotes` and knows nothing of stores; `traced` looks on as the events go by
and gives the last one the id of the trace. A trace that cannot be kept changes nothing.
"""

import logging
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath
from typing import TypeVar

import msgspec

from assistant.answers import (
    AnswerMode,
    AnswerSentence,
    AnswerTable,
    AnyAnswer,
    Citation,
    NoAnswer,
    Passage,
)
from assistant.drafts.drafting import Draft
from assistant.drafts.prompting import PROMPT_VERSION, Prompt
from assistant.masking import mask
from assistant.messages import AnswerFinished, PassagesFound
from assistant.quotes.abstention import Signals
from assistant.quotes.evidence import Evidence
from assistant.trace import AnswerTrace, PassageFate, TracedPassage, TracedSentence
from assistant.traces.store import Document, TraceStore

logger = logging.getLogger(__name__)

Event = TypeVar("Event")

MOST_PASSAGES = 200
"""Passages of one trace; a table over thousands of documents cites more."""
MOST_SENTENCES = 200


@dataclass(slots=True)
class AnswerNotes:
    """What answering has noted down so far."""

    passages: Sequence[Passage] = ()
    """All that were found, not only those shown."""
    evidence: Evidence | None = None
    signals: Signals | None = None
    model: str | None = None
    """The model that was to write."""
    prompt: Prompt | None = None
    draft: Draft | None = None
    reranker: str = ""
    """What put the first passages in order."""
    entailment_model: str = ""
    """What judged sentences beside the rules."""
    failure: str = ""
    """Why the model did not write."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, and of what."""

    question: str
    scope: str = ""
    embedding_model: str = ""


def looked_in(within: Path | str | None, scope: str) -> str:
    """Where somebody looked, in words: the folder's or file's name, then the filters."""
    place = PurePath(within).name if within else ""
    return " ".join(part for part in (place, scope) if part)


def traced(
    events: Iterable[Event], notes: AnswerNotes, asked: Asked, store: TraceStore | None
) -> Iterator[Event]:
    """The events as they are, the last one with the id of the trace; None keeps no trace."""
    asked_at, searched = time.time(), ""
    for event in events:
        if isinstance(event, PassagesFound):
            searched = event.searched
        if store is not None and isinstance(event, AnswerFinished):
            kept = _kept(store, event.answer, notes, asked, searched, asked_at)
            event = msgspec.structs.replace(event, trace=kept)
        yield event


def _kept(
    store: TraceStore,
    answer: AnyAnswer,
    notes: AnswerNotes,
    asked: Asked,
    searched: str,
    asked_at: float,
) -> str:
    """The id of the trace that was kept, empty where that failed."""
    try:
        trace = trace_of(answer, notes, asked, searched or asked.question, asked_at)
        return trace.id if store.keep(trace, _documents(answer, notes)) else ""
    except Exception:  # whatever is wrong with a trace, the answer that it explains is there
        logger.exception("no trace of this answer is kept")
        return ""


def trace_of(
    answer: AnyAnswer, notes: AnswerNotes, asked: Asked, searched: str, asked_at: float
) -> AnswerTrace:
    """The trace of a finished answer, personal data masked."""
    prompt = notes.prompt
    share = answer.by_model if isinstance(answer, AnswerTable) else None
    return AnswerTrace(
        id=secrets.token_hex(6),
        asked_at=asked_at,
        question=mask(asked.question),
        searched=mask(searched),
        scope=mask(asked.scope),
        mode=AnswerMode.QUOTES if isinstance(answer, NoAnswer) else answer.mode,
        model=share.model if share else notes.model,
        embedding_model=asked.embedding_model,
        prompt_version=share.prompt if share else PROMPT_VERSION if prompt else "",
        prompt_tokens=share.tokens if share else prompt.tokens if prompt else 0,
        reranker=notes.reranker,
        entailment_model=notes.entailment_model,
        passages=tuple(_traced_passages(answer, notes)),
        sentences=tuple(_traced_sentences(answer, notes)[:MOST_SENTENCES]),
        abstained=answer.reason if isinstance(answer, NoAnswer) else None,
        signals=_figures(answer, notes.signals),
        timings=answer.timings,
        failure=mask(share.failure if share else notes.failure),
    )


def _figures(answer: AnyAnswer, signals: Signals | None) -> dict[str, float]:
    """The figures that the decision to answer stood on; of a table, how much was read."""
    if isinstance(answer, AnswerTable):
        coverage, share = answer.coverage, answer.by_model
        read: dict[str, float] = {
            "documents_in_scope": coverage.total,
            "documents_read": coverage.read,
            "documents_with_nothing": coverage.nothing,
        }
        if share is None:
            return read
        return read | {
            "rows_asked_of_model": share.asked,
            "rows_by_model": share.used,
            "rows_of_model_refused": share.refused,
            "model_seconds": share.seconds,
        }
    facts = asdict(signals) if signals is not None else {}
    return {name: float(fact) for name, fact in facts.items() if isinstance(fact, int | float)}


def _documents(answer: AnyAnswer, notes: AnswerNotes) -> Iterator[Document]:
    """Whatever document the trace may have words of."""
    yield from (Document(each.path, each.revision) for each in notes.passages)
    yield from (Document(each.path, each.revision) for each in _citations(answer))


def _citations(answer: AnyAnswer) -> tuple[Citation, ...]:
    return () if isinstance(answer, NoAnswer) else answer.citations


def _traced_passages(answer: AnyAnswer, notes: AnswerNotes) -> Iterator[TracedPassage]:
    cited = _citations(answer)
    for passage in notes.passages[:MOST_PASSAGES]:
        yield TracedPassage(
            path=mask(passage.path),
            page=passage.page,
            label=mask(passage.label),
            score=passage.score,
            found_by=passage.found_by,
            fate=_fate(passage, cited, notes.prompt),
            hidden=bool(passage.hidden),
            scanned=passage.scanned,
        )
    if not notes.passages:  # of a table, whose passages were found document by document
        for citation in cited[:MOST_PASSAGES]:
            yield TracedPassage(
                path=mask(citation.path),
                page=citation.page,
                label=mask(citation.label),
                score=0.0,
                found_by={},
                fate=PassageFate.QUOTED,
                hidden=citation.hidden,
                scanned=citation.scanned,
            )


def _fate(passage: Passage, cited: Sequence[Citation], prompt: Prompt | None) -> PassageFate:
    if any(_holds(passage, citation) for citation in cited):
        return PassageFate.QUOTED
    if prompt is not None and passage in prompt.used:
        return PassageFate.GIVEN
    if prompt is not None and passage in prompt.left_out:
        return PassageFate.NO_ROOM
    return PassageFate.NOT_USED


def _holds(passage: Passage, citation: Citation) -> bool:
    same_page = (passage.path, passage.page) == (citation.path, citation.page)
    return same_page and passage.start < citation.end and citation.start < passage.end


def _traced_sentences(answer: AnyAnswer, notes: AnswerNotes) -> list[TracedSentence]:
    """Those written, refused ones among them, in their order; then the rest of the answer."""
    shown = () if isinstance(answer, NoAnswer) else answer.sentences
    shown_texts = {sentence.text for sentence in shown if not sentence.quoted}
    checked = notes.draft.checked if notes.draft is not None else []
    written = [
        _traced(sentence, objections, shown=sentence.text in shown_texts)
        for sentence, objections in checked
    ]
    quotes = notes.evidence.sentences if notes.evidence is not None else ()
    known = {sentence.text for sentence, _ in checked}
    others = {sentence.text: sentence for sentence in (*quotes, *shown)}
    told = {sentence.text for sentence in shown}
    return written + [
        _traced(sentence, (), shown=text in told)
        for text, sentence in others.items()
        if text not in known
    ]


def _traced(sentence: AnswerSentence, objections: Sequence[str], *, shown: bool) -> TracedSentence:
    return TracedSentence(
        text=mask(sentence.text),
        support=sentence.support,
        quoted=sentence.quoted,
        shown=shown,
        objections=tuple(map(mask, objections)),
        counted=sentence.counted,
    )
