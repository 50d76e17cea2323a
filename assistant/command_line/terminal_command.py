"""`footnote terminal`: the whole tour without a display: index, ask, answer, ask on."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.command_line.answer_records import answer_record
from assistant.command_line.answer_view import show_answer
from assistant.command_line.conversing import conversing_with
from assistant.command_line.index_command import run_index
from assistant.command_line.options import JsonOption, LibraryOption, absolute, invocation
from assistant.command_line.output import Output
from assistant.settings import Settings, indexing_rules
from indexer.library import Library

if TYPE_CHECKING:
    from assistant.command_line.answering_session import AnsweringSession

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SAMPLE_QUESTION = "How often must the Tern 4 sensor be calibrated?"


def terminal(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH…", help="Folders and files; the samples without any."),
    ] = None,
    question: Annotated[
        str | None, typer.Option("--question", metavar="TEXT", help="Asked first.")
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Index a folder, answer a question, then take more of them from the keyboard."""
    from assistant.command_line.answering_session import AnsweringSession
    from models.loading import load_embedding_model

    wanted = [absolute(path) or path for path in paths or [SAMPLES]]
    for path in wanted:
        if not path.exists():
            raise typer.BadParameter(f"there is nothing at {path}; check the name")
    call = invocation(context, library, as_json)
    call.output.show(f"Indexing {', '.join(map(str, wanted))}")
    with call.output.busy("Loading the embedding model"):
        embedder = load_embedding_model()
    with Library.open(call.library_folder, create=True, write=True) as opened:
        rules = indexing_rules(Settings())
        run_index(call.output, opened, wanted, embedder, rules=rules, events_shown=False)
    with (
        Library.open(call.library_folder) as opened,
        conversing_with(opened, call.output, keep=True) as conversing,
    ):
        session = AnsweringSession(opened, call.output, embedder=embedder, conversing=conversing)
        _talk(call.output, session, question or _sample_question(wanted))


def _sample_question(paths: Sequence[Path]) -> str | None:
    """A question that the samples answer; about other documents we know nothing to ask."""
    return SAMPLE_QUESTION if [path.resolve() for path in paths] == [SAMPLES] else None


def _talk(output: Output, session: "AnsweringSession", first: str | None) -> None:
    for number, question in enumerate(_questions(output, first), start=1):
        answer = session.answer(question)
        output.line(answer_record(str(number), answer))
        output.show("")
        show_answer(output, answer)


def _questions(output: Output, first: str | None) -> Iterator[str]:
    """The first question, then what is typed; an empty line or the end of input ends it."""
    if first:
        yield first
    while sys.stdin is not None and sys.stdin.isatty():
        output.note("")
        try:
            question = output.notes.input("Your question (an empty line ends): ").strip()
        except EOFError:
            return
        if not question:
            return
        yield question
