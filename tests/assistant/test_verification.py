import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import Support
from assistant.checks.numbers import numbers_in
from assistant.checks.verification import verify
from tests.assistant.conftest import make_passage

SOURCE = make_passage(
    "The harbour bridge is 330 metres long. Ferries cost 4.50 euros in summer. "
    "Revenue rose to 3.5 million euros in March 2021. The warranty does not cover water damage. "
    "The office in Oslo opens on 15 March. About 1,200 people live on the island."
)


@pytest.mark.parametrize(
    "claim",
    [
        "The harbour bridge is 330 metres long.",
        "The bridge is 330 meters long.",
        "Revenue rose to 3,500,000 euros in March 2021.",
        "The warranty does not cover water damage.",
        "The office in Oslo opens on March 15th.",
        "About 1200 people live on the island.",
    ],
)
def test_what_the_source_says_is_supported_however_it_is_spelled(claim: str) -> None:
    assert verify(claim, [SOURCE]).support is Support.SUPPORTED


@pytest.mark.parametrize(
    ("claim", "objection"),
    [
        ("The harbour bridge is 330.33 metres long.", "330.33"),
        ("The harbour bridge is 330 feet long.", "number"),
        ("About 1,300 people live on the island.", "1300"),
        ("Revenue rose to 3.5 billion euros in March 2021.", "3.5"),
        ("Revenue fell to 3.5 million euros in March 2021.", "fell"),
        ("The warranty covers water damage.", "not"),
        ("The warranty does not cover revenue.", "not"),
        ("The office in Bergen opens on 15 March.", "Bergen"),
        ("The office in Oslo opens on 3 March.", "3"),
        ("Ferries sing loudly about purple mountains.", "together"),
        ("Is the harbour bridge 330 metres long?", "question"),
    ],
)
def test_what_the_source_does_not_say_is_refused_with_the_reason(
    claim: str, objection: str
) -> None:
    verdict = verify(claim, [SOURCE])
    assert verdict.support is Support.UNSUPPORTED
    assert any(objection in each for each in verdict.objections)
    assert verdict.passage is None


def test_the_verdict_names_the_words_that_it_stands_on() -> None:
    other = make_passage("Nothing to do with it.", path="/docs/b.txt")
    verdict = verify("The warranty does not cover water damage.", [other, SOURCE])
    assert verdict.passage == 1
    stands_on = SOURCE.text[verdict.start : verdict.end]
    assert stands_on == "The warranty does not cover water damage."


def test_a_name_known_only_from_the_question_leaves_a_doubt() -> None:
    passage = make_passage("The company opened its second office in Oslo in 1998.")
    verdict = verify(
        "The company Acme opened its second office in Oslo in 1998.",
        [passage],
        "When did Acme open its second office?",
    )
    assert verdict.support is Support.PARTLY


def test_words_from_two_sentences_do_not_make_a_third() -> None:
    verdict = verify("The warranty does cover euros in Oslo.", [SOURCE])
    assert verdict.support is not Support.SUPPORTED


def test_who_did_what_to_whom_must_agree() -> None:
    passage = make_passage("In that year Anna sold the company to Boris.")
    assert verify("Anna sold the company to Boris.", [passage]).support is Support.SUPPORTED
    assert verify("Boris sold the company to Anna.", [passage]).support is not Support.SUPPORTED


def test_nothing_is_supported_without_passages_or_words() -> None:
    assert verify("The bridge is long.", []).support is Support.UNSUPPORTED
    assert verify("…", [SOURCE]).support is Support.UNSUPPORTED


WORDS = (
    "the bridge harbour is was 330 331 4.50 45 1,200 12 2021 metres euros feet people island "
    "revenue rose million not cover water March Oslo 15 % $"
)
words = st.sampled_from(re.findall(r"\S+", WORDS))


@given(st.lists(words, min_size=1, max_size=12).map(" ".join))
def test_no_supported_sentence_has_a_number_that_its_source_lacks(claim: str) -> None:
    verdict = verify(claim, [SOURCE])
    if verdict.support is Support.SUPPORTED:
        known = {number.amount for number in numbers_in(SOURCE.text)}
        assert {number.amount for number in numbers_in(claim, every_word=False)} <= known
