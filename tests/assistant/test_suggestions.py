"""Golden questions made of a person's own documents."""

from collections.abc import Callable

import pytest

from assistant.evaluation.golden import load_golden
from assistant.evaluation.golden_csv import write_table
from assistant.evaluation.suggestions import question_about, suggest_questions
from indexer.library import Library
from tests.fakes import HashEmbedder

MakeLibrary = Callable[[dict[str, str]], Library]


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        (
            "The notice period is three months to the end of a quarter.",
            "What is the notice period?",
            "three months to the end of a quarter",
        ),
        (
            "The monthly rent amounts to nine hundred euros including heating.",
            "What does the monthly rent amount to?",
            "nine hundred euros including heating",
        ),
    ],
)
def test_a_plain_fact_makes_a_question(sentence: str, question: str, answer: str) -> None:
    assert question_about(sentence) == (question, answer)


@pytest.mark.parametrize(
    "sentence",
    [
        "It is due on the third day of the month after delivery.",
        "This agreement is governed by the laws of the northern harbours.",
        "The rent is due.",
        "The harbour fees were paid by the northern shipping company.",
        "The lease was signed in the spring of the following year.",
        "Is the notice period three months to the end of a quarter?",
        "If the tenant is late, the landlord may end the agreement at once.",
        "The tenant pays nine hundred euros on the third of the month.",
    ],
)
def test_what_points_elsewhere_or_states_nothing_makes_none(sentence: str) -> None:
    assert question_about(sentence) is None


TEXTS = {
    "lease.txt": "The notice period is three months to the end of a quarter. It rains often.",
    "boat.txt": "The draught of the ferry is two metres and forty centimetres when loaded.",
    "twin.txt": "The notice period is three months to the end of a quarter, as agreed.",
}


def test_suggestions_come_from_every_document_and_none_twice(library_of: MakeLibrary) -> None:
    suggested = suggest_questions(library_of(TEXTS), HashEmbedder(), 10)
    assert sorted(question.question for question in suggested) == [
        "What is the draught of the ferry?",
        "What is the notice period?",
    ]
    (boat,) = [each for each in suggested if "ferry" in each.question]
    (gold,) = boat.gold
    assert gold.file == "boat.txt"
    assert gold.text == TEXTS["boat.txt"]


def test_no_more_are_suggested_than_asked_for(library_of: MakeLibrary) -> None:
    library = library_of(TEXTS)
    assert len(suggest_questions(library, HashEmbedder(), 1)) == 1
    assert suggest_questions(library, HashEmbedder(), 10) == suggest_questions(
        library, HashEmbedder(), 10
    )


def test_confirmed_suggestions_are_golden_questions(library_of: MakeLibrary, tmp_path) -> None:  # noqa: ANN001
    path = tmp_path / "questions.csv"
    suggested = suggest_questions(library_of(TEXTS), HashEmbedder(), 10)
    write_table(path, suggested, to_confirm=True)
    assert load_golden(path) == suggested
    struck = path.read_text("utf-8-sig").replace(",suggested,,,", ",suggested,,,no", 1)
    path.write_text(struck, "utf-8")
    assert load_golden(path) == suggested[1:]
