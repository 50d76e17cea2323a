"""A sentence that a page break or a column cuts in two is quoted whole."""

from collections.abc import Callable, Sequence

import pytest
from msgspec.structs import replace

from assistant.answers import Passage, Support
from assistant.quotes.evidence import Evidence, gather_evidence
from assistant.quotes.whole_sentences import divided_sentences, runs_on
from tests.fakes import HashEmbedder

MakePassage = Callable[..., Passage]
FIRST = "The lease ends soon. The harbour bridge has a length that was measured in"
SECOND = "the spring of 1990 as 330 metres. Cats sleep all day."
QUESTION = "What length of the harbour bridge was measured?"


def pages(make: MakePassage, *texts: str, first: int = 4) -> list[Passage]:
    return [
        replace(make(text), page=first + number, label=f"p. {first + number}")
        for number, text in enumerate(texts)
    ]


def evidence(
    question: str, found: Sequence[Passage], around: Sequence[Passage], embedder: HashEmbedder
) -> Evidence:
    return gather_evidence(question, found, embedder, lambda _: around)


def test_a_sentence_over_a_page_break_is_quoted_whole_and_each_half_is_cited(
    passage: MakePassage, hash_embedder: HashEmbedder
) -> None:
    both = pages(passage, FIRST, SECOND)
    found = evidence(QUESTION, both[:1], both, hash_embedder)
    quote = found.sentences[0]
    assert "was measured in the spring of 1990 as 330 metres." in quote.text
    assert "Cats" not in quote.text
    assert quote.citations == (1, 2)
    assert [(each.page, each.label) for each in found.citations] == [(4, "p. 4"), (5, "p. 5")]
    assert found.citations[1].quote == "the spring of 1990 as 330 metres."
    assert SECOND[found.citations[1].start : found.citations[1].end] == found.citations[1].quote


def test_a_quote_of_the_second_half_is_cited_first_where_its_sentence_begins(
    passage: MakePassage, hash_embedder: HashEmbedder
) -> None:
    both = pages(passage, FIRST, SECOND)
    found = evidence("How many metres, as of spring 1990?", both[1:], both, hash_embedder)
    quote = found.sentences[0]
    assert quote.text.startswith("The harbour bridge has a length that was measured in the spring")
    assert [found.citations[marker - 1].page for marker in quote.citations] == [4, 5]


def test_notes_at_the_foot_of_the_page_stand_between_the_halves(passage: MakePassage) -> None:
    text = f"{FIRST}\n\n1 See the annex. Ibid., volume 3."
    ((first, second),) = divided_sentences(pages(passage, text, SECOND))
    assert first.text.endswith("was measured in")
    assert second.text.startswith("the spring")


def test_a_word_that_is_parted_over_the_page_break_is_made_whole(
    passage: MakePassage, hash_embedder: HashEmbedder
) -> None:
    both = pages(passage, "The harbour bridge has a length of 330 met-", "res in all its beauty.")
    found = evidence(QUESTION, both[:1], both, hash_embedder)
    assert "330 metres in all its beauty." in found.sentences[0].text


def test_columns_whose_lines_are_mixed_in_the_text_are_put_together(
    passage: MakePassage,
) -> None:
    left, right = pages(passage, "The bridge was built by men who", "came from the north.")
    columns = [left, replace(right, page=4, start=200, end=220, sentences=((200, 220),))]
    assert len(list(divided_sentences(columns))) == 1
    adjoining = replace(right, page=4, start=left.end + 1, end=left.end + 21)
    adjoining = replace(adjoining, sentences=((adjoining.start, adjoining.end),))
    assert not list(divided_sentences([left, adjoining]))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The harbour bridge was measured.", "in the spring it rained."),
        ("Revenue 2021 2020 2019 in millions", "net income 5 6 7 8"),
        ("Some heading over the next part", "The bridge is long."),
        ("Fees that are due and payable in", "ANNEX B"),
        ("One two", "three four."),
        ("What both think of the bridge, RESEARCH CENTER", "even as it rains."),
        ("The bridge is one of many that", "mRNA"),
    ],
)
def test_what_only_looks_like_halves_is_left_apart(first: str, second: str) -> None:
    assert not runs_on(first, second)


def test_a_name_may_follow_a_preposition() -> None:
    assert runs_on("One distribution centre of ours is located in", "Ontario, which is cold.")
    assert runs_on("Die Kaution wird angelegt nach dem", "Ende des Monats.")


def test_writing_without_spaces_runs_on_as_well() -> None:
    assert runs_on("租赁合同规定承租人应当在每月五日之前向", "出租人支付租金。")
    assert not runs_on("租赁合同规定承租人应当支付租金。", "押金为两个月租金。")
    assert not runs_on("第三章", "押金为两个月租金。")


def test_words_that_nobody_sees_are_not_taken_in(
    passage: MakePassage, hash_embedder: HashEmbedder
) -> None:
    both = pages(passage, FIRST, SECOND)
    both[1] = replace(both[1], hidden=((0, 30),))
    found = evidence(QUESTION, both[:1], both, hash_embedder)
    assert found.sentences[0].text.endswith("was measured in")


def test_a_half_from_a_scan_leaves_the_whole_unverified(
    passage: MakePassage, hash_embedder: HashEmbedder
) -> None:
    both = pages(passage, FIRST, SECOND)
    both[1] = replace(both[1], scanned=True)
    found = evidence(QUESTION, both[:1], both, hash_embedder)
    assert found.sentences[0].support is Support.UNVERIFIED


def test_slides_stand_each_for_itself(passage: MakePassage, hash_embedder: HashEmbedder) -> None:
    both = [replace(each, label=f"Slide {each.page}") for each in pages(passage, FIRST, SECOND)]
    found = evidence(QUESTION, both[:1], both, hash_embedder)
    assert len(found.citations) == 1
