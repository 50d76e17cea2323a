"""`footnote ask`: answers with citations, for a question or for a file of questions."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.command_line.answer_records import answer_record
from assistant.command_line.answer_view import show_answer
from assistant.command_line.conversing import conversing_with
from assistant.command_line.options import (
    JsonOption,
    LibraryOption,
    ScopeOption,
    WithinOption,
    invocation,
)
from assistant.command_line.questions import QuestionLine, one_of, place_of
from assistant.command_line.table_file import check_export, export_answer
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
    scope: ScopeOption = "",
    every_document: Annotated[
        bool | None,
        typer.Option(
            "--every-document/--no-every-document",
            help="Ask each document, or none; left out, the question decides.",
            show_default=False,
        ),
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option("--export", metavar="FILE.csv", help="Write the table to a file as well."),
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Begin a conversation with it.")] = False,
    go_on: Annotated[
        bool, typer.Option("--continue", help="Go on the conversation that was used last.")
    ] = False,
    conversation: Annotated[
        int | None,
        typer.Option("--conversation", metavar="ID", help="Go on this conversation."),
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer from the documents, each sentence with its place, or say that they do not answer."""
    lines = one_of(question, questions, QuestionLine)
    if mode is not None and not ANSWER_MODE.accepts(mode):
        raise typer.BadParameter(f"--mode is one of {', '.join(ANSWER_MODE.choices)}")
    kept = sum((keep, go_on, conversation is not None))
    if kept > 1 or (kept and questions is not None):
        raise typer.BadParameter(
            "--keep, --continue and --conversation go one at a time, and with one question"
        )
    check_export(export, questions)
    call = invocation(context, library, as_json)
    with (
        Library.open(call.library_folder) as opened,
        conversing_with(opened, call.output, conversation, go_on=go_on, keep=keep) as conversing,
    ):
        from assistant.command_line.answering_session import AnsweringSession

        with call.output.busy("Loading the models"):
            session = AnsweringSession(opened, call.output, model, mode, conversing=conversing)
        for line in lines:
            place = place_of(line, within)
            answer = session.answer(
                line.question, place, scope=scope, every_document=every_document
            )
            record = conversing.record if conversing else answer_record
            call.output.line(record(line.id, answer))
            show_answer(call.output, answer)
            if export is not None:
                export_answer(call.output, answer, export)
