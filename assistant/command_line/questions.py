"""Files of queries and questions: JSON Lines with an id, the words, and where to look."""

from pathlib import Path
from typing import TypeVar

import msgspec
import typer

from assistant.command_line.options import absolute

QuestionId = str | int


class QueryLine(msgspec.Struct, frozen=True):
    """A line of a file of queries."""

    id: QuestionId
    query: str
    within: str | None = msgspec.field(default=None, name="in")

    @property
    def words(self) -> str:
        """What is searched for."""
        return self.query


class QuestionLine(msgspec.Struct, frozen=True):
    """A line of a file of questions."""

    id: QuestionId
    question: str
    within: str | None = msgspec.field(default=None, name="in")

    @property
    def words(self) -> str:
        """What is asked."""
        return self.question


Line = TypeVar("Line", QueryLine, QuestionLine)


def read_lines(file: Path, kind: type[Line]) -> list[Line]:
    """All lines of a file; what is wrong is said with the file's name and the line's number."""
    try:
        content = file.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        raise typer.BadParameter(f"{file}: {error.strerror}; check the name") from error
    return [
        _read_line(file, number, line, kind)
        for number, line in enumerate(content.splitlines(), start=1)
        if line.strip()
    ]


def place_of(line: QueryLine | QuestionLine, within: Path | None) -> Path | None:
    """Where to look: what the line says, else what the command was given."""
    return absolute(Path(line.within)) if line.within else absolute(within)


def one_of(words: str | None, file: Path | None, kind: type[Line]) -> list[Line]:
    """Either the words given, under the id "1", or the lines of the file."""
    if (words is None) == (file is None):
        raise typer.BadParameter("give either the words themselves or a file of them")
    if file is not None:
        return read_lines(file, kind)
    # Bytes of an argument that are no text are not worth refusing it, but cannot be printed.
    return [kind("1", str(words).encode(errors="replace").decode())]


def _read_line(file: Path, number: int, line: bytes, kind: type[Line]) -> Line:
    try:
        return msgspec.json.decode(line, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{file}, line {number}: {error}") from error
