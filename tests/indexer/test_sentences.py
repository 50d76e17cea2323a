import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.sentences import MAX_SENTENCE, split_code, split_lines, split_sentences


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["Rent is due.", "It was late!", "Was it?", "Yes."],
        ["Mr. Smith met Dr. J. K. Rowling.", "They left."],
        ["It cost $5.2 million, i.e. a lot.", "Nobody paid."],
        ["The U.S. Senate voted at 3.5 p.m. on No. 7.", "He said no.", "That was all."],
        ["He lives in the U.S.", "The house is his."],
        ["Das gilt z. B. für Art. 5 Abs. 2 DSGVO.", "Am 3. Mai kam Nr. 7 d. h. die Miete."],
        ["El Sr. Pérez vive en la pág. 5.", "¿Qué dice?", "¡Nada!"],
        ["M. Dupont est là.", "Il part."],
        ["He said “Go away.”", "Then he left.", "(See p. 12.)", "It ended."],
        ["Known since 1999.[12]", "Forgotten since."],
        ["Well... maybe not… but yes.", "So be it…", "The end."],
        ["In 2023. 5 people came."],
    ],
)
def test_sentences_end_where_a_reader_ends_them(expected: list[str]) -> None:
    if expected == ["In 2023. 5 people came."]:
        expected = ["In 2023.", "5 people came."]
    assert sentences(" ".join(expected)) == expected


def test_chinese_japanese_and_hindi_need_no_space_after_the_stop() -> None:
    assert sentences("今天下雨。明天呢？好！") == ["今天下雨。", "明天呢？", "好！"]
    assert sentences("यह घर है। वह भी है।") == ["यह घर है।", "वह भी है।"]


def test_a_line_break_inside_a_sentence_does_not_end_it() -> None:
    assert sentences("The tenant shall\r\npay the rent. It is\r\ndue.") == [
        "The tenant shall\r\npay the rent.",
        "It is\r\ndue.",
    ]


def test_blank_lines_list_items_and_page_breaks_end_a_sentence() -> None:
    text = "Heading\n\nWe need:\n• milk\n- bread\n3) eggs\n\fNext page"
    assert sentences(text) == ["Heading", "We need:", "• milk", "- bread", "3) eggs", "Next page"]


def test_rows_of_figures_are_not_run_together() -> None:
    assert sentences("Revenue 1,234 2,345\r\nCosts (12) 34%\r\nProfit") == [
        "Revenue 1,234 2,345",
        "Costs (12) 34%",
        "Profit",
    ]


def test_a_list_number_is_not_a_sentence() -> None:
    assert sentences("1. The tenant pays.") == ["1. The tenant pays."]


def test_a_run_on_is_cut_at_line_ends_then_commas_then_spaces() -> None:
    lines = "\n".join(["one line of a long table without any stop"] * 40)
    assert all(part.startswith("one") and part.endswith("stop") for part in sentences(lines))
    assert all(part.endswith(",") for part in sentences("some words, " * 100)[:-1])
    assert all(len(part) == MAX_SENTENCE for part in sentences("x" * MAX_SENTENCE * 3))


def test_lines_of_a_table_are_taken_one_by_one() -> None:
    text = "a. B | c\n\n  d | e \r\n"
    assert [text[s.start : s.end] for s in split_lines(text)] == ["a. B | c", "d | e"]


def test_short_lines_of_code_stand_together() -> None:
    text = "{\n  'a': 1,\n}\n" + "x" * 90 + "\n]"
    assert [text[s.start : s.end] for s in split_code(text)] == [
        "{\n  'a': 1,\n}",
        "x" * 90,
        "]",
    ]


WRITING = st.text(
    alphabet=st.one_of(
        st.sampled_from(list('aAbB1 \n\r\t.!?…,;:()"“”-•|。।\x0c\u2028\u00a0')), st.characters()
    ),
    max_size=400,
)


@given(WRITING | st.builds(lambda text: text * 40, WRITING))
def test_sentences_cover_every_character_once_and_in_order(text: str) -> None:
    for split in (split_sentences, split_lines, split_code):
        position = 0
        for span in split(text):
            assert not text[position : span.start].strip()
            part = text[span.start : span.end]
            assert part
            assert part == part.strip()
            assert len(part) <= MAX_SENTENCE
            position = span.end
        assert not text[position:].strip()
