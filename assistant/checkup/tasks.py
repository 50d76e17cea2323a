"""The tasks of the check-up: questions with their passages, statements to judge, follow-ups.

Everything in them is invented. Each passage is short, so that the whole takes a minute or two for a
small model; what a model gets wrong here it gets wrong on long passages, too.
"""

import hashlib
from functools import cache
from importlib.resources import files

import msgspec

TASKS_FILE = "tasks.jsonl"


class WriteTask(msgspec.Struct, frozen=True, tag_field="kind", tag="write"):
    """A question to answer from the passages; without gold they do not answer it."""

    id: str
    question: str
    passages: tuple[str, ...]
    gold: tuple[str, ...] = ()
    """Any of these in the answer makes it right."""


class JudgeTask(msgspec.Struct, frozen=True, tag_field="kind", tag="judge"):
    """A statement that the source makes, or does not."""

    id: str
    source: str
    claim: str
    holds: bool


class RewriteTask(msgspec.Struct, frozen=True, tag_field="kind", tag="rewrite"):
    """A follow-up to complete; the result must hold all of the words."""

    id: str
    before: str
    question: str
    words: tuple[str, ...]


Task = WriteTask | JudgeTask | RewriteTask


@cache
def tasks() -> tuple[Task, ...]:
    """All tasks, those to write first."""
    return tuple(msgspec.json.decode(line, type=Task) for line in _content().splitlines())


@cache
def tasks_version() -> str:
    """Changes with the tasks; scores of other tasks say nothing about these."""
    return hashlib.sha256(_content()).hexdigest()[:12]


@cache
def _content() -> bytes:
    text = files("assistant.checkup").joinpath(TASKS_FILE).read_text("utf-8")
    return text.strip().encode()  # the same on systems that end lines otherwise
