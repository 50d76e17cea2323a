"""Traces and what holds them, for tests."""

from pathlib import Path

from assistant.answers import (
    AnswerMode,
)
from assistant.trace import AnswerTrace


def trace(number: int, at: float = 1_000.0, question: str = "Who pays?") -> AnswerTrace:
    return AnswerTrace(
        id=f"{number:012x}",
        asked_at=at,
        question=question,
        searched=question,
        mode=AnswerMode.QUOTES,
        model=None,
        embedding_model="hash",
        timings={"total": 0.2},
    )


def bytes_of(folder: Path) -> bytes:
    return b"".join(each.read_bytes() for each in folder.rglob("*") if each.is_file())
