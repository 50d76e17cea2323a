"""What a check-up found, and what follows from it: the mode of answers and the roles."""

from enum import StrEnum

import msgspec

from assistant.answers import AnswerMode


class Role(StrEnum):
    """A step that a language model may take."""

    WRITE = "write"
    """Write the answer."""
    MAP = "map"
    """Say what one document says to a question that all are asked."""
    JUDGE = "judge"
    """Say whether a passage supports a sentence."""
    REWRITE = "rewrite"
    """Complete a question that follows another one."""


class CheckupScores(msgspec.Struct, frozen=True, kw_only=True):
    """Shares from 0 to 1 over the tasks, before anything was checked or dropped; speeds per second.

    A task that was not done counts as failed.
    """

    right: float
    """Answers that hold the gold answer, of the questions that have one."""
    right_kept: float
    """The same after the check has dropped what the passages do not carry."""
    numbers: float
    """Numbers written that stand in the passages or the question."""
    declines: float
    """Questions without an answer for which nothing passed the check."""
    judged: float
    completed: float
    mapped: float = 0.0
    """Documents of which the right sentence and value were picked, of those that have one."""
    passed_over: float = 0.0
    """Documents without an answer of which nothing was picked."""
    tokens_read: float | None = None
    """Tokens of prompts read in a second; None where it was not measured on this machine."""
    tokens_written: float | None = None


FULL_RIGHT, FULL_KEPT, FULL_NUMBERS, FULL_DECLINES = 0.85, 0.7, 0.97, 0.7
SHORT_RIGHT, SHORT_NUMBERS = 0.5, 0.85
MAP_RIGHT, MAP_DECLINES = 0.8, 0.75
"""A wrong row costs more than a row that is found without a model anyway."""
JUDGE_RIGHT = 0.85
"""By chance half of the statements are judged right."""
REWRITE_RIGHT = 0.75


def mode_of(scores: CheckupScores) -> AnswerMode:
    """How much of an answer such a model may write."""
    if (
        scores.right >= FULL_RIGHT
        and scores.right_kept >= FULL_KEPT
        and scores.numbers >= FULL_NUMBERS
        and scores.declines >= FULL_DECLINES
    ):
        return AnswerMode.FULL
    if scores.right >= SHORT_RIGHT and scores.numbers >= SHORT_NUMBERS:
        return AnswerMode.SHORT
    return AnswerMode.QUOTES


def roles_of(scores: CheckupScores) -> tuple[Role, ...]:
    """The steps that such a model is good enough for."""
    is_good = {
        Role.WRITE: mode_of(scores) is not AnswerMode.QUOTES,
        Role.MAP: scores.mapped >= MAP_RIGHT and scores.passed_over >= MAP_DECLINES,
        Role.JUDGE: scores.judged >= JUDGE_RIGHT,
        Role.REWRITE: scores.completed >= REWRITE_RIGHT,
    }
    return tuple(role for role, good in is_good.items() if good)
