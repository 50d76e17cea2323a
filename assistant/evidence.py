"""The sentences of the passages that bear on the question, quoted with their place.

This is the part of an answer that needs no language model.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.answers import AnswerSentence, Citation, Passage, Support
from assistant.citing import cite, context_of, sentence_spans, support_of
from assistant.terms import content_terms, readable, term_weights, weighted_coverage, words
from models.interfaces import EmbeddingModel

PASSAGES_READ = 6
"""Passages whose sentences are looked at."""
SENTENCES_EMBEDDED = 40
"""Sentences embedded for one question: about 0.2 s on two cores."""
MOST_QUOTES = 3
MOST_SENTENCES = 5
"""Of all quotes together; a sentence that adjoins a quote makes it longer, not more of them."""
KIND_BONUS = 0.12
CLOSE_ENOUGH = 0.3
"""How far behind the best sentence one of another passage may be and still be quoted. On 120
encyclopedia questions and the samples, more than this adds quotes but no answers."""
COVERAGE_WEIGHT = 0.4
STANDING_WEIGHT = 0.3
QUESTION_PENALTY = 0.2
_FEWEST_LETTERS = 12
_LETTER = re.compile(r"[^\W_]")
_DIGIT = re.compile(r"\d")
_ENDS = re.compile(r"[.!?:;。！？।؟…][\"'”’»)\]]*$")
_TITLE_WORDS = 10
_WANTS_NUMBER = re.compile(
    r"\b(?:how (?:many|much|old|long|far|tall|high|often|large|big)|when|(?:what|which) "
    r"(?:year|date|day|month|percentage|percent|number|age|amount|time|share|rate)|"
    r"cuánt[oa]s?|cuándo|wann|wie ?viele?|combien|quand)\b|сколько|когда|多少|何时|哪一年",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence (or several in a row) of a passage, with how well it fits the question."""

    passage: int
    """Index into the passages given."""
    start: int
    end: int
    text: str
    similarity: float
    """Cosine of sentence and question."""
    coverage: float
    """Share of the question's weighted terms that it holds."""
    score: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the documents themselves say to the question."""

    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    ranked: tuple[RankedSentence, ...]
    """All sentences that were looked at, best first."""
    weights: dict[str, float]
    """How much each term of the question counts among these passages."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    passage: int
    start: int
    end: int
    text: str
    terms: frozenset[str]
    coverage: float


def gather_evidence(
    question: str, passages: Sequence[Passage], embedder: EmbeddingModel
) -> Evidence:
    """The one to three best quotes for the question, best first; empty without passages."""
    weights = question_weights(question, passages)
    candidates = _candidates(passages[:PASSAGES_READ], weights)
    ranked = _rank(question, candidates, passages, embedder)
    quotes = _quotes(_fitting(ranked), passages)
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


def _candidates(passages: Sequence[Passage], weights: dict[str, float]) -> list[_Candidate]:
    found: list[_Candidate] = []
    seen: set[str] = set()
    for index, passage in enumerate(passages):
        for start, end in sentence_spans(passage):
            raw = passage.text[start - passage.start : end - passage.start]
            text = readable(raw)
            if text in seen or _says_nothing(text, weights):
                continue
            seen.add(text)
            start += len(raw) - len(raw.lstrip())
            end -= len(raw) - len(raw.rstrip())
            terms = frozenset(content_terms(text))
            coverage = weighted_coverage(weights, terms)
            found.append(_Candidate(index, start, end, text, terms, coverage))
    # stable: of equal coverage, the sentence of the better passage comes first
    return sorted(found, key=lambda each: -each.coverage)[:SENTENCES_EMBEDDED]


def _says_nothing(text: str, asked: Collection[str]) -> bool:
    """Whether it is a scrap or a title, or only the question's words: near, but no answer."""
    if len(_LETTER.findall(text)) < _FEWEST_LETTERS:
        return True
    is_title = not _ENDS.search(text) and not _DIGIT.search(text)
    return (is_title and len(words(text)) <= _TITLE_WORDS) or not set(content_terms(text)) - set(
        asked
    )


def wants_number(question: str) -> bool:
    """Whether a number or a date would answer the question."""
    return _WANTS_NUMBER.search(question) is not None


def _rank(
    question: str,
    candidates: Sequence[_Candidate],
    passages: Sequence[Passage],
    embedder: EmbeddingModel,
) -> list[RankedSentence]:
    if not candidates:
        return []
    vectors = embedder.embed_documents([candidate.text for candidate in candidates])
    similarities = vectors @ embedder.embed_query(question)
    standing = _standing(passages)
    ranked = [
        RankedSentence(
            passage=candidate.passage,
            start=candidate.start,
            end=candidate.end,
            text=candidate.text,
            similarity=float(similarity),
            coverage=candidate.coverage,
            score=_score(question, candidate, float(similarity), standing[candidate.passage]),
        )
        for candidate, similarity in zip(candidates, similarities, strict=True)
    ]
    return sorted(ranked, key=lambda each: (-each.score, each.passage, each.start))


def _standing(passages: Sequence[Passage]) -> list[float]:
    """Each passage's score from 1 for the best to 0 for the last."""
    scores = np.array([passage.score for passage in passages])
    spread = float(np.ptp(scores))
    return [1.0] * len(passages) if spread <= 0 else list((scores - scores.min()) / spread)


def _score(question: str, candidate: _Candidate, similarity: float, standing: float) -> float:
    score = similarity + COVERAGE_WEIGHT * candidate.coverage + STANDING_WEIGHT * standing
    if wants_number(question) and _DIGIT.search(candidate.text):
        score += KIND_BONUS
    # a question in the text is like the question asked, and answers nothing
    return score - QUESTION_PENALTY if candidate.text.rstrip("\"'”’)").endswith("?") else score


def _fitting(ranked: Sequence[RankedSentence]) -> list[RankedSentence]:
    if not ranked:
        return []
    best = ranked[0]
    return [
        sentence
        for sentence in ranked[:MOST_SENTENCES]
        if sentence.passage == best.passage or sentence.score >= best.score - CLOSE_ENOUGH
    ]


def _quotes(chosen: Sequence[RankedSentence], passages: Sequence[Passage]) -> list[RankedSentence]:
    """Sentences that follow each other in one passage become one quote; the best stays first."""
    quotes: list[RankedSentence] = []
    for sentence in chosen:
        for index, quote in enumerate(quotes):
            if _adjoin(quote, sentence, passages):
                quotes[index] = _joined(quote, sentence)
                break
        else:
            if len(quotes) < MOST_QUOTES:
                quotes.append(sentence)
    return quotes


def _adjoin(one: RankedSentence, other: RankedSentence, passages: Sequence[Passage]) -> bool:
    first, second = sorted((one, other), key=lambda each: each.start)
    if one.passage != other.passage:
        return False
    passage = passages[one.passage]
    return not passage.text[first.end - passage.start : second.start - passage.start].strip()


def _joined(quote: RankedSentence, other: RankedSentence) -> RankedSentence:
    first, second = sorted((quote, other), key=lambda each: each.start)
    return replace(
        quote,
        start=first.start,
        end=second.end,
        text=f"{first.text} {second.text}",
        coverage=max(first.coverage, second.coverage),
    )
