"""Blocks are recognised from lines and their places; no PDF is needed for that."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.documents import BlockKind, Span
from indexer.parsing.pdf_layout import is_meaningless, layout, plain_blocks
from indexer.parsing.pdf_lines import PageLines, TextLine
from indexer.parsing.pdf_tables import RowLikeness, find_tables, row_likeness

WORDS = ["the", "garden", "Total", "1,234", "(56)", "$", "•", "2021", "Page", "3", "ended.", "ii"]


def page_of(number: int, lines: list[tuple[str, float, float, float, bool]]) -> PageLines:
    """A page of lines given as text, left, bottom, size and weight."""
    text = "\r\n".join(line[0] for line in lines)
    made, start = [], 0
    for words, left, bottom, size, bold in lines:
        span = Span(start, start + len(words))
        right = left + len(words) * size / 2
        made.append(TextLine(span, words, left, bottom, right, bottom + size, bottom, size, bold))
        start = span.end + 2
    return PageLines(number, text, tuple(made))


lines = st.tuples(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join),
    st.sampled_from([72.0, 90.0, 300.0]),
    st.floats(-100, 900),
    st.sampled_from([0.0, 8.0, 11.0, 20.0]),
    st.booleans(),
)
documents = st.lists(st.lists(lines, max_size=14), max_size=6)


@given(documents)
def test_every_line_is_in_exactly_one_block_and_in_order(
    pages: list[list[tuple[str, float, float, float, bool]]],
) -> None:
    made = [page_of(number, page) for number, page in enumerate(pages, 1)]
    for page, blocks in zip(made, layout(made, {}), strict=True):
        ends = [0, *(block.span.end for block in blocks)]
        assert all(end <= block.span.start for end, block in zip(ends, blocks, strict=False))
        for line in page.lines:
            assert sum(line.span.overlaps(block.span) for block in blocks) == 1


@pytest.mark.parametrize(
    ("text", "likeness"),
    [
        ("Net product sales $ 79,268 $ 94,665 $ 118,573", RowLikeness.SURE),
        ("Year ended December 31, 2022 2021", RowLikeness.SURE),
        ("Loss before tax (1,234) (56) —", RowLikeness.SURE),
        ("Income before taxes and before what was earned by other companies of the group 1 2",
         RowLikeness.SURE),
        ("Total 778", RowLikeness.WEAK),
        ("$ 118,573", RowLikeness.WEAK),
        ("Operating expenses:", RowLikeness.LABEL),
        ("In 2016 and in 2017 the society had 3 gardens, which it kept.", RowLikeness.LABEL),
        ("The committee met three times during the year and looked at the accounts.",
         RowLikeness.NOT),
    ],
)  # fmt: skip
def test_rows_are_told_from_prose(text: str, likeness: RowLikeness) -> None:
    found = row_likeness(text)
    if likeness is RowLikeness.LABEL:
        assert found in (RowLikeness.LABEL, RowLikeness.NOT)
    else:
        assert found is likeness


def test_one_row_alone_is_no_table() -> None:
    rows = [
        ("Net sales 1 2 3", 72.0, 700.0, 11.0, False),
        ("Words follow.", 72.0, 680.0, 11.0, False),
    ]
    assert find_tables(page_of(1, rows).lines) == []


def test_one_row_below_the_names_of_its_columns_is_a_table() -> None:
    rows = [
        ("Votes for Votes against Abstentions", 72.0, 713.0, 11.0, True),
        ("57,172 13,324 170", 72.0, 700.0, 11.0, False),
        ("Based on the votes the plan was approved.", 72.0, 680.0, 11.0, False),
    ]
    lines = [replace(line, right=400.0) for line in page_of(1, rows).lines]
    assert find_tables(lines) == [range(0, 2)]


def test_labels_between_rows_belong_to_the_table() -> None:
    texts = ["Assets:", "Cash 1 2", "Current liabilities:", "Debts 3 4", "Other words follow here."]
    rows = [(text, 72.0, 700.0 - 13 * place, 11.0, False) for place, text in enumerate(texts)]
    assert find_tables(page_of(1, rows).lines) == [range(1, 4)]


def test_names_over_columns_belong_to_the_table() -> None:
    rows = [("Results", 72.0, 740.0, 11.0, True), ("Net", 300.0, 727.0, 11.0, True)]
    rows += [("sales", 300.0, 714.0, 11.0, True), ("North 1 2", 72.0, 700.0, 11.0, False)]
    rows += [("South 3 4", 72.0, 687.0, 11.0, False)]
    assert find_tables(page_of(1, rows).lines) == [range(1, 5)]


def test_a_word_hyphenated_at_the_end_of_a_line_does_not_break_the_paragraph() -> None:
    page = page_of(1, [("The commit", 72, 700, 11, False), ("a year and", 72, 660.4, 11, False)])
    two_rows = TextLine(Span(12, 40), "tee met three times with\ufffein", 72, 673.6, 500, 697.8,
                        686.8, 11, False)  # fmt: skip
    text = "The commit\r\n" + two_rows.text.ljust(28) + "\r\na year and"
    last = page.lines[1]
    moved = TextLine(Span(42, 52), last.text, 72, last.bottom, 200, last.top, last.foot, 11, False)
    blocks = layout([PageLines(1, text, (page.lines[0], two_rows, moved))], {})[0]
    assert [block.kind for block in blocks] == [BlockKind.PARAGRAPH]


def test_a_footnote_is_small_low_and_numbered() -> None:
    body = [(f"Line {'abcdefghij'[n]} of the text says this", 72.0, 700.0 - 13 * n, 11.0, False)
            for n in range(10)]  # fmt: skip
    notes = [("1 See the minutes of May.", 72.0, 100.0, 8.0, False), ("21%", 72, 80, 8.0, False)]
    blocks = layout([page_of(1, body + notes)], {})[0]
    assert [block.kind for block in blocks[-2:]] == [BlockKind.FOOTNOTE, BlockKind.PARAGRAPH]


def test_a_caption_is_not_a_heading() -> None:
    page = page_of(
        1, [("Figure 2: The garden", 72, 700, 11, True), ("Body text", 72, 600, 11, False)]
    )
    assert layout([page], {})[0][0].kind is BlockKind.CAPTION


def test_plain_text_has_paragraphs_between_empty_lines() -> None:
    text = "One\ntwo.\n\n  Three.\n"
    spans = [block.span for block in plain_blocks(text)]
    assert [text[span.start : span.end] for span in spans] == ["One\ntwo.", "Three."]


@pytest.mark.parametrize(
    ("text", "meaningless"),
    [("", False), ("Plain words", False), ("delegat\ufffeing", False), ("\x14\x15 \x16", True),
     ("\ue001\ue002 a", True), ("a bullet \uf0b7", False)],
)  # fmt: skip
def test_characters_without_meaning_are_noticed(text: str, meaningless: bool) -> None:
    assert is_meaningless(text) is meaningless
