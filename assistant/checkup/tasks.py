"""The tasks of the check-up: questions with their passages or sentences, statements, follow-ups.

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


class MapTask(msgspec.Struct, frozen=True, tag_field="kind", tag="map"):
    """A question to one document's best sentences, which one of them answers, or none."""

    id: str
    question: str
    sentences: tuple[str, ...]
    sentence: int = 0
    """From 1 on; 0 where none answers."""
    value: str = ""


Task = WriteTask | JudgeTask | RewriteTask | MapTask


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
