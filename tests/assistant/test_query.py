"""Queries taken apart."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.search.query import parse_query


def test_filters_leave_the_words_alone() -> None:
    query = parse_query(
        'notice period "written form" -draft in:contracts type:pdf after:2023 before:2024-06'
    )
    assert query.text == 'notice period "written form"'
    assert query.phrases == ("written form",)
    assert query.excluded == ("draft",)
    assert query.folders == ("contracts",)
    assert query.endings == {"pdf"}
    assert (query.after, query.before) == (date(2023, 1, 1), date(2024, 6, 1))
    assert query.has_filters


@pytest.mark.parametrize(
    "question",
    [
        "What did the minister say: yes or no?",
        "Is -5 °C below the well-known limit - or above?",
        "Which ratio, 3:1 or 16:9, is meant?",
        "after: what comes after:lunch?",
        "What is the file: a lease?",
        "",
    ],
)
def test_sentences_stay_as_they_are(question: str) -> None:
    query = parse_query(question)
    assert query.text == question
    assert not query.has_filters


def test_a_number_below_zero_is_excluded_only_where_it_stands_alone() -> None:
    assert parse_query("temperature -draft").excluded == ("draft",)
    assert parse_query("state-of-the-art").excluded == ()
    assert parse_query("a - b").excluded == ()


def test_quoted_values_hold_spaces() -> None:
    query = parse_query('rent in:"My Contracts/2024" -"first draft" file:"lease old"')
    assert query.folders == ("My Contracts/2024",)
    assert query.excluded == ("first draft",)
    assert query.names == ("lease old",)
    assert query.text == "rent"


def test_files_are_admitted_by_folder_name_ending_and_day() -> None:
    changed = datetime(2023, 5, 17, 12).timestamp()
    path = "/home/ann/My Contracts/2024/Lease.PDF"
    for typed in ("type:pdf", "in:2024", 'in:"my contracts/2024"', "file:lease", "after:2023-05"):
        assert parse_query(typed).admits_file(path, changed), typed
    for typed in ("type:word", "in:contracts", "in:lease.pdf", "file:rent", "before:2023-05-17"):
        assert not parse_query(typed).admits_file(path, changed), typed
    assert parse_query("type:word").admits_file("C:\\Letters\\a.docx", changed)
    assert parse_query("in:letters").admits_file("C:\\Letters\\a.docx", changed)


def test_passages_are_admitted_by_phrases_and_exclusions() -> None:
    query = parse_query('"written form" -draft')
    assert query.admits_text("Notice needs the WRITTEN\n form.")
    assert not query.admits_text("Notice in written, signed form.")
    assert not query.admits_text("The written form of the draft")
    assert query.admits_text("The written form of drafts")


def test_a_single_quoted_word_is_no_phrase() -> None:
    assert parse_query('the word "otter"').phrases == ()


@given(st.text(max_size=80))
def test_anything_can_be_typed(typed: str) -> None:
    query = parse_query(typed)
    query.admits_file("/a/b.pdf", 0.0)
    query.admits_text(typed)
