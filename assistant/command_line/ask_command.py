"""`footnote ask`: answers with citations, for a question or for a file of questions."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.command_line.answer_view import show_answer
from assistant.command_line.options import (
    JsonOption,
    LibraryOption,
    WithinOption,
    absolute,
    invocation,
)
from assistant.command_line.questions import QuestionLine, one_of
from assistant.command_line.records import answer_record
from assistant.settings import ANSWER_MODE
from indexer.library import Library


def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", show_default=False)] = None,
    questions: Annotated[
        Path | None,
        typer.Option("--questions", metavar="FILE", help="JSON Lines of id and question."),
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", metavar="ID", help="A model of “footnote models list”.")
    ] = None,
    mode: Annotated[
        str | None,
        typer.Option("--mode", metavar="MODE", help=f"One of {', '.join(ANSWER_MODE.choices)}."),
    ] = None,
    within: WithinOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer from the documents, each sentence with its place, or say that they do not answer."""
    lines = one_of(question, questions, QuestionLine)
    if mode is not None and not ANSWER_MODE.accepts(mode):
        raise typer.BadParameter(f"--mode is one of {', '.join(ANSWER_MODE.choices)}")
    call = invocation(context, library, as_json)
    with Library.open(call.library_folder) as opened:
        from assistant.command_line.answering_session import AnsweringSession

        with call.output.busy("Loading the models"):
            session = AnsweringSession(opened, call.output, model, mode)
        for line in lines:
            scope = absolute(Path(line.within)) if line.within else absolute(within)
            answer = session.answer(line.question, scope)
            call.output.line(answer_record(line.id, answer))
            show_answer(call.output, answer)
