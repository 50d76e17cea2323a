from hypothesis import given
from hypothesis import strategies as st

from desktop.viewer.locating import locate_quote
from indexer.documents import Span

RENT = "The rent is 950 euros a month."


def test_a_quote_that_stands_where_it_was_is_found_there() -> None:
    text = f"{RENT} {RENT}"
    assert locate_quote(text, RENT, 31) == Span(31, 61)


def test_of_two_equal_sentences_the_nearer_one_is_taken() -> None:
    text = RENT + "." * 500 + RENT
    assert locate_quote(text, RENT, 3) == Span(0, len(RENT))
    assert locate_quote(text, RENT, 490) == Span(530, 560)


def test_other_line_ends_and_hyphens_at_line_ends_do_not_matter() -> None:
    text = "Before. The no-\r\ntice period\r\nis three  months. After."
    found = locate_quote(text, "The notice period is three months.", 40)
    assert found is not None
    assert text[found.start : found.end] == "The no-\r\ntice period\r\nis three  months."


def test_a_soft_hyphen_of_pdfium_is_passed_over() -> None:
    text = "A hyphen\ufffeated word"
    assert locate_quote(text, "hyphenated", 0) == Span(2, 13)


def test_words_that_changed_are_not_found() -> None:
    assert locate_quote("The rent is 990 euros a month.", RENT, 0) is None


def test_a_number_that_lost_its_sign_is_not_found() -> None:
    assert locate_quote("The result was 5 million.", "The result was -5 million.", 0) is None


def test_an_empty_quote_is_nowhere() -> None:
    assert locate_quote("anything", "  ", 0) is None


@given(
    before=st.text(alphabet="abc .\n", max_size=50),
    words=st.lists(st.text(alphabet="xyzäö𝔸", min_size=1, max_size=8), min_size=1, max_size=8),
    start=st.integers(min_value=0, max_value=200),
)
def test_a_quote_laid_out_anew_is_found_wherever_it_is_expected(
    before: str, words: list[str], start: int
) -> None:
    text = before + "\r\n".join(words) + " end"
    found = locate_quote(text, " ".join(words), start)
    assert found is not None
    assert text[found.start : found.end].split() == words
