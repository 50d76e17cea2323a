"""Runs commands in the test's own process, where starting another would take a second each."""

import io
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import msgspec
import pytest
from rich.console import Console, RenderableType

from assistant.command_line.application import run


class Heard:
    """What a command says, kept instead of printed."""

    output = ""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.notes = Console(file=io.StringIO(), markup=False)

    def line(self, record: msgspec.Struct) -> None:
        if self.as_json:
            Heard.output += msgspec.json.encode(record).decode() + "\n"

    def show(self, *shown: RenderableType) -> None:
        if not self.as_json:
            console = Console(file=io.StringIO(), width=200, markup=False)
            console.print(*shown)
            assert isinstance(console.file, io.StringIO)
            Heard.output += console.file.getvalue()

    def note(self, sentence: str) -> None:
        print(sentence, file=sys.stderr)

    def busy(self, sentence: str) -> AbstractContextManager[object]:
        return nullcontext()


Run = Callable[..., tuple[int, str, str]]
"""Takes the library and the arguments; gives the status, what was said, and the errors."""


def runner(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """What runs a command in this process."""
    monkeypatch.setattr("assistant.command_line.options.Output", Heard)

    def run_command(library: Path, *arguments: str) -> tuple[int, str, str]:
        Heard.output = ""  # a command that is refused at once makes no output of its own
        status = run([*arguments, "--library", str(library)])
        return status, Heard.output, capsys.readouterr().err

    return run_command
