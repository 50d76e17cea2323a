"""The measure of what is read: words are compared, markup and spelling of spaces are not."""

from pathlib import Path

import pytest

from benchmarks.damage import damaged
from benchmarks.parsing_scores import (
    Expectation,
    contains_share,
    fulltext_score,
    line_score,
    score,
    words_of,
)
from indexer.documents import Block, BlockKind, Page, ParsedDocument, Span


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('# The *big* [duck](http://x.org/a_(b) "t")', ["the", "big", "duck"]),
        ("a <!-- image --> b&amp;c <br/> ﬁne", ["a", "b", "c", "fine"]),
        ("![pond](data:image/png;base64,AAAA)", ["pond"]),
        ("snake_case 東京", ["snake", "case", "東", "京"]),
    ],
)
def test_markup_is_taken_away_before_words_are_compared(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_missing_and_added_words_both_cost() -> None:
    assert fulltext_score("a b x", "a b c d") == {"found": 0.5, "precision": 2 / 3}


def test_what_must_not_be_there_is_searched_as_written() -> None:
    expected = Expectation("contains", must_include=("## Two ducks",), must_not_include=("menu",))
    assert contains_share("two  ducks", expected) == 1
    assert contains_share("two ducks, menu", expected) == 0.5
    assert contains_share("x", Expectation("contains", must_include=("**",))) is None


def test_lines_are_found_whatever_their_spaces() -> None:
    expected = Expectation("ocr-lines", lines=("TOTAL 9.00", "CASH"), key={"total": "9.00"})
    measures = line_score("Total9.00\nno", expected)
    assert (measures["lines"], measures["facts"]) == (0.5, 1)


def test_order_is_that_of_the_passages() -> None:
    page = Page(
        1,
        "left right",
        (Block(BlockKind.PARAGRAPH, Span(5, 10)), Block(BlockKind.PARAGRAPH, Span(0, 4))),
    )
    document = ParsedDocument("application/pdf", (page,))
    here = Path()
    assert score(document, Expectation("order", before="right", after="left"), here)["order"] == 1
    assert score(document, Expectation("order", before="left", after="right"), here)["order"] == 0


def test_damage_is_the_same_each_time_and_always_damage() -> None:
    data = bytes(range(256)) * 20
    variants = list(damaged(data, 25))
    assert variants == list(damaged(data, 25))
    assert data not in variants
    assert len(variants) == 25
