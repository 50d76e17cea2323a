"""Has a language model complete a follow-up question, and believes what can be checked.

A model that rewrites drifts: it answers, adds what it knows, or drops what was asked. So it is only
asked about questions that follow another by their own signs, and what it writes is taken only when
every word of it is one of the conversation and no word of the question is lost.
"""

import logging
from collections.abc import Callable
from dataclasses import replace

from assistant.checkup.kept import Standing, standing_of
from assistant.checkup.scores import Role
from assistant.drafts.model_tasks import complete as complete_with
from assistant.following.reading import content_of, words_of
from assistant.following.words import LANGUAGES, language_of_words
from assistant.following_up import CompletedQuestion, EarlierTurn
from assistant.search.query import parse_query
from assistant.terms import stem
from models.errors import ModelError, ModelNotInstalled
from models.installed import installed_model
from models.interfaces import LanguageModel

logger = logging.getLogger(__name__)

Rewrite = Callable[[str, str], str]
"""Completes a question, given the one before it and itself; raises `ModelError`."""

MOST_WORDS = 40
"""Of a completed question; more is an answer."""
LONGEST_WAIT = 1.5
"""Seconds that the passages may wait for it."""
TOKENS_READ, TOKENS_WRITTEN = 120, 30
"""Of a typical follow-up with its instructions."""


def rewriter_of(model: LanguageModel | None, should_stop: Callable[[], bool]) -> Rewrite | None:
    """What completes questions with a model; None unless its check-up says well and quickly."""
    if model is None:
        return None
    try:
        standing = standing_of(installed_model(model.id))
    except ModelNotInstalled:
        return None
    if Role.REWRITE not in standing.roles or not is_quick(standing):
        return None
    return lambda before, question: complete_with(before, question, model, should_stop)


def is_quick(standing: Standing) -> bool:
    """Whether a question is completed before anybody waits, as measured on this machine."""
    scores = standing.scores
    if scores is None or not scores.tokens_read or not scores.tokens_written:
        return False
    seconds = TOKENS_READ / scores.tokens_read + TOKENS_WRITTEN / scores.tokens_written
    return seconds <= LONGEST_WAIT


def rewritten(
    completed: CompletedQuestion, last: EarlierTurn, rewrite: Rewrite
) -> CompletedQuestion:
    """The question as a model completes it, or as it was where that cannot be trusted."""
    before = parse_query(last.searched or last.question).text
    question = parse_query(completed.question).text
    if not completed.follows or not before:
        return completed
    try:
        written = rewrite(before, question).strip()
    except ModelError as error:
        logger.warning("the question is completed without a model: %s", error)
        return completed
    if not is_faithful(written, question, f"{before} {last.answer}"):
        logger.info("what the model made of a question is not taken")
        return completed
    filters = completed.searched.removeprefix(parse_query(completed.searched).text)
    return replace(completed, searched=f"{written}{filters}")


def is_faithful(written: str, question: str, conversation: str) -> bool:
    """Whether a question holds all that was asked, and nothing that was not spoken of."""
    stems, asked, known = _stems(written), _stems(question), _stems(conversation)
    sentences = [part for part in written.replace("?", "?\n").splitlines() if part.strip()]
    if not stems or len(sentences) != 1 or len(written.split()) > MOST_WORDS:
        return False
    if not _question_words(question) <= _question_words(written):
        return False
    return asked <= stems <= asked | known and bool(stems - asked)


def _question_words(text: str) -> set[str]:
    words = [word.folded for word in words_of(text)]
    own = LANGUAGES.get(language_of_words(words))
    return {word for word in words if own and word in own.questions}


def _stems(text: str) -> set[str]:
    """Of the words that say something."""
    words = words_of(text)
    language = language_of_words(word.folded for word in words)
    return {stem(word.folded) for word in content_of(words, language)}
