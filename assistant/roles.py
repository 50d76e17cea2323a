"""Which of the installed language models takes which step: the smallest that is good enough.

What a model is good enough for is measured by its check-up. A step that no model is good enough for
is done without one. Models that were never checked take no step by themselves.
"""

from collections.abc import Sequence

from assistant.answers import AnswerMode
from assistant.checkup.kept import Standing, standing_of, trusted_mode
from assistant.checkup.scores import Role
from assistant.settings import LANGUAGE_MODEL, Settings
from models.catalogue import STARTER_LANGUAGE_ID
from models.installed import installed_models

LONGEST_ANSWER = 60.0
"""Seconds that a model may take for a typical answer and still be chosen by itself."""
TYPICAL_PROMPT, TYPICAL_ANSWER = 1_500, 100
"""Tokens."""


def standings() -> list[Standing]:
    """All installed language models, the smallest first."""
    models = [model for model in installed_models() if model.task == "language"]
    return sorted(map(standing_of, models), key=lambda each: (each.size, each.model))


def role_model(
    role: Role, among: Sequence[Standing] | None = None, loaded: str | None = None
) -> str | None:
    """The id of the model for that step, None where none is good enough.

    `loaded` is taken where it will do, because loading another takes seconds and its memory.
    """
    known = standings() if among is None else among
    able = [each for each in known if role in each.roles and is_fast(each)]
    if role is Role.WRITE:
        able = _best_writers(able)
    if any(each.model == loaded for each in able):
        return loaded
    return min(able, key=lambda each: (each.size, each.model)).model if able else None


def writing_model(settings: Settings) -> str:
    """The id of the model that writes the answers unless another is asked for."""
    chosen = settings.get(LANGUAGE_MODEL)
    return chosen or role_model(Role.WRITE) or STARTER_LANGUAGE_ID


def map_model(named: str | None, loaded: str | None = None) -> str | None:
    """The id of the model that has a say in questions to every document, None for none.

    One that the person `named` has, whatever its check-up says.
    """
    return named or role_model(Role.MAP, loaded=loaded)


def summary_model(settings: Settings, named: str | None) -> str | None:
    """The id of the model that summarises, None where none is trusted with whole answers."""
    chosen = named or writing_model(settings)
    return chosen if named or trusted_mode(chosen) is AnswerMode.FULL else None


def is_fast(standing: Standing) -> bool:
    """Whether an answer comes in bearable time on this machine, as far as that was measured."""
    scores = standing.scores
    if scores is None or not scores.tokens_read or not scores.tokens_written:
        return True
    seconds = TYPICAL_PROMPT / scores.tokens_read + TYPICAL_ANSWER / scores.tokens_written
    return seconds <= LONGEST_ANSWER


def _best_writers(able: Sequence[Standing]) -> list[Standing]:
    """Those that may write whole answers, or else those that may write short ones."""
    full = [each for each in able if each.mode is AnswerMode.FULL]
    return full or [each for each in able if each.mode is AnswerMode.SHORT]
