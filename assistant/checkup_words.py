"""Words for what a check-up found."""

from collections.abc import Mapping

from assistant.answers import AnswerMode
from assistant.checkup.kept import Standing
from assistant.checkup.scores import CheckupScores, Role

_MODES: Mapping[AnswerMode, str] = {
    AnswerMode.QUOTES: "quotes only",
    AnswerMode.SHORT: "short answers",
    AnswerMode.FULL: "whole answers",
}
_ROLES: Mapping[Role, str] = {
    Role.WRITE: "writing answers",
    Role.MAP: "asking every document",
    Role.JUDGE: "judging sentences",
    Role.REWRITE: "completing follow-up questions",
}


def trusted_words(mode: AnswerMode) -> str:
    """What a model is trusted with."""
    return _MODES[mode]


def role_words(role: Role) -> str:
    """A step that a model may take."""
    return _ROLES[role]


def score_rows(scores: CheckupScores) -> list[tuple[str, str]]:
    """What was measured, and the figure."""
    rows = [
        ("Answers that were right", scores.right),
        ("right and upheld by the check", scores.right_kept),
        ("Numbers copied faithfully", scores.numbers),
        ("Declined where there was no answer", scores.declines),
        ("Statements judged right", scores.judged),
        ("Follow-up questions completed", scores.completed),
        ("Documents of which the right words were picked", scores.mapped),
        ("Documents without an answer passed over", scores.passed_over),
    ]
    shown = [(words, f"{share:.0%}") for words, share in rows]
    if scores.tokens_read and scores.tokens_written:
        speeds = f"{scores.tokens_read:,.0f} read, {scores.tokens_written:,.0f} written"
        shown.append(("Tokens a second", speeds))
    return shown


def standing_sentence(standing: Standing) -> str:
    """What follows for answers, and why."""
    trusted = trusted_words(standing.mode)
    if standing.override is not None:
        return f"{standing.model} is trusted with {trusted}, because you chose so."
    if standing.scores is None:
        return (
            f"{standing.model} was never checked and is trusted with {trusted} by its size; "
            f"“footnote models check {standing.model}” measures it."
        )
    roles = [role_words(role) for role in standing.roles]
    good = f" It is good enough for {_listed(roles)}." if roles else ""
    return f"By this check {standing.model} is trusted with {trusted}.{good}"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
