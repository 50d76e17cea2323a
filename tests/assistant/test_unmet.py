from collections.abc import Callable, Sequence

import pytest
from msgspec.structs import replace

from assistant.answers import Passage
from assistant.quotes.evidence import gather_evidence
from assistant.quotes.unmet import MOST_NAMED, unmet_words
from models.interfaces import EmbeddingModel
from models.loading import load_embedding_model
from tests.fakes import HashEmbedder

Make = Callable[..., Passage]
BRIDGES = "The harbour bridge has a length of 330 metres. It was opened to all traffic in 1932."


def unmet(question: str, passages: Sequence[Passage], embedder: EmbeddingModel) -> tuple[str, ...]:
    ranked = gather_evidence(question, passages, embedder).ranked
    return unmet_words(question, passages, ranked, embedder)


def test_the_word_that_no_passage_has_is_named_as_it_was_typed(
    passage: Make, hash_embedder: HashEmbedder
) -> None:
    found = [passage(BRIDGES)]
    asked = "What is the length of the Zephyr bridge?"
    assert unmet(asked, found, hash_embedder) == ("Zephyr",)
    assert unmet("What lengths have the harbour bridges?", found, hash_embedder) == ()


def test_any_passage_its_heading_and_the_name_of_its_file_meet_a_word(
    passage: Make, hash_embedder: HashEmbedder
) -> None:
    found = [
        passage(BRIDGES),
        replace(passage("Its length is 200 metres."), heading_path=("Zephyr",)),
        replace(passage("Its length is 100 metres."), path="/docs/old_mistral.txt"),
    ]
    asked = "Length of the Zephyr and Mistral and Sirocco bridges?"
    assert unmet(asked, found, hash_embedder) == ("Sirocco",)


def library(passage: Make, text: str) -> list[Passage]:
    """The passage among as many as a search finds in more than one short file."""
    return [passage(text), *(passage(f"Note {number} is about nothing.") for number in range(6))]


def test_the_least_met_words_are_named_in_the_order_of_the_question(
    passage: Make, hash_embedder: HashEmbedder
) -> None:
    asked = "Which vicuñas grazed beside quarries under the Zephyr bridge of the harbour?"
    named = unmet(asked, library(passage, BRIDGES), hash_embedder)
    assert len(named) == MOST_NAMED
    assert [asked.index(word) for word in named] == sorted(asked.index(word) for word in named)


def test_nothing_is_embedded_where_every_word_stands_in_a_passage(passage: Make) -> None:
    class Refusing(HashEmbedder):
        def embed_by_token(self, texts, *, as_query=False):  # noqa: ANN001, ANN202 - as above
            raise AssertionError("not needed")

    assert unmet("How long is the harbour bridge?", [passage(BRIDGES + " long")], Refusing()) == ()


def test_in_one_short_file_only_names_and_numbers_tell(
    passage: Make, hash_embedder: HashEmbedder
) -> None:
    asked = "Which players of Zephyr scored 17 points?"
    found = [passage("Okafor 12 points, Bell 9 points.")]
    assert unmet(asked, found, hash_embedder) == ("Zephyr", "17")


def test_words_that_only_say_how_to_ask_are_never_named(
    passage: Make, hash_embedder: HashEmbedder
) -> None:
    asked = "Find the total number of harbour bridges, explain the main differences?"
    assert unmet(asked, library(passage, BRIDGES), hash_embedder) == ()


def test_a_number_is_met_with_other_letters_around_it(
    passage: Make, hash_embedder: HashEmbedder
) -> None:
    found = library(passage, "In 2018 the harbour bridge cost 40 million.")
    assert unmet("What did the harbour bridge cost in FY2018?", found, hash_embedder) == ()
    assert unmet("What did the harbour bridge cost in FY2019?", found, hash_embedder) == ("FY2019",)


def test_writing_without_spaces_has_no_word_to_name(
    passage: Make, hash_embedder: HashEmbedder
) -> None:
    assert unmet("港口大桥有多长？", library(passage, "这座塔有三百米高。"), hash_embedder) == ()


def test_without_passages_nothing_is_named(hash_embedder: HashEmbedder) -> None:
    assert unmet_words("Zephyr?", [], [], hash_embedder) == ()


@pytest.fixture(scope="module")
def embedder() -> EmbeddingModel:
    return load_embedding_model()


@pytest.mark.model
def test_another_word_for_the_same_meets_it(passage: Make, embedder: EmbeddingModel) -> None:
    found = library(passage, "The car costs 9,000 euros. The buyer pays within ten days.")
    assert unmet("What is the price of the automobile?", found, embedder) == ()
    assert unmet("What is the deposit for the flat?", found, embedder) == ("deposit", "flat")


@pytest.mark.model
def test_only_the_very_number_meets_a_number(passage: Make, embedder: EmbeddingModel) -> None:
    found = [passage("The winter games of 1924 had 16 nations. Norway won most medals.")]
    assert unmet("How many nations came to the winter games of 1924?", found, embedder) == ()
    assert unmet("How many nations were at the winter games of 2014?", found, embedder) == ("2014",)
