"""Fits the judgement of `assistant.quotes.abstention` to questions with known answers.

`python -m assistant.evaluation.calibration --fit GOLD DOCS LIBRARY … --judge GOLD DOCS LIBRARY …`
asks the questions of libraries that hold the documents (`footnote index DOCS --library LIBRARY`).
It prints the weights fitted to the sets of `--fit`, what weights without a set do on that set, what
all of them do on the sets of `--judge`, which no weight has seen, and how many answers name a word
that nothing found has. `--kept FOLDER` keeps the searches, and reads those that are kept.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.evaluation.calibration_searches import (
    Judged,
    Kind,
    QuestionSet,
    chosen,
    judged,
    keep_searches,
    read_searches,
    searches_of,
)
from assistant.quotes.abstention import CALIBRATION, Signals, answerable_probability
from models.loading import load_embedding_model

FALSE_ALARMS = 0.04
"""Share of answerable questions that we accept to decline: a refusal takes an answer from a person
who has one, while what remains of a wrong answer is a quote that says itself what it is about."""
CURVE = (0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.20)
DECLINABLE = {Kind.HIDDEN: 0.7, Kind.UNRELATED: 0.3}
"""What is to be declined, and how much each counts: it is near misses that need to be learned."""
_SMOOTHING = 0.003
_ROUNDING = 1e-9

Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]


def fit(signals: Floats, answerable: Truths, counted: Floats | None = None) -> tuple[Floats, float]:
    """Weights (the constant last) of a logistic model by Newton's method, and its threshold.

    `signals` has a row for each question, which counts as `counted` says; both classes count the
    same. The threshold declines `FALSE_ALARMS` of the answerable ones.
    """
    columns = np.c_[signals, np.ones(len(signals))]
    share = np.ones(len(signals)) if counted is None else counted
    share = share / np.where(answerable, share[answerable].sum(), share[~answerable].sum())
    weights = np.zeros(columns.shape[1])
    ridge = _SMOOTHING * np.eye(columns.shape[1])
    for _ in range(50):
        probability = 1 / (1 + np.exp(-columns @ weights))
        slope = columns.T @ (share * (probability - answerable)) + ridge @ weights
        curvature = (columns.T * (share * probability * (1 - probability))) @ columns + ridge
        weights -= np.linalg.solve(curvature, slope)
    sure = probabilities(signals, weights)[answerable]
    return weights, threshold_for(sure, share[answerable], FALSE_ALARMS)


def probabilities(signals: Floats, weights: Floats) -> Floats:
    """How likely the documents answer each question, by these weights."""
    made: Floats = 1 / (1 + np.exp(-np.c_[signals, np.ones(len(signals))] @ weights))
    return made


def threshold_for(sure: Floats, share: Floats, declined: float) -> float:
    """The probability below which that share of the questions lies."""
    order = np.argsort(sure)
    below = np.cumsum(share[order]) / share.sum()
    return float(sure[order][np.searchsorted(below, declined + _ROUNDING, side="right")])


def main(arguments: Sequence[str]) -> int:
    """Measure and print; returns the exit status."""
    options = _options(arguments)
    fitted, held_back = _sets(options.fit), _sets(options.judge or [])
    embedder = load_embedding_model(threads=options.threads)
    rows: list[Judged] = []
    for each in (*fitted, *held_back):
        others = [question for other in fitted if other != each for question in chosen(other)]
        kept = options.kept / f"{each.name}.json" if options.kept else None
        if kept is not None and kept.is_file():
            searches = read_searches(kept)
        else:
            searches = list(searches_of(each, others, embedder))
            if kept is not None:
                keep_searches(kept, searches)
        rows += [judged(each.name, search, embedder) for search in searches if search.passages]
        print(f"{each.name}: {len(searches)} searches", file=sys.stderr, flush=True)
    names = [each.name for each in fitted]
    _print_fit([row for row in rows if row.owner in names])
    _print_judged(rows, names)
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="calibration", description=__doc__)
    triple = ("GOLD", "DOCS", "LIBRARY")
    parser.add_argument("--fit", nargs=3, action="append", metavar=triple, required=True)
    parser.add_argument("--judge", nargs=3, action="append", metavar=triple)
    parser.add_argument("--kept", type=Path, metavar="FOLDER")
    parser.add_argument("--threads", type=int)
    return parser.parse_args(arguments)


def _sets(triples: Sequence[Sequence[str]]) -> list[QuestionSet]:
    return [QuestionSet(*map(Path, triple)) for triple in triples]


def _matrix(rows: Sequence[Judged]) -> tuple[Floats, Truths, Floats]:
    """Signals, whether answerable, and how much each row counts: every set and kind the same."""
    pairs = [(row.owner, row.kind) for row in rows]
    counted = [DECLINABLE.get(row.kind, 1.0) / pairs.count((row.owner, row.kind)) for row in rows]
    return (
        np.array([astuple(row.signals) for row in rows]),
        np.array([row.kind is Kind.ANSWERABLE for row in rows]),
        np.array(counted),
    )


def _fittable(rows: Sequence[Judged]) -> list[Judged]:
    return [row for row in rows if row.kind is Kind.ANSWERABLE or row.kind in DECLINABLE]


def _print_fit(rows: Sequence[Judged]) -> None:
    """The weights, what they decline of sets they have not seen, and the curve over these."""
    weights, threshold = fit(*_matrix(_fittable(rows)))
    for field, weight in zip((*fields(Signals), None), weights, strict=True):
        print(f"{field.name if field else 'constant'}={weight:.2f}")
    print(f"threshold={threshold:.3f}\n\neach set by the weights and the threshold of the others")
    sure: dict[str, Floats] = {}
    for owner in dict.fromkeys(row.owner for row in rows):
        own = [row for row in rows if row.owner == owner]
        others = _fittable([row for row in rows if row.owner != owner])
        weights, threshold = fit(*_matrix(others))
        sure[owner] = probabilities(_matrix(own)[0], weights)
        print(owner, _shares(own, sure[owner] < threshold))
    every = np.concatenate([sure[owner] for owner in sure])
    ordered = [row for owner in sure for row in rows if row.owner == owner]
    print("\nthe curve over these: answerable declined, and of the others")
    for line in _curve(ordered, every):
        print(line)


def _curve(rows: Sequence[Judged], sure: Floats) -> Iterator[str]:
    _, answerable, counted = _matrix(rows)
    for declined in CURVE:
        threshold = threshold_for(sure[answerable], counted[answerable], declined)
        means = []
        for kind in DECLINABLE:
            own = np.array([row.kind is kind for row in rows])
            share = float(np.average(sure[own] < threshold, weights=counted[own]))
            means.append(f"{kind} {share:.2f}")
        yield f"{declined:.2f} (threshold {threshold:.2f}): " + ", ".join(means)


def _print_judged(rows: Sequence[Judged], fitted: Sequence[str]) -> None:
    """What the calibration in use does, and what it says where it does not decline."""
    print("\nthe calibration in use: declined; declined or told which word is missing")
    for owner in dict.fromkeys(row.owner for row in rows):
        own = [row for row in rows if row.owner == owner]
        chances = np.array([answerable_probability(row.signals) for row in own])
        declined = chances < CALIBRATION.threshold
        told = declined | np.array([bool(row.unmet) for row in own])
        seen = "fitted" if owner in fitted else "not fitted"
        print(f"{owner} ({seen}): {_shares(own, declined)}\n    told: {_shares(own, told)}")


def _shares(rows: Sequence[Judged], chosen_: Truths) -> str:
    kinds = np.array([row.kind for row in rows])
    return ", ".join(
        f"{kind} {chosen_[kinds == kind].mean():.3f} of {(kinds == kind).sum()}"
        for kind in Kind
        if (kinds == kind).any()
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
