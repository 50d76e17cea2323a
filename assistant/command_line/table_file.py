"""`footnote ask --export`: the table of an answer as a file."""

from pathlib import Path

import typer

from assistant.answers import AnswerTable, AnyAnswer
from assistant.command_line.output import Output
from assistant.mapping.table_export import write_table


def check_export(target: Path | None, questions: Path | None) -> None:
    """Refuse what cannot be written before anything is asked."""
    if target is None:
        return
    if questions is not None:
        raise typer.BadParameter("--export goes with one question")
    if target.suffix.lower() != ".csv":
        raise typer.BadParameter(f"{target}: a table is written as CSV; give a name ending in .csv")
    if target.is_dir() or not target.absolute().parent.is_dir():
        raise typer.BadParameter(f"{target}: nothing can be written there; choose another place")


def export_answer(output: Output, answer: AnyAnswer, target: Path) -> None:
    """Write the table; an answer that is none is said to be."""
    if not isinstance(answer, AnswerTable):
        output.note("This answer is no table, so no file was written. Try --every-document.")
        return
    try:
        lines = write_table(answer, target)
    except OSError as error:
        said = error.strerror or type(error).__name__
        raise typer.BadParameter(f"{target}: {said}; choose another place") from error
    output.note(f"{lines:,} lines written to {target}")
