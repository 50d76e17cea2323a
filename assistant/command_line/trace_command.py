"""`footnote trace`: how an answer came about, and what the kept traces say together."""

import time
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.table import Table

from assistant.command_line.ledger_view import number_of
from assistant.command_line.options import (
    Invocation,
    JsonOption,
    LibraryOption,
    absolute,
    invocation,
)
from assistant.command_line.trace_view import show_summary, show_trace
from assistant.trace import AnswerTrace
from assistant.trace_words import NO_TRACES
from assistant.traces.keeping import delete_all
from assistant.traces.store import TraceStore
from assistant.traces.summary import summary_of
from indexer.library import Library

LAST = "last"


class TracesDeleted(msgspec.Struct, frozen=True):
    """All traces are gone."""

    deleted: int


class TracesExported(msgspec.Struct, frozen=True):
    """Traces were written, one JSON object a line."""

    target: str
    traces: int


def trace(
    context: typer.Context,
    trace_id: Annotated[
        str | None,
        typer.Argument(
            metavar="ID", help="The trace, or “last”; all are listed without.", show_default=False
        ),
    ] = None,
    summary: Annotated[
        bool, typer.Option("--summary", help="Times and shares over all of them.")
    ] = False,
    export: Annotated[
        Path | None,
        typer.Option("--export", metavar="FILE", help="Write them, one JSON object a line."),
    ] = None,
    delete: Annotated[bool, typer.Option("--delete", help="Delete all of them for good.")] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show how answers came about: what was found, what was refused, and why.

    Traces stay on this computer, at most a thousand from the last 30 days. E-mail addresses,
    telephone and account numbers and the like are masked in them.
    """
    if sum((summary, export is not None, delete)) > 1:
        raise typer.BadParameter("--summary, --export and --delete go one at a time")
    if trace_id is not None and (summary or delete):
        raise typer.BadParameter("an ID goes with no option but --export")
    call = invocation(context, library, as_json)
    with Library.open(call.library_folder) as opened:
        store, folder = TraceStore(opened.folder), opened.folder
    if delete:
        _delete(call, store, folder)
    elif summary:
        _summarise(call, store)
    elif export is not None:
        _export(call, _chosen(store, trace_id), absolute(export) or export)
    elif trace_id is not None:
        (found,) = _chosen(store, trace_id)
        call.output.line(found)
        show_trace(call.output, found)
    else:
        _list(call, store)


def _chosen(store: TraceStore, trace_id: str | None) -> tuple[AnswerTrace, ...]:
    """The one that is meant, by its id or how that begins; all without one."""
    if trace_id is None:
        return store.all()
    entries = store.entries()
    wanted = entries[:1] if trace_id == LAST else ()
    wanted = wanted or tuple(each for each in entries if each.id.startswith(trace_id.lower()))
    found = store.read(wanted[0].id) if len(wanted) == 1 else None
    if found is None:
        which = "several begin so" if len(wanted) > 1 else "“footnote trace” lists those there are"
        raise typer.BadParameter(f"there is no trace “{trace_id}”; {which}")
    return (found,)


def _list(call: Invocation, store: TraceStore) -> None:
    entries = store.entries()
    table = Table("Trace", "Asked", "Question", "Answer", "Seconds", box=None)
    for entry in entries:
        call.output.line(entry)
        outcome = "none" if entry.abstained else entry.mode.value
        asked = time.strftime("%Y-%m-%d %H:%M", time.localtime(entry.asked_at))
        table.add_row(entry.id, asked, entry.question, outcome, f"{entry.seconds:.2f}")
    call.output.show(table if entries else NO_TRACES)


def _summarise(call: Invocation, store: TraceStore) -> None:
    summary = summary_of(store.all())
    call.output.line(summary)
    show_summary(call.output, summary)


def _delete(call: Invocation, store: TraceStore, folder: Path) -> None:
    deleted = delete_all(folder)
    if store.entries():
        raise typer.BadParameter("the traces cannot be deleted; close Footnote and try again")
    call.output.line(TracesDeleted(deleted))
    call.output.show(f"{number_of(deleted, 'trace')} deleted.")


def _export(call: Invocation, traces: tuple[AnswerTrace, ...], target: Path) -> None:
    lines = b"".join(msgspec.json.encode(each) + b"\n" for each in traces)
    try:
        target.write_bytes(lines)
    except OSError as error:
        reason = f"{target} cannot be written: {error.strerror or error}"
        raise typer.BadParameter(reason) from error
    call.output.line(TracesExported(str(target), len(traces)))
    call.output.show(f"{number_of(len(traces), 'trace')} written to {target}")
