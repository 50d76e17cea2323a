"""A turn grows by events; what is checked and what is not never mix."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import (
    AbstentionReason,
    Answer,
    AnswerMode,
    AnswerSentence,
    Citation,
    NoAnswer,
    Support,
)
from assistant.messages import (
    AnswerDelta,
    AnswerFinished,
    EvidenceFound,
    PassagesFound,
    RequestDone,
    RequestFailed,
    SentenceChecked,
)
from desktop.panels.turn_words import heading_of_cards, plain_answer, status_of
from desktop.turn import Turn, TurnState, without_first_sentence

CITATION = Citation(
    marker=1, path="/d/a.md", revision="1", page=None, start=0, end=4, label="", quote="Rent"
)


def checked(text: str, support: Support = Support.SUPPORTED) -> SentenceChecked:
    sentence = AnswerSentence(text=text, support=support, citations=(1,))
    return SentenceChecked(sentence=sentence, citations=(CITATION,))


def test_a_checked_sentence_moves_out_of_what_is_pending() -> None:
    turn = Turn("Q?")
    turn.apply(PassagesFound(passages=()))
    assert turn.state is TurnState.READING
    turn.apply(AnswerDelta(text="The rent is 900 euros [P1]. It is "))
    turn.apply(checked("The rent is 900 euros."))
    assert [sentence.text for sentence in turn.sentences] == ["The rent is 900 euros."]
    assert turn.pending == "It is "
    assert turn.citations == {1: CITATION}


def test_quotes_are_not_among_what_was_written() -> None:
    turn = Turn("Q?")
    turn.apply(checked("The rent is 900 euros."))
    turn.apply(
        SentenceChecked(
            sentence=AnswerSentence(text="Rent", support=Support.SUPPORTED, quoted=True),
            citations=(),
        )
    )
    assert [sentence.text for sentence in turn.written] == ["The rent is 900 euros."]


def test_a_sentence_without_support_leaves_no_trace_in_the_answer() -> None:
    turn = Turn("Q?")
    turn.apply(AnswerDelta(text="The moon is cheese."))
    turn.apply(checked("The moon is cheese.", Support.UNSUPPORTED))
    assert turn.sentences == []
    assert turn.pending == ""
    assert turn.failed_sentences == 1


def test_the_finished_answer_replaces_everything_before() -> None:
    turn = Turn("Q?")
    turn.apply(EvidenceFound(sentences=(), citations=(CITATION,)))
    turn.apply(AnswerDelta(text="Something unfinished"))
    answer = Answer(
        question="Q?",
        sentences=(),
        citations=(),
        mode=AnswerMode.QUOTES,
        model=None,
        timings={"total": 0.34},
    )
    turn.apply(AnswerFinished(answer=answer))
    turn.apply(RequestDone())
    assert turn.state is TurnState.ANSWERED
    assert (turn.pending, turn.citations) == ("", {})
    assert status_of(turn) == "Quoted from your documents · 0.3 s"


def test_no_answer_keeps_the_nearest_passages_only() -> None:
    turn = Turn("Q?")
    turn.apply(AnswerDelta(text="I think"))
    turn.apply(
        AnswerFinished(
            answer=NoAnswer(
                question="Q?", reason=AbstentionReason.NOT_IN_DOCUMENTS, nearest=(CITATION,)
            )
        )
    )
    assert turn.state is TurnState.UNANSWERED
    assert heading_of_cards(turn) == "Nearest passages"
    assert "do not answer" in status_of(turn)


def test_an_answer_without_a_word_of_the_question_says_so_first() -> None:
    turn = Turn("Q?")
    answer = Answer(
        question="Q?",
        sentences=(AnswerSentence(text="Near.", support=Support.SUPPORTED, citations=(1,)),),
        citations=(CITATION,),
        mode=AnswerMode.QUOTES,
        model=None,
        unmet=("Zephyr",),
    )
    turn.apply(AnswerFinished(answer=answer))
    assert heading_of_cards(turn) == "Closest passages in your documents (1)"
    assert "“Zephyr”" in plain_answer(turn).splitlines()[2]
    turn.apply(AnswerFinished(answer=msgspec.structs.replace(answer, unmet=())))
    assert "Zephyr" not in plain_answer(turn)


@pytest.mark.parametrize("ending", [RequestDone(cancelled=True), RequestDone()])
def test_an_end_without_an_answer_is_a_stop_that_keeps_the_text(ending: RequestDone) -> None:
    turn = Turn("Q?")
    turn.apply(AnswerDelta(text="The rent is due. And"))
    turn.apply(checked("The rent is due."))
    turn.apply(ending)
    assert turn.state is TurnState.STOPPED
    assert turn.is_over
    assert plain_answer(turn).splitlines()[2] == "The rent is due."


def test_a_failure_says_its_reason() -> None:
    turn = Turn("Q?")
    turn.apply(RequestFailed(code="internal", message=""))
    assert turn.state is TurnState.FAILED
    assert "Something went wrong" in status_of(turn)


@pytest.mark.parametrize(
    ("pending", "sentence", "rest"),
    [
        ("One. Two", "One.", "Two"),
        (" One [1][2]. Two", "One.", "Two"),
        ("One,\n two [x1]! Three", "One, two!", "Three"),
        ("", "Never streamed.", ""),
        ("Different words", "Other.", "Different words"),
        ("3.5 percent. Next", "3.5 percent.", "Next"),
    ],
)
def test_the_first_sentence_is_cut_off_whatever_its_markers(
    pending: str, sentence: str, rest: str
) -> None:
    assert without_first_sentence(pending, sentence) == rest


@given(st.text(), st.text())
def test_cutting_never_invents_text(pending: str, sentence: str) -> None:
    assert pending.endswith(without_first_sentence(pending, sentence))
