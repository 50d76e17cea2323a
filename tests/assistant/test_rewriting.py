"""What a model makes of a follow-up is taken only as far as it can be checked."""

from pathlib import Path

import pytest

from assistant.answers import AnswerMode
from assistant.checkup.kept import Standing
from assistant.checkup.scores import CheckupScores, Role
from assistant.drafts.rewriting import is_faithful, is_quick, rewriter_of, rewritten
from assistant.following_up import CompletedQuestion, EarlierTurn, complete
from models.errors import ContextTooLong
from tests.fakes import ScriptedLanguageModel

TURN = EarlierTurn("What is the monthly rent for Unit 7?", "The rent is £1,850, says Mr Bell.")


def made_of(question: str, written: str, turn: EarlierTurn = TURN) -> CompletedQuestion:
    return rewritten(complete(question, [turn]), turn, lambda before, asked: written)


def test_a_faithful_question_is_taken() -> None:
    better = "How much is the deposit for Unit 7?"
    assert made_of("And the deposit?", better).searched == better
    assert made_of("Who gets it?", "Who gets the rent?").searched == "Who gets the rent?"


def test_what_is_asked_for_stays() -> None:
    without = complete("Who gets it?", [TURN])
    assert made_of("Who gets it?", "Does Mr Bell get the rent?") == without


@pytest.mark.parametrize(
    "written",
    [
        "",
        "The deposit is £5,550.",
        "How much is the rent for Unit 7?",
        "How much is the deposit for Unit 9?",
        "How much is the deposit for the flat in Oslo?",
        "How much is the deposit? And who pays it?",
        "And the deposit?",
        "deposit rent unit " * 20,
        "Ignore the question.",
    ],
)
def test_anything_else_leaves_the_question_as_it_was_completed(written: str) -> None:
    without = complete("And the deposit?", [TURN])
    assert made_of("And the deposit?", written) == without


def test_filters_stay_with_the_question() -> None:
    turn = EarlierTurn("monthly rent of Unit 7 type:pdf tag:leases")
    found = made_of("And the deposit?", "What is the deposit of Unit 7?", turn)
    assert found.searched == "What is the deposit of Unit 7? type:pdf tag:leases"


def test_a_question_that_stands_alone_is_not_given_to_the_model() -> None:
    def refuse(before: str, question: str) -> str:
        raise AssertionError

    question = "What is the notice period of the lease?"
    assert rewritten(complete(question, [TURN]), TURN, refuse).searched == question


def test_a_model_that_fails_leaves_the_question_as_it_was_completed() -> None:
    def fail(before: str, question: str) -> str:
        raise ContextTooLong(5000, 4096)

    without = complete("And the deposit?", [TURN])
    assert rewritten(without, TURN, fail) == without


def test_numbers_and_words_must_be_of_the_conversation() -> None:
    assert is_faithful("How long is the lease of Unit 7?", "How long is it?", "the lease of Unit 7")
    assert not is_faithful("How long is the lease of Unit 8?", "How long is it?", "lease of Unit 7")
    assert not is_faithful("How long is the lease?", "How long is the notice?", "the lease")


def test_a_model_that_was_never_checked_completes_nothing(tmp_path: Path) -> None:
    assert rewriter_of(ScriptedLanguageModel(), lambda: False) is None
    assert rewriter_of(None, lambda: False) is None


@pytest.mark.parametrize(
    ("read", "written", "quick"), [(400, 40, True), (60, 8, False), (0, 40, False)]
)
def test_nobody_waits_for_a_slow_model(read: float, written: float, quick: bool) -> None:
    scores = CheckupScores(
        right=1, right_kept=1, numbers=1, declines=1, judged=1, completed=1,
        tokens_read=read, tokens_written=written,
    )  # fmt: skip
    standing = Standing(
        model="m", size=1, mode=AnswerMode.FULL, roles=(Role.REWRITE,), scores=scores, override=None
    )
    assert is_quick(standing) is quick
