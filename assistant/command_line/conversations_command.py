"""`footnote conversations`: the kept questions and answers, without loading any model."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from assistant.command_line.answer_view import show_answer
from assistant.command_line.conversation_records import (
    DeletedRecord,
    RenamedRecord,
    change_record,
    show_change,
    turn_record,
)
from assistant.command_line.conversing import store_of
from assistant.command_line.options import (
    Given,
    Invocation,
    JsonOption,
    LibraryOption,
    absolute,
    invocation,
)
from assistant.command_line.output import Output
from assistant.conversation import ConversationEntry, KeptTurn
from assistant.conversations.errors import ConversationNotExported, NoSuchConversation
from assistant.conversations.forgetting import delete_with_traces
from assistant.conversations.staleness import CitedFiles, turn_today
from assistant.conversations.store import ConversationStore
from assistant.mapping.kept_findings import FindingStore
from assistant.messages import ConversationExported
from assistant.traces.store import TraceStore
from indexer.library import Library

ConversationId = Annotated[
    int, typer.Argument(metavar="ID", help="A number of “footnote conversations”.")
]

conversations = typer.Typer(
    name="conversations",
    help="List, show, search, compare, rename, delete and export conversations.",
)


@conversations.callback(invoke_without_command=True)
def given(
    context: typer.Context, library: LibraryOption = None, as_json: JsonOption = False
) -> None:
    """List, show, search, rename, delete and export conversations; without more, list them."""
    before = context.find_object(Given) or Given()
    context.obj = Given(library or before.library, as_json or before.as_json)
    if context.invoked_subcommand is None:
        list_conversations(context)


@conversations.command("list")
def list_conversations(
    context: typer.Context, library: LibraryOption = None, as_json: JsonOption = False
) -> None:
    """List them, the one that was used last first."""
    with _opened(context, library, as_json) as (call, _, store):
        _show_entries(call.output, store.entries())


@conversations.command("search")
def search(
    context: typer.Context,
    words: Annotated[str, typer.Argument(metavar="WORDS", show_default=False)],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """List those whose title, questions or answers hold all the words."""
    with _opened(context, library, as_json) as (call, _, store):
        _show_entries(call.output, store.entries(words))


@conversations.command("show")
def show(
    context: typer.Context,
    conversation: ConversationId,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a conversation, and which of its files have changed since."""
    with _opened(context, library, as_json) as (call, opened, store):
        call.output.show(Text(store.title(conversation), style="bold"), "")
        for turn in _turns_today(opened, store, conversation):
            call.output.line(turn_record(conversation, turn))
            _show_turn(call.output, turn)


@conversations.command("changes")
def changes(
    context: typer.Context,
    conversation: ConversationId,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what was quoted and does not stand any more, and what is nearest to it today."""
    from assistant.command_line.conversation_changes import changes_since

    with _opened(context, library, as_json) as (call, opened, store):
        turns = store.turns(conversation)
        with call.output.busy("Reading the files again"):
            found = changes_since(opened, turns)
        for turn, change in found:
            call.output.line(change_record(conversation, turn, change))
            show_change(call.output, change)
        if not found:
            call.output.show("Everything that was quoted still stands.")


@conversations.command("rename")
def rename(
    context: typer.Context,
    conversation: ConversationId,
    title: Annotated[str, typer.Argument(metavar="TITLE", show_default=False)],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Call a conversation something else."""
    with _opened(context, library, as_json) as (call, _, store):
        store.rename(conversation, title)
        record = RenamedRecord(conversation, store.title(conversation))
        call.output.line(record)
        call.output.show(f"Conversation {conversation} is now “{record.title}”.")


@conversations.command("delete")
def delete(
    context: typer.Context,
    numbers: Annotated[
        list[int] | None, typer.Argument(metavar="ID…", help="Numbers of “footnote conversations”.")
    ] = None,
    citing: Annotated[
        Path | None,
        typer.Option("--citing", metavar="PATH", help="All that quote this file or folder."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Delete conversations for good, to the last word on the disk."""
    if sum((bool(numbers), citing is not None, everything)) != 1:
        raise typer.BadParameter("give numbers, --citing PATH or --all")
    with _opened(context, library, as_json) as (call, opened, store):
        chosen = tuple(dict.fromkeys(numbers or ()))
        if everything:
            chosen = tuple(entry.id for entry in store.entries())
            store.delete_set_aside()
        elif citing is not None:
            chosen = store.citing(absolute(citing) or citing)
        if chosen:
            findings = FindingStore(opened.folder)
            delete_with_traces(store, TraceStore(opened.folder), findings, chosen)
        call.output.line(DeletedRecord(chosen))
        call.output.show(f"Deleted: {len(chosen)}.")


@conversations.command("export")
def export(
    context: typer.Context,
    conversation: ConversationId,
    target: Annotated[
        Path, typer.Argument(metavar="FILE", help="Its name ends in .md, .html, .docx or .pdf.")
    ],
    mask: Annotated[
        bool, typer.Option("--mask", help="Without mail addresses, phone and account numbers.")
    ] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a conversation to a file, with its sources."""
    from assistant.conversations.export.writing import export_conversation

    with _opened(context, library, as_json) as (call, opened, store):
        turns = _turns_today(opened, store, conversation)
        file = target.absolute()
        export_conversation(store.title(conversation), turns, file, mask=mask)
        call.output.line(ConversationExported(target=str(file)))
        call.output.show(f"Written to {file}")


@contextmanager
def _opened(
    context: typer.Context, library: Path | None, as_json: bool
) -> Iterator[tuple[Invocation, Library, ConversationStore]]:
    """What a command works with; a number that is none and a wrong target are wrong use."""
    call = invocation(context, library, as_json)
    with Library.open(call.library_folder) as opened:
        store = store_of(opened, call.output)
        try:
            yield call, opened, store
        except (NoSuchConversation, ConversationNotExported) as error:
            raise typer.BadParameter(str(error)) from error
        finally:
            store.close()


def _turns_today(
    library: Library, store: ConversationStore, conversation: int
) -> tuple[KeptTurn, ...]:
    files = CitedFiles(library.ledger)
    return tuple(turn_today(turn, files) for turn in store.turns(conversation))


def _show_entries(output: Output, entries: Sequence[ConversationEntry]) -> None:
    table = Table("ID", "Title", "Questions", "Last used", box=None)
    for entry in entries:
        output.line(entry)
        title = Text(entry.title)
        if entry.found:
            title.append(f"\n{entry.found}", style="dim")
        table.add_row(str(entry.id), title, str(entry.turns), _moment(entry.changed_at))
    output.show(table if entries else "There are no such conversations.")


def _show_turn(output: Output, turn: KeptTurn) -> None:
    output.show(Text(_moment(turn.asked_at), style="dim"))
    show_answer(output, turn.answer)
    for path in turn.changed:
        output.show(Text(f"{path} has changed since this answer.", style="yellow"))
    for path in turn.missing:
        output.show(Text(f"{path} is not there any more.", style="yellow"))
    output.show("")


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M")
