"""Names and measures that questions speak of."""

import pytest

from assistant.search.glossary import related_words
from assistant.search.naming import spoken_names


@pytest.mark.parametrize(
    ("question", "terms", "year"),
    [
        ("What is Amazon's FY2017 days payable outstanding?", {"amazon"}, "2017"),
        (
            "Is there a drop for Best Buy between FY 2023 and Q2 of FY2024?",
            {"bestbuy", "q2"},
            "2024",
        ),
        ("What is said in the 10-K of 3M?", {"10k", "3m"}, ""),
        ("Did sales grow from FY20 to FY21?", set(), "2021"),
        ("what is the notice period in 2021", set(), "2021"),
        ("How many are there?", set(), ""),
        ("", set(), ""),
    ],
)
def test_names_and_the_latest_year_are_told(question: str, terms: set[str], year: str) -> None:
    names = spoken_names(question)
    assert terms <= names.terms
    assert names.year == year
    assert terms or not names.terms - {"fy20", "fy21"}


def test_a_sentence_does_not_begin_with_a_name() -> None:
    assert spoken_names("Rents rise.").terms == frozenset()
    assert "amcor" in spoken_names("AMCOR grew.").terms


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("What is the quick ratio of the company?", "total current liabilities"),
        ("Compute the DPO for 2017", "accounts payable"),
        ("How did PP&E develop?", "property, plant and equipment"),
    ],
)
def test_a_measure_leads_to_what_it_is_computed_from(question: str, word: str) -> None:
    assert word in related_words(question)


def test_other_questions_lead_nowhere_else() -> None:
    assert related_words("Who signed the lease?") == ""
    assert related_words("Was she indebted to the audience?") == ""
