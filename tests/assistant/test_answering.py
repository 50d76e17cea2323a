from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from assistant.answering import answer_question, mode_for
from assistant.answers import AbstentionReason, Answer, AnswerMode, NoAnswer, Support
from assistant.messages import (
    AnswerDelta,
    AnswerFinished,
    EvidenceFound,
    PassagesFound,
    SentenceChecked,
)
from assistant.search.retrieval import Retriever
from indexer.library import Library
from models.errors import ContextTooLong
from models.interfaces import ChatMessage, GenerationOptions
from tests.fakes import HashEmbedder, ScriptedLanguageModel

MakeLibrary = Callable[[dict[str, str]], Library]

TEXTS = {
    "bridge.txt": "The harbour bridge is 330 metres long. It was painted red in spring.",
    "cats.txt": "Cats sleep for sixteen hours a day. They hunt at dawn.",
}
QUESTION = "How long is the harbour bridge?"


@pytest.fixture
def ask(library_of: MakeLibrary, hash_embedder: HashEmbedder) -> Callable[..., list]:
    """Ask the two texts; gives all events."""
    retriever = Retriever(library_of(TEXTS), hash_embedder)

    def asked(*replies: str, question: str = QUESTION, **options: object) -> list:
        model = ScriptedLanguageModel(*replies) if replies else None
        return list(answer_question(question, retriever, hash_embedder, model, **options))

    return asked


def check(events: list) -> Answer:
    """The answer, after holding every citation against the files."""
    assert isinstance(events[0], PassagesFound)
    assert isinstance(events[-1], AnswerFinished)
    assert sum(isinstance(event, AnswerFinished) for event in events) == 1
    answer = events[-1].answer
    assert isinstance(answer, Answer)
    for citation in answer.citations:
        text = Path(citation.path).read_text("utf-8")
        assert citation.quote == text[citation.start : citation.end]
    markers = {citation.marker for citation in answer.citations}
    assert {marker for each in answer.sentences for marker in each.citations} == markers
    return answer


def test_without_a_model_the_quotes_are_the_answer(ask: Callable[..., list]) -> None:
    events = ask()
    answer = check(events)
    assert [type(event) for event in events] == [PassagesFound, EvidenceFound, AnswerFinished]
    assert answer.mode is AnswerMode.QUOTES
    assert answer.model is None
    assert "330 metres" in answer.text
    assert {"retrieve", "quote", "total"} <= answer.timings.keys()


def test_a_supported_sentence_leads_the_answer(ask: Callable[..., list]) -> None:
    events = ask("The bridge is 330 metres long [1].")
    answer = check(events)
    assert answer.mode is AnswerMode.FULL
    assert answer.model == "scripted"
    assert answer.sentences[0].text == "The bridge is 330 metres long."
    assert answer.sentences[0].support is Support.SUPPORTED
    written = "".join(event.text for event in events if isinstance(event, AnswerDelta))
    assert written == "The bridge is 330 metres long [1]."


def test_a_small_model_may_not_wander_from_the_quotes(ask: Callable[..., list]) -> None:
    true_but_not_asked = "Cats sleep for sixteen hours a day [2]."
    trusted = check(ask(true_but_not_asked))
    assert trusted.sentences[0].text == "Cats sleep for sixteen hours a day."
    small = check(ask(true_but_not_asked, mode=AnswerMode.SHORT))
    assert small.mode is AnswerMode.QUOTES
    assert "Cats" not in small.text
    on_the_point = check(ask("The bridge is 330 metres long [1].", mode=AnswerMode.SHORT))
    assert on_the_point.mode is AnswerMode.SHORT


def test_quotes_are_told_from_what_was_written(ask: Callable[..., list]) -> None:
    answer = check(ask("The bridge is 330 metres long [1]."))
    assert [sentence.quoted for sentence in answer.sentences] == [False, True]


def test_a_changed_number_is_refused_and_the_quotes_remain(ask: Callable[..., list]) -> None:
    events = ask("The harbour bridge is 330.33 metres long [1].")
    answer = check(events)
    assert answer.mode is AnswerMode.QUOTES
    assert "330.33" not in answer.text
    assert [sentence.text for sentence in answer.dropped] == [
        "The harbour bridge is 330.33 metres long."
    ]
    (verdict,) = [event for event in events if isinstance(event, SentenceChecked)]
    assert verdict.sentence.support is Support.UNSUPPORTED


