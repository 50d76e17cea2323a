"""`footnote search`: passages for a query or for a file of queries."""

import time
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from assistant.command_line.options import (
    JsonOption,
    LibraryOption,
    WithinOption,
    absolute,
    invocation,
)
from assistant.command_line.output import Output
from assistant.command_line.places import place
from assistant.command_line.questions import QueryLine, one_of
from assistant.command_line.records import SearchRecord, search_record
from indexer.library import Library


def search(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument(metavar="QUERY", show_default=False)] = None,
    queries: Annotated[
        Path | None, typer.Option("--queries", metavar="FILE", help="JSON Lines of id and query.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="K", help="Most hits.")] = 10,
    within: WithinOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find passages; no language model is needed."""
    lines = one_of(query, queries, QueryLine)
    call = invocation(context, library, as_json)
    with Library.open(call.library_folder) as opened:
        from assistant.retrieval import Retriever
        from models.loading import load_embedding_model

        with call.output.busy("Loading the embedding model"):
            retriever = Retriever(opened, load_embedding_model())
        for line in lines:
            started = time.monotonic()
            scope = absolute(Path(line.within)) if line.within else absolute(within)
            passages = retriever.retrieve(line.query, limit, scope)
            seconds = time.monotonic() - started
            _show(call.output, search_record(line.id, line.query, passages, seconds))


def _show(output: Output, record: SearchRecord) -> None:
    output.line(record)
    found = len(record.hits)
    noun = "passage" if found == 1 else "passages"
    output.show(Text(f"{record.query}  ({found} {noun})", style="bold"))
    for number, hit in enumerate(record.hits, start=1):
        heading = Text(f"{number}. {place(hit.path, hit.page, hit.label)}", style="cyan")
        output.show(heading, Text(" ".join(hit.text.split())), "")
