"""Golden questions suggested from a person's own documents, for them to confirm or strike out.

A sentence that states a fact about something it names is turned round into a question about it, and
kept only if the passage alone answers it: the sentence must be among the quotes for the question.
No language model is needed; nothing is taken for gold before a person has said so.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.answers import Passage
from assistant.evaluation.golden import GoldenQuestion, GoldPassage
from assistant.quotes.evidence import gather_evidence
from assistant.search.retrieval import passages_of
from assistant.terms import content_terms, readable, words
from indexer.library import Library
from models.interfaces import EmbeddingModel

FEWEST_WORDS = 6
MOST_WORDS = 40
MOST_SUBJECT_WORDS = 9
FEWEST_ANSWER_TERMS = 2
SAME_QUESTION = 0.88
"""Cosine from which two questions ask the same."""
CHUNKS_PER_DOCUMENT = 12
"""Looked at in one document, spread over it, so that a long one does not take all places."""

_VERB = r"(?P<verb>is|are|was|were|amounts to|amounted to|consists of|means|requires|includes)"
_FACT = re.compile(
    rf"^(?P<subject>(?:(?:The|A|An|Each|Every|All)\s)?[^,;:()“”\"]+?)\s{_VERB}\s(?P<rest>.+)[.]$"
)
_POINTS_ELSEWHERE = re.compile(
    r"^(?:this|that|these|those|it|he|she|they|there|here|such|his|her|their|its|we|i|you|what|who|"
    r"which|if|when|as|in|on|at|for|with|by|to|from|and|but|or|however|also|not|no|one|some|both|"
    r"another|other)\b|\b(?:above|below|following|aforementioned|said)\b",
    re.IGNORECASE,
)
_IS_DONE = re.compile(
    r"(?:not\s|also\s|now\s)*(?:\w+(?:ed|ing|wn|ught)\b|\w+\s(?:by|to)\b)", re.IGNORECASE
)
"""“was paid by …” tells what happened to something, not what it is."""
_ASKS = {
    "is": "What is {}?",
    "are": "What are {}?",
    "was": "What was {}?",
    "were": "What were {}?",
    "amounts to": "What does {} amount to?",
    "amounted to": "What did {} amount to?",
    "consists of": "What does {} consist of?",
    "means": "What does {} mean?",
    "requires": "What does {} require?",
    "includes": "What does {} include?",
}


@dataclass(frozen=True, slots=True)
class _Draft:
    """A question with the sentence it was made of."""

    question: str
    quote: str
    answer: str
    passage: Passage


def suggest_questions(
    library: Library, embedder: EmbeddingModel, count: int, within: Path | None = None
) -> list[GoldenQuestion]:
    """Up to `count` questions over the documents in the library (or in `within`), spread evenly.

    The same library gives the same questions. Files are named relative to their source.
    """
    chance = random.Random(0)
    live = library.ledger.live_revisions(within)
    sources = library.ledger.sources()
    drafts_by_document = [
        _drafts(passages_of(library, embedder, revision), chance) for revision in sorted(live)
    ]
    chosen: list[_Draft] = []
    vectors: list[np.ndarray] = []
    for draft in _in_turn(drafts_by_document):
        if len(chosen) == count:
            break
        vector = embedder.embed_query(draft.question)
        is_known = any(float(vector @ other) >= SAME_QUESTION for other in vectors)
        if not is_known and _is_answered(draft, embedder):
            chosen.append(draft)
            vectors.append(vector)
    return [_golden(number, draft, sources) for number, draft in enumerate(chosen, start=1)]


def question_about(sentence: str) -> tuple[str, str] | None:
    """A question that the sentence answers, and the words that answer it; None for most."""
    match = _FACT.match(sentence)
    if match is None or not FEWEST_WORDS <= len(words(sentence)) <= MOST_WORDS:
        return None
    subject, rest = match["subject"].strip(), match["rest"].strip()
    if _POINTS_ELSEWHERE.search(subject) or len(subject.split()) > MOST_SUBJECT_WORDS:
        return None
    if _IS_DONE.match(rest):
        return None
    if not content_terms(subject) or len(content_terms(rest)) < FEWEST_ANSWER_TERMS:
        return None
    return _ASKS[match["verb"]].format(_in_a_sentence(subject)), rest


def _in_a_sentence(subject: str) -> str:
    first, _, rest = subject.partition(" ")
    lowered = first.lower() if first in ("The", "A", "An", "Each", "Every", "All") else first
    return f"{lowered} {rest}".strip()


def _drafts(passages: Sequence[Passage], chance: random.Random) -> list[_Draft]:
    looked_at = sorted(chance.sample(range(len(passages)), min(CHUNKS_PER_DOCUMENT, len(passages))))
    drafts = [
        _Draft(asked[0], raw, asked[1], passages[place])
        for place in looked_at
        for raw in _sentences(passages[place])
        if (asked := question_about(readable(raw))) is not None
    ]
    chance.shuffle(drafts)
    return drafts


def _sentences(passage: Passage) -> Iterator[str]:
    for start, end in passage.sentences:
        yield passage.text[start - passage.start : end - passage.start].strip()


def _in_turn(drafts_by_document: Sequence[Sequence[_Draft]]) -> Iterator[_Draft]:
    """One of each document, then the next of each, until none has any left."""
    longest = max((len(drafts) for drafts in drafts_by_document), default=0)
    for turn in range(longest):
        for drafts in drafts_by_document:
            if turn < len(drafts):
                yield drafts[turn]


def _is_answered(draft: _Draft, embedder: EmbeddingModel) -> bool:
    """Whether the passage alone leads back to the sentence."""
    evidence = gather_evidence(draft.question, [draft.passage], embedder)
    return any(draft.quote in citation.quote for citation in evidence.citations)


def _golden(number: int, draft: _Draft, sources: Sequence[Path]) -> GoldenQuestion:
    passage = draft.passage
    gold = GoldPassage(file=_relative(passage.path, sources), page=passage.page, text=draft.quote)
    return GoldenQuestion(
        qid=f"suggested-{number}",
        question=draft.question,
        answers=(draft.answer,),
        type="suggested",
        gold=(gold,),
    )


def _relative(path: str, sources: Sequence[Path]) -> str:
    """The path below its source, as `--docs SOURCE` will look for it."""
    for source in sources:
        if Path(path).is_relative_to(source) and Path(path) != source:
            return Path(path).relative_to(source).as_posix()
    return Path(path).name
