"""What goes where: results on standard output, all else on standard error."""

import io
import logging
import sys
from contextlib import AbstractContextManager, nullcontext

import msgspec
from rich.console import Console, RenderableType
from rich.text import Text

from assistant.masking import MaskingFormatter
from assistant.standard_output import take_standard_output, write_fully

WIDTH_OF_A_FILE = 120
"""Columns when the output is no terminal."""


class Output:
    """Standard output for a person, or as JSON lines for a program; never both."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self._encoder = msgspec.json.Encoder()
        # Libraries print, and Python's own prints would mix in: both go to standard error.
        self._stream = take_standard_output(2)
        text = io.TextIOWrapper(io.BufferedWriter(self._stream), encoding="utf-8", errors="replace")
        self._console = _console(text)
        self.notes = _console(sys.stderr)
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(MaskingFormatter("%(message)s"))
        logging.basicConfig(level=logging.WARNING, handlers=[handler])

    def line(self, record: msgspec.Struct) -> None:
        """One JSON object, at once; only with `--json`."""
        if self.as_json:
            write_fully(self._stream, self._encoder.encode(record) + b"\n")

    def show(self, *shown: RenderableType) -> None:
        """For a person; not with `--json`. Text is shown as it is, never as markup."""
        if not self.as_json:
            for each in shown:
                self._console.print(each, soft_wrap=isinstance(each, str | Text))

    def document(self, text: str) -> None:
        """A document's text and a line end, letter by letter where no terminal shows it."""
        if self._console.is_terminal:
            self.show(text)
        elif not self.as_json:
            write_fully(self._stream, f"{text}\n".encode(errors="replace"))

    def busy(self, sentence: str) -> AbstractContextManager[object]:
        """Say what takes a moment, as long as it takes; nothing where nobody watches."""
        return self.notes.status(sentence) if self.notes.is_terminal else nullcontext()

    def note(self, sentence: str) -> None:
        """A remark or a warning, on standard error."""
        self.notes.print(sentence, soft_wrap=True)


def _console(file: "io.TextIOBase | object") -> Console:
    console = Console(file=file, markup=False, highlight=False, emoji=False)  # type: ignore[arg-type]
    if not console.is_terminal:
        console.width = WIDTH_OF_A_FILE
    return console
