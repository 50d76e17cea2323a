from collections.abc import Callable
from itertools import pairwise

import pytest
from msgspec.structs import replace

from assistant.answers import Passage, Support
from assistant.quotes.answer_kinds import AnswerKind, kind_of
from assistant.quotes.citing import cite
from assistant.quotes.evidence import gather_evidence
from assistant.quotes.quoting import JOINED_CHARACTERS
from tests.fakes import HashEmbedder

MakePassage = Callable[..., Passage]


def test_the_sentence_that_answers_is_quoted_first(
    passage: MakePassage, hash_embedder: HashEmbedder
) -> None:
    text = "The harbour was built long ago. The harbour bridge is 330 metres long. Cats sleep."
    evidence = gather_evidence(
        "How long is the harbour bridge?", [passage(text, start=40)], hash_embedder
    )
    assert evidence.ranked[0].text == "The harbour bridge is 330 metres long."
    assert all(sentence.support is Support.SUPPORTED for sentence in evidence.sentences)


def test_a_quote_is_exactly_the_text_of_its_range(
    passage: MakePassage, hash_embedder: HashEmbedder
) -> None:
    text = "One line\nis broken and the hyph-\nenated word stays. Another sentence follows here."
    source = passage(text, start=100)
    evidence = gather_evidence("Which hyphenated word is broken?", [source], hash_embedder)
    for citation in evidence.citations:
        assert citation.quote == text[citation.start - 100 : citation.end - 100]
    assert "\n" in evidence.citations[0].quote
    assert "hyphenated word stays" in evidence.sentences[0].text


def test_sentences_in_a_row_become_one_quote(
    passage: MakePassage, hash_embedder: HashEmbedder
) -> None:
    text = "The bridge is very long. The bridge is painted red."
    evidence = gather_evidence("What about the bridge?", [passage(text)], hash_embedder)
    assert [citation.quote for citation in evidence.citations] == [text]


def test_titles_and_echoes_of_the_question_are_not_quoted(
    passage: MakePassage, hash_embedder: HashEmbedder
) -> None:
    text = "The harbour bridge\n\nHow long is the harbour bridge?\n\nIt measures 330 metres in all."
    evidence = gather_evidence("How long is the harbour bridge?", [passage(text)], hash_embedder)
    assert [sentence.text for sentence in evidence.sentences] == ["It measures 330 metres in all."]


def test_a_quote_takes_in_what_follows_within_its_paragraph(
    passage: MakePassage, hash_embedder: HashEmbedder
) -> None:
    told = "The price of the housing is fixed. It is 40 pounds. It holds for a year."
    text = f"{told}\n\nAnother paragraph is about the weather in May{', or in June' * 60}."
    evidence = gather_evidence("What is the price of a housing?", [passage(text)], hash_embedder)
    assert evidence.citations[0].quote == told


def test_no_passages_give_no_evidence(hash_embedder: HashEmbedder) -> None:
    evidence = gather_evidence("Why?", [], hash_embedder)
    assert evidence.sentences == evidence.citations == evidence.ranked == ()


def test_a_citation_must_lie_within_its_passage(passage: MakePassage) -> None:
    with pytest.raises(ValueError, match="not within"):
        cite(passage("Short."), 2, 90, 1)


def test_a_citation_is_called_by_the_place_of_its_sentence(passage: MakePassage) -> None:
    found = replace(passage("One. Two."), sentence_labels=("§ Rent", "§ Notice"))
    assert cite(found, 0, 4, 1).label == "§ Rent"
    assert cite(found, 5, 9, 1).label == "§ Notice"


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many people live there?", AnswerKind.NUMBER),
        ("¿Cuántos puntos fueron?", AnswerKind.NUMBER),
        ("When did it open?", AnswerKind.DATE),
        ("Кто его построил?", AnswerKind.NAME),
        ("Wo liegt die Brücke?", AnswerKind.PLACE),
        ("What is a bridge?", None),
    ],
)
def test_a_question_says_what_kind_of_thing_answers_it(
    question: str, kind: AnswerKind | None
) -> None:
    assert kind_of(question) is kind


