"""The requests about conversations; a question that is asked is kept here, too."""

from pathlib import Path

from assistant.conversations.comparing import changes_of
from assistant.conversations.export.writing import export_conversation as write_conversation
from assistant.conversations.forgetting import delete_with_traces
from assistant.conversations.staleness import CitedFiles, turn_today
from assistant.engine import handlers
from assistant.engine.scheduler import ShouldStop, Steps
from assistant.engine.workbench import Workbench
from assistant.mapping.kept_findings import FindingStore
from assistant.messages import (
    AnswerFinished,
    ConversationExported,
    ConversationOpened,
    ConversationsListed,
    PassagesFound,
    TurnCompared,
)
from assistant.requests import (
    Ask,
    CompareTurn,
    DeleteConversation,
    ExportConversation,
    ListConversations,
    OpenConversation,
    RenameConversation,
)
from assistant.traces.store import TraceStore
from indexer.documents import ParsedDocument
from indexer.errors import UnreadableDocument
from indexer.parsing.pool import ParsingStopped


def ask_and_keep(bench: Workbench, request: Ask, should_stop: ShouldStop) -> Steps:
    """Answer a question, and keep it with its answer."""
    searched = ""
    for event in handlers.ask(bench, request, should_stop):
        yield event
        if isinstance(event, PassagesFound):
            searched = event.searched
        if isinstance(event, AnswerFinished):
            stopped = should_stop()
            yield bench.conversations.keep(request, event, stopped=stopped, searched=searched)


def tidy_conversations(bench: Workbench, should_stop: ShouldStop) -> Steps:
    """What is left to do of deleting."""
    bench.conversations.tidy()
    yield None


def list_conversations(
    bench: Workbench, request: ListConversations, should_stop: ShouldStop
) -> Steps:
    """Those that hold the words, or all."""
    entries = bench.conversations.store.entries(request.search)
    yield ConversationsListed(conversations=entries, search=request.search)


def open_conversation(
    bench: Workbench, request: OpenConversation, should_stop: ShouldStop
) -> Steps:
    """All of one, with what has changed since."""
    store, files = bench.conversations.store, CitedFiles(bench.library.ledger)
    title, turns = store.title(request.conversation), []
    for turn in store.turns(request.conversation):
        if should_stop():
            return
        turns.append(turn_today(turn, files))
        yield None  # a large file may have been read
    yield ConversationOpened(conversation=request.conversation, title=title, turns=tuple(turns))


def rename_conversation(
    bench: Workbench, request: RenameConversation, should_stop: ShouldStop
) -> Steps:
    """Call one something else."""
    bench.conversations.store.rename(request.conversation, request.title)
    yield from list_conversations(bench, ListConversations(), should_stop)


def delete_conversation(
    bench: Workbench, request: DeleteConversation, should_stop: ShouldStop
) -> Steps:
    """Delete one for good."""
    traces = TraceStore(bench.library.folder)
    findings = FindingStore(bench.library.folder)
    delete_with_traces(bench.conversations.store, traces, findings, [request.conversation])
    bench.findings.forget()
    yield from list_conversations(bench, ListConversations(), should_stop)


def export_conversation(
    bench: Workbench, request: ExportConversation, should_stop: ShouldStop
) -> Steps:
    """Write one to a file, with what has changed since."""
    target = Path(request.target).absolute()
    for event in open_conversation(
        bench, OpenConversation(conversation=request.conversation), should_stop
    ):
        if isinstance(event, ConversationOpened):
            write_conversation(event.title, event.turns, target, mask=request.mask)
            yield ConversationExported(target=str(target))
        else:
            yield None


def compare_turn(bench: Workbench, request: CompareTurn, should_stop: ShouldStop) -> Steps:
    """What of a kept answer's sources has changed, each changed file read again."""

    def parse(path: str) -> ParsedDocument | None:
        try:
            return bench.parser(should_stop).parse(Path(path))
        except (UnreadableDocument, ParsingStopped):
            return None

    turn = bench.conversations.store.turn(request.conversation, request.turn)
    changes = []
    for change in changes_of(turn, CitedFiles(bench.library.ledger), parse):
        if should_stop():
            return
        yield None
        if change is not None:
            changes.append(change)
    yield TurnCompared(conversation=request.conversation, turn=request.turn, changes=tuple(changes))
