"""Completed questions in answers, and over the questions of whole sets."""

import random
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from assistant.answering import answer_question
from assistant.evaluation.follow_ups import changed_alone, load_pairs
from assistant.evaluation.golden import load_golden
from assistant.following_up import EarlierTurn, complete
from assistant.messages import AnswerFinished, PassagesFound
from assistant.search.explaining import explain_passage
from assistant.search.explanation_words import passage_sentence
from assistant.search.preferring import CITED_BEFORE
from assistant.search.retrieval import Retriever
from indexer.library import Library
from tests.fakes import HashEmbedder, ScriptedLanguageModel

MakeLibrary = Callable[[dict[str, str]], Library]

SOURCE = Path(__file__).parents[1] / "samples_source"
MOST_CHANGED = 0.01
"""Of questions that stand alone, as a share."""


def test_documents_that_were_just_cited_are_preferred_only_by_what_follows() -> None:
    turn = EarlierTurn("What is the rent of Unit 7?", cited=("/docs/lease.pdf",))
    assert complete("Who signed it?", [turn]).preferred == ("/docs/lease.pdf",)
    in_this = complete("What are the rules on dogs and cats in this contract?", [turn])
    assert (in_this.preferred, in_this.follows) == (("/docs/lease.pdf",), False)
    assert complete("How much does the Tern 4 weigh?", [turn]).preferred == ()


def test_a_preferred_document_comes_a_little_ahead_and_the_trace_tells(
    library_of: MakeLibrary, hash_embedder: HashEmbedder
) -> None:
    texts = {
        f"{name}.txt": f"This contract of {name} was signed by the director of {name} in May."
        for name in ("alpha", "beta", "gamma")
    }
    retriever = Retriever(library_of(texts), hash_embedder)
    for passage in retriever.retrieve("who signed the contract"):
        found = retriever.retrieve("who signed the contract", preferred=[passage.path])
        (again,) = (each for each in found if each.path == passage.path)
        assert again.found_by["cited_before"] == CITED_BEFORE
        how = explain_passage("who signed the contract", again, 1)
        assert "The answer before stands on its file." in passage_sentence(how)
        assert again.score == pytest.approx(passage.score + CITED_BEFORE)
        assert [each.score for each in found] == sorted((e.score for e in found), reverse=True)


def test_the_completed_question_is_told_searched_and_put_to_the_model(
    library_of: MakeLibrary, hash_embedder: HashEmbedder
) -> None:
    library = library_of(
        {
            "2021.txt": "The revenue of Germany was 12 million in 2021.",
            "2023.txt": "The revenue of Germany was 15 million in 2023.",
        }
    )
    model = ScriptedLanguageModel("It was 15 million [1].")
    earlier = [EarlierTurn("What was the revenue of Germany in 2021?")]
    events = list(
        answer_question(
            "and in 2023?",
            Retriever(library, hash_embedder),
            hash_embedder,
            model,
            earlier=earlier,
        )
    )
    completed = "What was the revenue of Germany in 2023?"
    assert isinstance(events[0], PassagesFound)
    assert events[0].searched == completed
    assert Path(events[0].passages[0].path).name == "2023.txt"
    assert completed in "".join(message.content for message in model.asked[0])
    assert isinstance(events[-1], AnswerFinished)
    assert events[-1].answer.question == "and in 2023?"


def test_a_question_that_stands_alone_is_not_told_to_be_another(
    library_of: MakeLibrary, hash_embedder: HashEmbedder
) -> None:
    retriever = Retriever(library_of({"a.txt": "Cats sleep all day."}), hash_embedder)
    earlier = [EarlierTurn("What was the revenue of Germany in 2021?")]
    found = next(
        answer_question("When do cats sleep?", retriever, hash_embedder, None, earlier=earlier)
    )
    assert isinstance(found, PassagesFound)
    assert found.searched == ""


def test_no_question_about_the_samples_is_changed() -> None:
    questions = [each.question for each in load_golden(SOURCE / "questions.jsonl")]
    pairs = load_pairs(SOURCE / "follow_ups.jsonl")
    alone = [*questions, *dict.fromkeys(pair.first for pair in pairs)]
    assert [changed_alone(alone, seed) for seed in range(5)] == [[]] * 5


def test_nearly_all_follow_ups_about_the_samples_are_known_as_such() -> None:
    pairs = load_pairs(SOURCE / "follow_ups.jsonl")
    known = [complete(pair.second, [EarlierTurn(pair.first)]).follows for pair in pairs]
    assert len(pairs) >= 100
    assert sum(known) >= 0.95 * len(pairs)


@pytest.mark.corpora
def test_hardly_a_question_of_the_corpora_is_changed(corpora: Path) -> None:
    changed, asked = 0, 0
    for file in sorted(corpora.glob("qa/*/questions.jsonl")):
        questions = [each.question for each in load_golden(file)]
        own = len(changed_alone(questions))
        assert own <= max(1, MOST_CHANGED * len(questions)), file.parent.name
        changed, asked = changed + own, asked + len(questions)
    assert changed <= MOST_CHANGED * asked


def test_any_two_texts_can_follow_each_other() -> None:
    typed = 'and what about it? "x" type:pdf in: -a 2023 Ünïcode 租金 呢 \u00ad ( ) ’ ﬁ E-31'
    pieces = typed.split()
    chance = random.Random(1)
    for _ in range(500):
        first, second = (" ".join(chance.choices(pieces, k=chance.randint(0, 7))) for _ in "ab")
        completed = complete(second, [EarlierTurn(first, second, cited=("/a",))])
        assert completed.question == second
        msgspec.json.encode(completed)
