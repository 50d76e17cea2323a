"""Which sentences of the passages bear on a question: facts about each of them, weighed.

The weights were fitted to the questions of docs/answers.md, one set left out in turn, and rounded.
All facts but the similarity cost nothing; so they decide which sentences are looked at closely,
and which of these are worth embedding.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from assistant.answers import Passage
from assistant.quotes.answer_kinds import AnswerKind, has_kind, kind_of
from assistant.quotes.citing import context_of, sentence_spans
from assistant.terms import content_terms, readable, weighted_coverage, words
from models.interfaces import EmbeddingModel

PASSAGES_READ = 8
"""Passages whose sentences are looked at."""
SENTENCES_RANKED = 16
"""As good as 24 on every set: what words rank lower, similarity does not bring to the front."""
SENTENCES_EMBEDDED = 8
"""Of these; the others count as being as near as these are on average, which gives the same quotes
on every set and takes half of the time."""
MOST_EMBEDDED_CHARACTERS = 240
"""Of one sentence; what it is about is said by then, and embedding takes as long as the text is."""

SIMILARITY = 1.0
COVERAGE = 1.0
NEIGHBOURHOOD = 1.2
"""Coverage by the sentence with the one before it and the one after it."""
HEADED = 0.9
"""Coverage by the sentence with the headings it stands under."""
STANDING = 1.6
"""Of the best passage found; none of the last."""
BEST_PASSAGE = 0.5
IN_ORDER = 0.8
"""Share of the question's neighbouring terms that are neighbours in the sentence."""
OF_KIND = {
    AnswerKind.NUMBER: 0.6,
    AnswerKind.DATE: 1.2,
    AnswerKind.NAME: 0.7,
    AnswerKind.PLACE: 0.5,
}
ROW = 0.7
"""Of the row of a table."""
YEARS = 0.8
"""Of a row whose table, or whose headings, have all years that are asked about."""
QUESTION_PENALTY = 0.4
ECHO_PENALTY = 0.45
"""Of a sentence with no term but the question's; less with each further term."""
TITLES_PENALTY = 1.0
"""Of titles one after the other, such as the links beside a page or a table of contents."""
LENGTH = 0.3
_LONG = 300

CELLS = " | "
"""What stands between the cells of a row."""
_FEWEST_LETTERS = 12
_LETTER = re.compile(r"[^\W_]")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ENDS = re.compile(r"[.!?:;。！？।؟…][\"'”’»)\]]*$")
_TITLE_WORDS = 10
_LONG_WITHOUT_SIGN = 80
_SIGN = re.compile(r"[^\w\s'’–/&-]")
"""Of punctuation; those that stand within titles do not count."""


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence (or several in a row) of a passage, with how well it fits the question."""

    passage: int
    """Index into the passages given."""
    start: int
    end: int
    text: str
    similarity: float
    """Cosine of sentence and question; the mean of the others' where it was not embedded."""
    coverage: float
    """Share of the question's weighted terms that it holds."""
    score: float


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, read once."""

    text: str
    kind: AnswerKind | None
    terms: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    weights: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Candidate:
    passage: int
    start: int
    end: int
    text: str
    coverage: float
    score: float
    """Of everything but the similarity."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence before it is judged."""

    start: int
    end: int
    text: str
    terms: list[str]


def rank_sentences(
    question: str,
    passages: Sequence[Passage],
    weights: dict[str, float],
    embedder: EmbeddingModel,
) -> list[RankedSentence]:
    """The sentences most worth looking at, best first; `weights` are those of the question."""
    terms = content_terms(question)
    asked = _Asked(
        question, kind_of(question), frozenset(terms), frozenset(pairwise(terms)), weights
    )
    candidates = _candidates(asked, passages)[:SENTENCES_RANKED]
    if not candidates:
        return []
    similarities = _similarities(question, [each.text for each in candidates], embedder)
    ranked = [
        RankedSentence(
            passage=candidate.passage,
            start=candidate.start,
            end=candidate.end,
            text=candidate.text,
            similarity=similarity,
            coverage=candidate.coverage,
            score=candidate.score + SIMILARITY * similarity,
        )
        for candidate, similarity in zip(candidates, similarities, strict=True)
    ]
    return sorted(ranked, key=lambda each: (-each.score, each.passage, each.start))