def test_a_row_is_quoted_with_what_stands_above_it(
    passage: MakePassage, hash_embedder: HashEmbedder
) -> None:
    table = "Item | 2019 | 2018\nCash paid | 11 | 12\nInventory reserve | 5 | 6\nDebt | 8 | 9"
    text = f"It rained a lot on that day.\n\n{table}\n\nNothing else was counted there."
    evidence = gather_evidence("What is the inventory reserve?", [passage(text)], hash_embedder)
    assert evidence.citations[0].quote.startswith("Item | 2019 | 2018\nCash paid | 11 | 12\nInv")
    assert "rained" not in evidence.citations[0].quote


def test_what_a_better_quote_says_is_not_quoted_again(
    passage: MakePassage, hash_embedder: HashEmbedder
) -> None:
    said = "The harbour bridge is 330 metres long and was painted red in spring."
    again = "In spring the harbour bridge was painted red, and is 330 metres long."
    found = [passage(said), passage(again, path="/docs/b.txt", score=0.9)]
    evidence = gather_evidence("How long is the harbour bridge?", found, hash_embedder)
    assert [citation.quote for citation in evidence.citations] == [said]


APART = "The bridge is 330 metres long. {} The bridge is painted red."
BETWEEN = "Cats sleep for sixteen hours of the day and dream.\n\nDogs are said to do so, too."


def test_what_a_passage_says_in_two_places_is_one_quote(
    passage: MakePassage, hash_embedder: HashEmbedder
) -> None:
    text = APART.format(BETWEEN)
    evidence = gather_evidence("What about the bridge?", [passage(text)], hash_embedder)
    assert [citation.quote for citation in evidence.citations] == [text]


def test_places_far_apart_are_quoted_apart(
    passage: MakePassage, hash_embedder: HashEmbedder
) -> None:
    text = APART.format("\n\n".join([BETWEEN] * 10))
    evidence = gather_evidence("What about the bridge?", [passage(text)], hash_embedder)
    assert len(evidence.citations) > 1
    assert all(len(each.quote) <= JOINED_CHARACTERS for each in evidence.citations)


def test_no_planted_order_is_quoted_because_it_stands_between_two_quotes(
    passage: MakePassage, hash_embedder: HashEmbedder
) -> None:
    text = APART.format(BETWEEN)
    order = text.index("Cats"), text.index("dream.") + len("dream.")
    planted = replace(passage(text), instructions=(order,))
    evidence = gather_evidence("What about the bridge?", [planted], hash_embedder)
    quotes = [citation.quote for citation in evidence.citations]
    assert not any("Cats" in quote for quote in quotes)
    assert any("330" in quote for quote in quotes)


def test_links_beside_a_page_are_not_quoted_before_what_it_says(
    passage: MakePassage, hash_embedder: HashEmbedder
) -> None:
    links = (
        "Harbour bridge Length of the harbour bridge Harbour map Opening hours Bridge tickets Help"
    )
    said = "The harbour bridge is 330 metres in length."
    found = [passage(f"{links}\n\n{BETWEEN * 10}\n\n{said}")]
    evidence = gather_evidence("What length has the harbour bridge?", found, hash_embedder)
    assert evidence.ranked[0].text == said


def by_rows(table: Passage) -> Passage:
    """The passage with every line of it as a sentence, as the indexer has tables."""
    ends = [place for place, sign in enumerate(f"{table.text}\n") if sign == "\n"]
    return replace(table, sentences=tuple(pairwise([0, *ends])))


def test_the_row_of_the_table_with_the_year_asked_about_is_quoted_first(
    passage: MakePassage, hash_embedder: HashEmbedder
) -> None:
    tables = [
        by_rows(passage(f"In millions | {year}\nCash paid to suppliers | {paid} | 12", score=score))
        for year, paid, score in ((2014, 31, 0.9), (2016, 32, 0.8), (2018, 33, 0.7))
    ]
    for year in (2014, 2016):
        question = f"How much cash was paid to suppliers in {year}?"
        evidence = gather_evidence(question, tables, hash_embedder)
        assert str(year) in evidence.citations[0].quote