@pytest.mark.parametrize("marker", ["[9]", "[0]", "[999]", "", "[2]"])
def test_a_wrong_marker_cannot_lead_to_a_wrong_place(ask: Callable[..., list], marker: str) -> None:
    answer = check(ask(f"The bridge is 330 metres long {marker}."))
    cited = {citation.marker: citation for citation in answer.citations}
    (marker_shown,) = answer.sentences[0].citations
    assert "330 metres long" in cited[marker_shown].quote


def test_random_text_with_markers_gives_way_to_quotes(ask: Callable[..., list]) -> None:
    answer = check(ask("Purple [1] engines sing [2]. Under water [1] nobody counts [7]. Zz [3]."))
    assert answer.mode is AnswerMode.QUOTES
    assert all(sentence.support is Support.SUPPORTED for sentence in answer.sentences)
    assert answer.text == check(ask()).text


def test_a_model_that_repeats_itself_is_cut_off(ask: Callable[..., list]) -> None:
    events = ask("The bridge is 330 metres long [1]. " * 40)
    deltas = [event for event in events if isinstance(event, AnswerDelta)]
    assert len(deltas) < 30
    assert check(events).sentences[0].text == "The bridge is 330 metres long."


def test_a_sentence_without_end_is_cut_off(ask: Callable[..., list]) -> None:
    events = ask("bridge and bridge and " * 400)
    assert sum(isinstance(event, AnswerDelta) for event in events) < 100


def test_not_found_and_the_question_again_are_no_answer(ask: Callable[..., list]) -> None:
    assert check(ask("NOT FOUND")).mode is AnswerMode.QUOTES
    assert check(ask("The harbour bridge is long [1].")).mode is AnswerMode.QUOTES


def test_quotes_mode_never_asks_the_model(
    library_of: MakeLibrary, hash_embedder: HashEmbedder
) -> None:
    model = ScriptedLanguageModel("The bridge is 330 metres long [1].")
    retriever = Retriever(library_of(TEXTS), hash_embedder)
    events = answer_question(QUESTION, retriever, hash_embedder, model, mode=AnswerMode.QUOTES)
    assert check(list(events)).mode is AnswerMode.QUOTES
    assert model.asked == []


def test_stopping_ends_the_writing_at_once(ask: Callable[..., list]) -> None:
    seen: list[int] = []

    def should_stop() -> bool:
        seen.append(1)
        return len(seen) > 4

    events = ask("The bridge is 330 metres long and more and more " * 50, should_stop=should_stop)
    assert sum(isinstance(event, AnswerDelta) for event in events) <= 4
    assert check(events).mode is AnswerMode.QUOTES


class Overflowing(ScriptedLanguageModel):
    """Refuses every prompt."""

    def generate(
        self,
        messages: Sequence[ChatMessage],
        options: GenerationOptions,
        should_stop: Callable[[], bool],
    ) -> Iterator[str]:
        raise ContextTooLong(9999, 4096)


def test_a_model_that_fails_leaves_the_quotes(
    library_of: MakeLibrary, hash_embedder: HashEmbedder
) -> None:
    retriever = Retriever(library_of(TEXTS), hash_embedder)
    events = list(answer_question(QUESTION, retriever, hash_embedder, Overflowing()))
    assert check(events).mode is AnswerMode.QUOTES


def test_an_empty_library_says_so(library_of: MakeLibrary, hash_embedder: HashEmbedder) -> None:
    events = list(
        answer_question("Why?", Retriever(library_of({}), hash_embedder), hash_embedder, None)
    )
    assert events[0] == PassagesFound(passages=())
    assert events[-1].answer.reason is AbstentionReason.NOTHING_INDEXED


def test_an_unrelated_question_is_declined_with_the_nearest(ask: Callable[..., list]) -> None:
    events = ask(question="Which zebra minister resigned over quantum taxes yesterday?")
    answer = events[-1].answer
    assert isinstance(answer, NoAnswer)
    assert answer.reason is AbstentionReason.NOT_IN_DOCUMENTS
    assert 1 <= len(answer.nearest) <= 3
    for citation in answer.nearest:
        text = Path(citation.path).read_text("utf-8")
        assert citation.quote == text[citation.start : citation.end]


def test_only_the_starter_model_is_kept_short() -> None:
    assert mode_for(None) is AnswerMode.QUOTES
    assert mode_for(ScriptedLanguageModel()) is AnswerMode.FULL
