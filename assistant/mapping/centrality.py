"""Which sentences of a text stand for the rest: those most like all others.

Continuous LexRank (Erkan and Radev, "LexRank: Graph-based Lexical Centrality as Salience in Text
Summarization", 2004), over sentence vectors; a second sentence must say something else.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from assistant.terms import content_terms
from models.interfaces import Vectors

DAMPING = 0.85
ROUNDS = 30
LEAD_BONUS = 0.25
"""The first sentences of a text say what it is about more often than others do."""
LEADING = 2
TOO_ALIKE = 0.8
"""Cosine from which a second sentence only repeats the first."""
FEWEST_WORDS = 5
MOST_WORDS = 60
_END = re.compile(r"[.!。！；;:]['\"”’»)\]]*$|[。！]")


def promising(texts: Sequence[str], most: int) -> list[int]:
    """The sentences worth comparing, in their order: those whose words are the text's words."""
    terms = [content_terms(text) for text in texts]
    counts = Counter(term for found in terms for term in set(found))
    scored = [
        (_promise(texts[place], found, counts, place), place) for place, found in enumerate(terms)
    ]
    best = sorted(scored, key=lambda each: (-each[0], each[1]))[:most]
    return sorted(place for score, place in best if score > 0)


def central(texts: Sequence[str], vectors: Vectors, wanted: int) -> list[int]:
    """The `wanted` sentences that stand for all, the most central first."""
    if not texts:
        return []
    scores = lexrank(vectors)
    for place in range(min(LEADING, len(texts))):
        scores[place] *= 1 + LEAD_BONUS
    order = sorted(range(len(texts)), key=lambda place: -scores[place])
    chosen: list[int] = []
    for place in order:
        if all(float(vectors[place] @ vectors[other]) < TOO_ALIKE for other in chosen):
            chosen.append(place)
        if len(chosen) == wanted:
            break
    return chosen


def lexrank(vectors: Vectors) -> npt.NDArray[np.float64]:
    """How central each sentence is; the values add up to 1."""
    count = len(vectors)
    similar = np.clip(np.asarray(vectors @ vectors.T, dtype=np.float64), 0.0, 1.0)
    np.fill_diagonal(similar, 0.0)
    totals = similar.sum(axis=1, keepdims=True)
    steps = np.divide(similar, totals, out=np.full_like(similar, 1 / count), where=totals > 0)
    scores = np.full(count, 1 / count)
    for _ in range(ROUNDS):
        scores = (1 - DAMPING) / count + DAMPING * (scores @ steps)
    return scores


def _promise(text: str, terms: Sequence[str], counts: Counter[str], place: int) -> float:
    """How much of the text's vocabulary a sentence holds for its length."""
    length = len(text.split()) if " " in text else len(text) // 2
    if not terms or length < FEWEST_WORDS or length > MOST_WORDS or text.endswith("?"):
        return 0.0
    score = sum(math.log1p(counts[term]) for term in set(terms)) / math.sqrt(len(terms))
    score *= 1 + LEAD_BONUS * (place < LEADING)
    return score if _END.search(text) else score / 2
