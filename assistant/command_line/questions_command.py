"""`footnote questions`: golden questions suggested from the library's own documents."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.command_line.library_notes import nothing_to_search
from assistant.command_line.options import (
    JsonOption,
    LibraryOption,
    WithinOption,
    absolute,
    check_saving,
    invocation,
)
from indexer.library import Library

NO_FACTS = "No sentence states a fact plainly enough. Write questions by hand."


def questions(
    context: typer.Context,
    save: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="The table to write, for a spreadsheet.")
    ],
    count: Annotated[
        int, typer.Option("--count", min=1, metavar="N", help="At most so many.")
    ] = 50,
    within: WithinOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Suggest questions that your documents answer, to measure how well they are found.

    Strike out what is not a good question with “no” in the last column, then run
    `footnote evaluate FILE.csv --docs FOLDER`.
    """
    from assistant.evaluation.golden_csv import write_table
    from assistant.evaluation.suggestions import suggest_questions
    from models.loading import load_embedding_model

    call = invocation(context, library, as_json)
    check_saving(save)
    with Library.open(call.library_folder) as opened, call.output.busy("Reading the documents"):
        missing = nothing_to_search(opened)
        suggested = suggest_questions(opened, load_embedding_model(), count, absolute(within))
    for question in suggested:
        call.output.line(question)
        call.output.show(question.question)
    if not suggested:
        call.output.note(missing or NO_FACTS)
        raise typer.Exit(1)
    write_table(save, suggested, to_confirm=True)
    call.output.note(f"{len(suggested)} questions to confirm are in {save}.")
