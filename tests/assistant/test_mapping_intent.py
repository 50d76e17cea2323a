"""Which questions ask all documents, over hundreds of made ones and those of the corpora."""

import json
from pathlib import Path

import pytest

from assistant.mapping.intent import IntentKind, asked_of_each, intent_of
from tests.assistant import mapping_questions as made
from tests.assistant import mapping_summaries as summaries

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "qa"
MOST_FALSE_ALARMS = 0.005


@pytest.mark.parametrize(("question", "topic"), made.columns(made.EACH))
def test_a_fact_of_every_document_is_recognised(question: str, topic: str) -> None:
    intent = intent_of(question)
    assert intent is not None
    assert (intent.kind, intent.topic) == (IntentKind.EACH, topic)


@pytest.mark.parametrize(("question", "topic"), made.columns(made.MENTION))
def test_which_documents_mention_something_is_recognised(question: str, topic: str) -> None:
    intent = intent_of(question)
    assert intent is not None
    assert (intent.kind, intent.topic) == (IntentKind.MENTION, topic)


@pytest.mark.parametrize(("question", "filters", "kind"), made.columns(made.COUNT))
def test_a_count_is_recognised_with_its_scope(question: str, filters: str, kind: str) -> None:
    intent = intent_of(question)
    assert intent is not None
    assert intent.kind is IntentKind.COUNT
    assert (intent.filters, intent.noun.kind) == (filters, kind)


@pytest.mark.parametrize("question", made.lines(summaries.SUMMARY_OF_EACH))
def test_a_summary_of_every_document_is_recognised(question: str) -> None:
    intent = intent_of(question)
    assert intent is not None
    assert intent.kind is IntentKind.SUMMARY_OF_EACH
    assert intent.scope.year in ("", *("2023", "2024"))
    assert ("2024" in question) == (intent.scope.year == "2024")


@pytest.mark.parametrize("question", made.lines(summaries.SUMMARY_OF_ONE))
def test_a_summary_of_one_document_is_recognised(question: str) -> None:
    intent = intent_of(question)
    assert intent is not None
    assert intent.kind is IntentKind.SUMMARY_OF_ONE


@pytest.mark.parametrize("question", made.lines(summaries.ORDINARY))
def test_an_ordinary_question_is_left_to_the_search(question: str) -> None:
    assert intent_of(question) is None


@pytest.mark.corpora
@pytest.mark.skipif(not CORPORA.is_dir(), reason="needs the corpora")
def test_ordinary_questions_of_the_corpora_raise_hardly_an_alarm() -> None:
    questions = [
        json.loads(line)["question"]
        for file in sorted(CORPORA.glob("*/questions.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    ]
    alarms = [question for question in questions if intent_of(question) is not None]
    assert len(questions) > 4000
    assert len(alarms) <= MOST_FALSE_ALARMS * len(questions), alarms


def test_filters_of_a_question_are_those_of_queries() -> None:
    intent = intent_of("list the rent of all Word files in the folder contracts tagged 2020s")
    assert intent is not None
    assert intent.filters == 'in:"contracts" tag:"2020s" type:word'


def test_a_person_can_have_any_question_asked_of_each_document() -> None:
    assert intent_of("What is the notice period?") is None
    intent = asked_of_each("What is the notice period?")
    assert (intent.kind, intent.topic) == (IntentKind.EACH, "What is the notice period")
    assert asked_of_each("Summarise this document").kind is IntentKind.SUMMARY_OF_EACH
    assert asked_of_each("Which files mention Acme?").kind is IntentKind.MENTION


def test_a_text_full_of_signs_is_no_trouble() -> None:
    assert intent_of("⟪0⟫ of every ⟦7⟧") is None
    assert intent_of("every " * 2000 + "document") is None
