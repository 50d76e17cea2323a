"""Snippets, places and times as the panels show them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.words import (
    bold_ranges,
    number_words,
    place_words,
    snippet,
    terms_of,
    time_left_words,
)


def test_the_label_of_a_place_wins_over_its_page() -> None:
    assert place_words("p. iv", 4) == "p. iv"
    assert place_words("", 4) == "page 4"
    assert place_words("", None) == ""


def test_bold_words_begin_with_a_term_in_any_case() -> None:
    text = "Notices of the NOTICE period, unnoticed"
    found = [text[start : start + length] for start, length in bold_ranges(text, ("notice",))]
    assert found == ["Notices", "NOTICE"]


def test_short_words_of_a_long_query_are_not_bold() -> None:
    assert bold_ranges("of the rent", terms_of("of the rent")) == [(7, 4)]


def test_a_query_of_signs_marks_nothing() -> None:
    assert bold_ranges("a (b", terms_of("((( *")) == []


def test_a_snippet_is_the_part_around_the_first_term() -> None:
    text = "filler " * 100 + "the deposit is due " + "filler " * 100
    shown = snippet(text, ("deposit",), 80)
    assert "deposit" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")


@given(st.text(), st.text())
def test_a_snippet_is_one_line_of_about_the_length_asked_for(text: str, query: str) -> None:
    shown = snippet(text, terms_of(query), 60)
    assert len(shown) <= 64
    assert "\n" not in shown


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (3.0, "a few seconds left"),
        (31.0, "about 30 s left"),
        (70.0, "about 1 min left"),
        (236.0, "about 4 min left"),
        (7300.0, "about 2 h left"),
    ],
)
def test_the_time_left_is_rounded(seconds: float, words: str) -> None:
    assert time_left_words(seconds) == words


def test_large_numbers_have_separators() -> None:
    assert number_words(1208) == "1,208"
