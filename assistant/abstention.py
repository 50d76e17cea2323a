"""Whether the documents answer a question at all, judged before anything is written.

A logistic model over three facts about the evidence; abstaining is an outcome with its own place in
the types, not a phrase in an answer.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Passage
from assistant.citing import context_of
from assistant.evidence import Evidence
from assistant.terms import content_terms, weighted_coverage

PASSAGES_JUDGED = 5


@dataclass(frozen=True, slots=True)
class Signals:
    """What the evidence shows about whether it answers the question, each about 0 to 1."""

    passage_similarity: float
    """Cosine of the question and the nearest passage."""
    sentence_similarity: float
    """Cosine of the question and the nearest sentence."""
    passage_coverage: float
    """Share of the question's weighted terms in the best single passage."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of the logistic model and the probability below which we abstain."""

    passage_similarity: float
    sentence_similarity: float
    passage_coverage: float
    constant: float
    threshold: float


# Fitted over 70 questions each of nq, xquad-en, chunking-eval, tech-docs and tatqa by the script
# from which `assistant.evaluation.calibration` was made; that one samples a little differently and
# has not been run over these five sets. Of the questions it was fitted to, it declines 3 % of those
# that the documents answer (10 % in chunking-eval), 98 % of those asked of another set's documents,
# and 47 % of those whose gold document alone was taken away.
CALIBRATION = Calibration(
    passage_similarity=3.8,
    sentence_similarity=5.8,
    passage_coverage=2.75,
    constant=-6.35,
    threshold=0.25,
)


def signals_of(question: str, passages: Sequence[Passage], evidence: Evidence) -> Signals:
    """The facts on which the judgement rests."""
    judged = passages[:PASSAGES_JUDGED]
    covered = [
        weighted_coverage(evidence.weights, content_terms(context_of(passage)))
        for passage in judged
    ]
    return Signals(
        passage_similarity=max((each.found_by.get("dense", 0.0) for each in passages), default=0.0),
        sentence_similarity=max((each.similarity for each in evidence.ranked), default=0.0),
        passage_coverage=max(covered, default=0.0),
    )


def answerable_probability(signals: Signals, calibration: Calibration = CALIBRATION) -> float:
    """How likely it is that the documents answer the question, 0 to 1."""
    total = (
        calibration.constant
        + calibration.passage_similarity * signals.passage_similarity
        + calibration.sentence_similarity * signals.sentence_similarity
        + calibration.passage_coverage * signals.passage_coverage
    )
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))


def is_answerable(signals: Signals, calibration: Calibration = CALIBRATION) -> bool:
    """Whether the evidence is good enough to be shown as an answer."""
    return answerable_probability(signals, calibration) >= calibration.threshold
