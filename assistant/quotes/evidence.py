"""The sentences of the passages that bear on the question, quoted with their place.

This is the part of an answer that needs no language model.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import AnswerSentence, Citation, Passage, Support
from assistant.quotes.citing import cite, context_of, support_of
from assistant.quotes.quoting import make_quotes
from assistant.quotes.sentence_ranking import RankedSentence, rank_sentences
from assistant.quotes.whole_sentences import (
    Half,
    PagesAround,
    joined,
    may_be_half,
    whole,
)
from assistant.terms import content_terms, readable, term_weights
from models.interfaces import EmbeddingModel


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the documents themselves say to the question."""

    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    ranked: tuple[RankedSentence, ...]
    """The sentences that were looked at closely, best first."""
    weights: dict[str, float]
    """How much each term of the question counts among these passages."""


def gather_evidence(
    question: str,
    passages: Sequence[Passage],
    embedder: EmbeddingModel,
    around: PagesAround | None = None,
) -> Evidence:
    """The one to three best quotes for the question, best first; empty without passages.

    With `around`, a quote that is half of a sentence takes in the half on the next page or in the
    next column, and has a citation for each.
    """
    weights = question_weights(question, passages)
    ranked = rank_sentences(question, passages, weights, embedder)
    sentences: list[AnswerSentence] = []
    citations: list[Citation] = []
    for quote in make_quotes(ranked, passages):
        passage = passages[quote.passage]
        parts = _parts(Half(passage, quote.start, quote.end), around)
        cited = [
            cite(part.passage, part.start, part.end, marker)
            for marker, part in enumerate(parts, start=len(citations) + 1)
        ]
        supports = {support_of(part.passage, Support.SUPPORTED) for part in parts}
        sentences.append(
            AnswerSentence(
                text=readable(joined(parts)),
                support=Support.UNVERIFIED if Support.UNVERIFIED in supports else Support.SUPPORTED,
                citations=tuple(citation.marker for citation in cited),
                quoted=True,
            )
        )
        citations.extend(cited)
    return Evidence(tuple(sentences), tuple(citations), tuple(ranked), weights)


def _parts(quote: Half, around: PagesAround | None) -> list[Half]:
    """The quote, and what its sentences have elsewhere."""
    if around is None or not may_be_half(quote):
        return [quote]
    return whole(quote, around(quote.passage))


def question_weights(question: str, passages: Sequence[Passage]) -> dict[str, float]:
    """The question's terms, weighed by how few of the passages hold them."""
    held = [frozenset(content_terms(context_of(passage))) for passage in passages]
    return term_weights(content_terms(question), held)
