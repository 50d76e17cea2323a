import pytest

from indexer.cleaning import clean_markdown, clean_table_row, clean_text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("an exam-\r\nple of\n hyphens", "an example of hyphens"),
        ("an exam\ufffe\r\nple", "an example"),
        ("soft\u00adly", "softly"),
        ("the EU-\nStaaten", "the EU-Staaten"),
        ("pages 12-\n14", "pages 12- 14"),
        ("the ﬁrst oﬃce", "the first office"),
        ("Scope ........ 12", "Scope 12"),
        ("zero\u200bwidth \x00 null", "zerowidth null"),
        ("---\n", ""),
    ],
)
def test_text_is_cleaned_for_searching(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("## The *rent* is **due** ##", "The rent is due"),
        (
            "see [the lease](https://example.org/a_b) and ![plan](plan.png)",
            "see the lease and plan",
        ),
        ("call `snake_case_name` _now_", "call snake_case_name now"),
        ("Title\n=====", "Title"),
        ("> quoted <b>text</b>", "quoted text"),
        ("```python\nx = 1\n```", "x = 1"),
    ],
)
def test_markdown_is_cleaned_of_its_marks(raw: str, clean: str) -> None:
    assert clean_markdown(raw) == clean


def test_a_table_row_keeps_its_cells() -> None:
    assert clean_table_row("| Rent | 900 |") == "Rent 900"
