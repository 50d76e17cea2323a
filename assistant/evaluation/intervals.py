"""How far a mean can be trusted: percentile bootstrap over questions.

Efron and Tibshirani, "An Introduction to the Bootstrap" (1993). Questions are drawn again with
replacement; two runs over the same questions are compared pair by pair, which tells a small
difference from noise where two separate intervals would overlap.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

RESAMPLES = 2000
CONFIDENCE = 0.95
_SEED = 0
"""Fixed, so that the same rows always have the same interval."""

Interval = tuple[float, float]
"""Lower and upper end."""


def mean_interval(values: Sequence[float]) -> Interval:
    """The interval that holds the mean with 95 % confidence; (0, 0) for no values."""
    if not len(values):
        return 0.0, 0.0
    column: npt.NDArray[np.float64] = np.asarray(values, dtype=np.float64)
    draws = np.random.default_rng(_SEED).integers(len(column), size=(RESAMPLES, len(column)))
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(column[draws].mean(axis=1), (tail, 1 - tail))
    return float(low), float(high)


def difference_interval(before: Sequence[float], now: Sequence[float]) -> Interval:
    """The interval of the mean change, `before[n]` and `now[n]` being of the same question.

    One that holds 0 means that the change may be chance. Raises ValueError for unequal lengths.
    """
    if len(before) != len(now):
        raise ValueError(f"{len(before)} values before and {len(now)} now")
    return mean_interval([new - old for old, new in zip(before, now, strict=True)])
