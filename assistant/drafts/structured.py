"""What a model says in a fixed form: held to it by a grammar, then read by a schema, never trusted.

A reply that does not fit is told what is wrong with it and may be given once more. After that
there is none, and whoever asked goes on without a model.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from models.interfaces import ChatMessage, GenerationOptions, LanguageModel

Reply = TypeVar("Reply")

TRIES = 2
NO_REPLY = "it is not the JSON that was asked for"


@dataclass(frozen=True, slots=True)
class Structured(Generic[Reply]):
    """What came of asking for a fixed form."""

    reply: Reply | None
    """None when no reply could be used, and when it was stopped."""
    problems: tuple[str, ...] = ()
    """What was wrong with each reply that could not be used."""
    tokens: int = 0
    """Of all prompts together."""


@dataclass(frozen=True, slots=True)
class Form(Generic[Reply]):
    """The form that a reply must have."""

    kind: type[Reply]
    """A msgspec Struct."""
    grammar: str
    """The same in GBNF, for models that obey one."""
    max_tokens: int
    problem: Callable[[Reply], str]
    """What is wrong with a reply that has the form; empty when nothing is."""
    again: Callable[[str], str]
    """What to say to the model after a reply with that problem."""


def structured(
    messages: Sequence[ChatMessage],
    form: Form[Reply],
    model: LanguageModel,
    should_stop: Callable[[], bool],
) -> Structured[Reply]:
    """A reply in that form, asked for twice at most; raises `ModelError`."""
    options = GenerationOptions(max_tokens=form.max_tokens, grammar=form.grammar)
    asked, problems, tokens = tuple(messages), list[str](), 0
    for _ in range(TRIES):
        tokens += model.count_prompt_tokens(asked)
        said = "".join(model.generate(asked, options, should_stop))
        if should_stop():
            break
        reply = _read(said, form.kind)
        problem = NO_REPLY if reply is None else form.problem(reply)
        if reply is not None and not problem:
            return Structured(reply, tuple(problems), tokens)
        problems.append(problem)
        told = ChatMessage("user", form.again(problem))
        asked = (*messages, ChatMessage("assistant", said), told)
    return Structured(None, tuple(problems), tokens)


def _read(said: str, kind: type[Reply]) -> Reply | None:
    try:
        return msgspec.json.decode(said.strip().encode("utf-8", "replace"), type=kind)
    except msgspec.DecodeError:
        return None
