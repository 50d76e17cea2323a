import numpy as np
import pytest

from assistant.abstention import Signals, answerable_probability, is_answerable
from assistant.evaluation.calibration import fit


def test_near_and_covered_is_answerable_and_far_is_not() -> None:
    assert is_answerable(Signals(0.65, 0.69, 0.66))
    assert not is_answerable(Signals(0.23, 0.3, 0.15))


@pytest.mark.parametrize(
    "better", [Signals(0.5, 0.4, 0.4), Signals(0.4, 0.5, 0.4), Signals(0.4, 0.4, 0.5)]
)
def test_more_of_any_signal_makes_an_answer_likelier(better: Signals) -> None:
    assert answerable_probability(better) > answerable_probability(Signals(0.4, 0.4, 0.4))


def test_fitting_separates_what_can_be_separated() -> None:
    chance = np.random.default_rng(0)
    answerable = np.arange(200) % 2 == 0
    signals = chance.normal(0, 0.05, (200, 3)) + np.where(answerable, 0.7, 0.2)[:, None]
    weights, threshold = fit(signals, answerable)
    sure = 1 / (1 + np.exp(-np.c_[signals, np.ones(200)] @ weights))
    assert (sure[answerable] >= threshold).mean() >= 0.96
    assert (sure[~answerable] < threshold).all()
