from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np
import pytest
from msgspec import structs

from assistant.answers import Passage
from assistant.evaluation.calibration import fit
from assistant.quotes.abstention import Signals, answerable_probability, is_answerable, signals_of
from assistant.quotes.evidence import gather_evidence
from tests.fakes import HashEmbedder


def test_near_and_covered_is_answerable_and_far_is_not() -> None:
    assert is_answerable(Signals(0.65, 0.69, 0.66, 0.1, 0.3))
    assert not is_answerable(Signals(0.23, 0.3, 0.15, 0.02, 0.0))


@pytest.mark.parametrize("signal", [field.name for field in fields(Signals)])
def test_more_of_any_signal_makes_an_answer_likelier(signal: str) -> None:
    middling = Signals(0.4, 0.4, 0.4, 0.1, 0.2)
    better = replace(middling, **{signal: 0.5})
    assert answerable_probability(better) > answerable_probability(middling)


def test_the_words_of_the_question_count_more_in_their_order(
    passage: Callable[..., Passage], hash_embedder: HashEmbedder
) -> None:
    def in_order(text: str) -> float:
        found = [passage(text)]
        evidence = gather_evidence("harbour bridge length?", found, hash_embedder)
        return signals_of("harbour bridge length?", found, evidence).in_order

    assert in_order("The harbour bridge has a length of 330 metres.") == 1.0
    assert in_order("The length of that bridge near the harbour is 330 metres.") == 0.0


def test_neither_the_name_of_the_file_nor_how_to_answer_has_to_be_in_the_passage(
    passage: Callable[..., Passage], hash_embedder: HashEmbedder
) -> None:
    def coverage(question: str) -> float:
        found = [
            structs.replace(
                passage("Acquisitions in 2018: two mills."), path="/d/AMCOR_2018_10K.pdf"
            ),
            structs.replace(passage("Sales were flat."), path="/d/AMCOR_2018_10K.pdf"),
        ]
        evidence = gather_evidence(question, found, hash_embedder)
        return signals_of(question, found, evidence).passage_coverage

    assert coverage("Which acquisitions has Amcor made in FY2018? Round your answer.") > 0.5
    assert coverage("acquisitions by Amcor in FY2018") == 1.0
    assert coverage("acquisitions by Amcor in FY2019") < 0.5
    assert coverage("acquisitions by Borregaard in FY2018") < 0.7


def test_a_question_that_counts_nothing_changes_no_weight() -> None:
    chance = np.random.default_rng(1)
    answerable = np.arange(200) % 2 == 0
    signals = chance.normal(0, 0.1, (200, 2)) + np.where(answerable, 0.6, 0.3)[:, None]
    counted = np.where(np.arange(200) < 100, 1.0, 1e-12)
    weights, threshold = fit(signals, answerable, counted)
    alone, alone_threshold = fit(signals[:100], answerable[:100])
    np.testing.assert_allclose(weights, alone, rtol=1e-6)
    assert threshold == pytest.approx(alone_threshold)


def test_fitting_separates_what_can_be_separated() -> None:
    chance = np.random.default_rng(0)
    answerable = np.arange(200) % 2 == 0
    signals = chance.normal(0, 0.05, (200, 3)) + np.where(answerable, 0.7, 0.2)[:, None]
    weights, threshold = fit(signals, answerable)
    sure = 1 / (1 + np.exp(-np.c_[signals, np.ones(200)] @ weights))
    assert (sure[answerable] >= threshold).mean() >= 0.96
    assert (sure[~answerable] < threshold).all()
