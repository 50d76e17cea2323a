"""The sentences of the passages that bear on the question, quoted with their place.

This is the part of an answer that needs no language model.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import AnswerSentence, Citation, Passage, Support
from assistant.quotes.citing import cite, context_of, support_of
from assistant.quotes.quoting import make_quotes
from assistant.quotes.sentence_ranking import RankedSentence, rank_sentences
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
    question: str, passages: Sequence[Passage], embedder: EmbeddingModel
) -> Evidence:
    """The one to three best quotes for the question, best first; empty without passages."""
    weights = question_weights(question, passages)
    ranked = rank_sentences(question, passages, weights, embedder)
    quotes = make_quotes(ranked, passages)
    citations = tuple(
        cite(passages[quote.passage], quote.start, quote.end, marker)
        for marker, quote in enumerate(quotes, start=1)
    )
    sentences = tuple(
        AnswerSentence(
            text=readable(citation.quote),
            support=support_of(passages[quote.passage], Support.SUPPORTED),
            citations=(citation.marker,),
            quoted=True,
        )
        for quote, citation in zip(quotes, citations, strict=True)
    )
    return Evidence(sentences, citations, tuple(ranked), weights)


def question_weights(question: str, passages: Sequence[Passage]) -> dict[str, float]:
    """The question's terms, weighed by how few of the passages hold them."""
    held = [frozenset(content_terms(context_of(passage))) for passage in passages]
    return term_weights(content_terms(question), held)
