"""Whether the documents answer a question at all, judged before anything is written.

A logistic model over five facts about the evidence; abstaining is an outcome with its own place in
the types, not a phrase in an answer.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePath

from assistant.answers import Passage
from assistant.quotes.citing import context_of
from assistant.quotes.evidence import Evidence
from assistant.quotes.unmet import ASKING, has_numbers, numbers_of
from assistant.terms import content_terms, weighted_coverage

PASSAGES_JUDGED = 5
"""Among which the words of the question may stand in their order."""
PASSAGES_COMPARED = 8
"""From which the nearest has to stand out."""
FEW, ENOUGH = 2, 6
"""Passages found: with few nothing can stand out, with enough the best one has to."""
ALONE = 1.4
"""What counts as standing out among few. A person who asks one short file has chosen where to look:
of 69 questions that such a file answers, 78 % are let through at this value, and 77 % of 26 that it
does not answer are declined."""
NO_PAIRS = 0.5
"""For a question of one word, which has no order."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What the evidence shows about whether it answers the question, each about 0 to 1."""

    passage_similarity: float
    """Cosine of the question and the nearest passage."""
    sentence_similarity: float
    """Cosine of the question and the sentence that ranks first, which is not always the nearest."""
    passage_coverage: float
    """Share of the question's weighted terms in the passage that was found first; those that say
    how to answer, or that the name of its file has, are left out."""
    standing_out: float
    """How much nearer the nearest passage is than those that follow it, on average."""
    in_order: float
    """Share of the question's neighbouring terms that are neighbours in some passage, too."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of the logistic model and the probability below which we abstain."""

    passage_similarity: float
    sentence_similarity: float
    passage_coverage: float
    standing_out: float
    in_order: float
    constant: float
    threshold: float


# Fitted by `python -m assistant.evaluation.calibration` over six sets; docs/answers.md has the
# command, and what is declined of each set left out of the fit and of sets that were in no fit.
CALIBRATION = Calibration(
    passage_similarity=3.26,
    sentence_similarity=4.01,
    passage_coverage=2.91,
    standing_out=1.38,
    in_order=2.32,
    constant=-4.98,
    threshold=0.39,
)


def signals_of(question: str, passages: Sequence[Passage], evidence: Evidence) -> Signals:
    """The facts on which the judgement rests."""
    first = passages[:PASSAGES_JUDGED]
    terms = [content_terms(context_of(passage)) for passage in first]
    near = sorted((each.found_by.get("dense", 0.0) for each in passages), reverse=True)
    return Signals(
        passage_similarity=near[0] if near else 0.0,
        sentence_similarity=evidence.ranked[0].similarity if evidence.ranked else 0.0,
        passage_coverage=_coverage(evidence.weights, first[0], terms[0]) if first else 0.0,
        standing_out=_standing_out(near),
        in_order=_in_order(content_terms(question), terms),
    )


def _coverage(weights: Mapping[str, float], passage: Passage, terms: Sequence[str]) -> float:
    """How much of what is asked about the passage has; "fy2018" is met by 2018."""
    left_out = ASKING.union(content_terms(PurePath(passage.path).stem.replace("_", " ")))
    asked = {term: weight for term, weight in weights.items() if term not in left_out}
    numbers = frozenset(numbers_of(context_of(passage)))
    met = {term for term in asked if has_numbers(term, numbers)}
    return weighted_coverage(asked, met.union(terms))


def _standing_out(near: Sequence[float]) -> float:
    """From `ALONE` among few passages, step by step, to the true margin among enough."""
    others = near[1:PASSAGES_COMPARED]
    margin = near[0] - sum(others) / len(others) if others else ALONE
    share = min(1.0, max(0.0, (len(near) - FEW) / (ENOUGH - FEW)))
    return share * margin + (1 - share) * ALONE


def _in_order(asked: Sequence[str], passages: Sequence[Sequence[str]]) -> float:
    pairs = set(pairwise(asked))
    if not pairs:
        return NO_PAIRS
    return max((len(pairs & {*pairwise(each)}) / len(pairs) for each in passages), default=0.0)


def answerable_probability(signals: Signals, calibration: Calibration = CALIBRATION) -> float:
    """How likely it is that the documents answer the question, 0 to 1."""
    total = (
        calibration.constant
        + calibration.passage_similarity * signals.passage_similarity
        + calibration.sentence_similarity * signals.sentence_similarity
        + calibration.passage_coverage * signals.passage_coverage
        + calibration.standing_out * signals.standing_out
        + calibration.in_order * signals.in_order
    )
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))


def is_answerable(signals: Signals, calibration: Calibration = CALIBRATION) -> bool:
    """Whether the evidence is good enough to be shown as an answer."""
    return answerable_probability(signals, calibration) >= calibration.threshold
