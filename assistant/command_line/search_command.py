"""`footnote search`: passages for a query or for a file of queries, and why these."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from assistant.command_line.library_notes import note_state
from assistant.command_line.options import (
    JsonOption,
    LibraryOption,
    ScopeOption,
    WithinOption,
    invocation,
)
from assistant.command_line.output import Output
from assistant.command_line.pair_models import NoRerankerOption
from assistant.command_line.places import place
from assistant.command_line.questions import QueryLine, one_of, place_of
from assistant.command_line.search_records import (
    ExplainedHit,
    SearchRecord,
    WhyRecord,
    search_record,
    why_record,
)
from assistant.search.search_hints import search_hint
from indexer.library import Library
from models.catalogue import translates


def search(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument(metavar="QUERY", show_default=False)] = None,
    queries: Annotated[
        Path | None, typer.Option("--queries", metavar="FILE", help="JSON Lines of id and query.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="K", help="Most hits.")] = 10,
    within: WithinOption = None,
    scope: ScopeOption = "",
    explain: Annotated[
        bool, typer.Option("--explain", help="Say below each hit how it was found.")
    ] = False,
    why: Annotated[
        str | None,
        typer.Option("--why", metavar="PATH", help="Say why this file is not among the hits."),
    ] = None,
    no_reranker: NoRerankerOption = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find passages; no language model is needed."""
    lines = one_of(query, queries, QueryLine)
    call = invocation(context, library, as_json)
    with Library.open(call.library_folder) as opened:
        from assistant.command_line.pair_models import chosen_reranker
        from assistant.search.retrieval import Retriever
        from models.loading import load_embedding_model

        with call.output.busy("Loading the embedding model"):
            retriever = Retriever(opened, load_embedding_model())
        retriever.reranker = chosen_reranker(call.output, unwanted=no_reranker)
        note_state(call.output, opened, searches_old_index=retriever.searches_old_index)
        for line in lines:
            place = place_of(line, within)
            if why is not None:
                from assistant.search.why_not import explain_file

                explained = explain_file(
                    opened, retriever, line.query, why, shown=limit, within=place, scope=scope
                )
                _show_why(call.output, why_record(line.id, explained))
                continue
            started = time.monotonic()
            passages = retriever.retrieve(line.query, limit, place, scope=scope)
            seconds = time.monotonic() - started
            _show(
                call.output, search_record(line.id, line.query, passages, seconds, explain=explain)
            )
            hint = search_hint(
                opened,
                line.query,
                found=bool(passages),
                translates=translates(),
                within=place,
                scope=scope,
            )
            if hint:
                call.output.note(hint)


def _show(output: Output, record: SearchRecord) -> None:
    output.line(record)
    found = len(record.hits)
    noun = "passage" if found == 1 else "passages"
    output.show(Text(f"{record.query}  ({found} {noun})", style="bold"))
    for number, hit in enumerate(record.hits, start=1):
        heading = Text(f"{number}. {place(hit.path, hit.page, hit.label)}", style="cyan")
        output.show(heading, Text(" ".join(hit.text.split())), *_how(hit), "")


def _show_why(output: Output, record: WhyRecord) -> None:
    output.line(record)
    output.show(Text(record.sentence, style="bold"))
    if record.hit is not None:
        heading = Text(place(record.hit.path, record.hit.page, record.hit.label), style="cyan")
        output.show(heading, Text(" ".join(record.hit.text.split())), *_how(record.hit))


def _how(hit: object) -> Sequence[Text]:
    return [Text(hit.explanation, style="dim")] if isinstance(hit, ExplainedHit) else []