def _similarities(question: str, texts: Sequence[str], embedder: EmbeddingModel) -> list[float]:
    """Cosine of each text and the question; of those that are not embedded, the mean."""
    embedded = [text[:MOST_EMBEDDED_CHARACTERS] for text in texts[:SENTENCES_EMBEDDED]]
    near = embedder.embed_documents(embedded) @ embedder.embed_query(question)
    return [*map(float, near), *[float(near.mean())] * (len(texts) - len(near))]


def _candidates(asked: _Asked, passages: Sequence[Passage]) -> list[_Candidate]:
    """All sentences that say something, each text once, best first."""
    found: list[_Candidate] = []
    seen: set[str] = set()
    standing = _standing(passages)
    for index, passage in enumerate(passages[:PASSAGES_READ]):
        worth = STANDING * standing[index] + BEST_PASSAGE / (1 + index)
        headings = frozenset(content_terms(" ".join(passage.heading_path)))
        row = ROW + YEARS * _share_of_years(asked.text, passage)
        sentences = _sentences(passage)
        for place, sentence in enumerate(sentences):
            if sentence.text in seen or _says_nothing(sentence, asked):
                continue
            seen.add(sentence.text)
            around = sentences[max(0, place - 1) : place + 2]
            coverage = weighted_coverage(asked.weights, sentence.terms)
            score = worth + COVERAGE * coverage + _by_words(asked, sentence, around, headings)
            if CELLS in sentence.text:
                score += row
            found.append(
                _Candidate(index, sentence.start, sentence.end, sentence.text, coverage, score)
            )
    return sorted(found, key=lambda each: -each.score)


def _share_of_years(question: str, passage: Passage) -> float:
    """How many of the years asked about the passage has, 0 to 1; 0 where none is asked about."""
    years = set(_YEAR.findall(question))
    if not years:
        return 0.0
    return len(years.intersection(_YEAR.findall(context_of(passage)))) / len(years)


def _sentences(passage: Passage) -> list[_Sentence]:
    found = []
    for start, end in sentence_spans(passage):
        raw = passage.text[start - passage.start : end - passage.start]
        text = readable(raw)
        start += len(raw) - len(raw.lstrip())
        end -= len(raw) - len(raw.rstrip())
        if start < end:
            found.append(_Sentence(start, end, text, content_terms(text)))
    return found


def _says_nothing(sentence: _Sentence, asked: _Asked) -> bool:
    """Whether it is a scrap or a title, or only the question's words: near, but no answer."""
    text = sentence.text
    if len(_LETTER.findall(text)) < _FEWEST_LETTERS:
        return True
    is_title = not _ENDS.search(text) and not _DIGIT.search(text)
    return (is_title and len(words(text)) <= _TITLE_WORDS) or asked.terms.issuperset(sentence.terms)


def _is_run_of_titles(text: str) -> bool:
    """Whether it goes on without any sign for longer than a sentence would."""
    return len(text) > _LONG_WITHOUT_SIGN and not _SIGN.search(text)


def _standing(passages: Sequence[Passage]) -> list[float]:
    """Each passage's score from 1 for the best to 0 for the last."""
    scores = np.array([passage.score for passage in passages])
    spread = float(np.ptp(scores)) if len(scores) else 0.0
    if spread <= 0:
        return [1.0] * len(passages)
    return [float(each) for each in (scores - scores.min()) / spread]


def _by_words(
    asked: _Asked,
    sentence: _Sentence,
    around: Sequence[_Sentence],
    headings: frozenset[str],
) -> float:
    """What the words of a sentence are worth beyond its own coverage."""
    near = frozenset().union(*(each.terms for each in around))
    score = NEIGHBOURHOOD * weighted_coverage(asked.weights, near)
    score += HEADED * weighted_coverage(asked.weights, headings.union(sentence.terms))
    if asked.pairs:
        score += IN_ORDER * len(asked.pairs & {*pairwise(sentence.terms)}) / len(asked.pairs)
    if asked.kind is not None and has_kind(asked.kind, sentence.text, asked.terms):
        score += OF_KIND[asked.kind]
    score += LENGTH * min(1.0, len(sentence.text) / _LONG)
    if _is_run_of_titles(sentence.text):
        score -= TITLES_PENALTY
    score -= ECHO_PENALTY / (1 + len(set(sentence.terms) - asked.terms))
    # a question in the text is like the question asked, and answers nothing
    return score - QUESTION_PENALTY if sentence.text.rstrip("\"'”’)").endswith("?") else score
