"""What goes together: traces with their conversations, answers with documents where that is wanted.

Otherwise conversations are the person's own record and stay, quotes and all. A file that changed or
moved is still there, so what was answered from it stays in any case.
"""

from collections.abc import Collection, Iterable, Iterator

from assistant.conversations.staleness import CitedFiles, FileState
from assistant.conversations.store import ConversationStore
from assistant.mapping.kept_findings import FindingStore
from assistant.traces.store import TraceStore
from indexer.documents import ReasonCode
from indexer.events import AnyIngestionEvent, FileDone, FileRemoved, IngestionEvent
from indexer.ledger import Ledger


def delete_with_traces(
    store: ConversationStore,
    traces: TraceStore,
    findings: FindingStore,
    conversations: Collection[int],
) -> None:
    """Delete conversations for good, and how their answers came about.

    What documents have said goes as a whole, because nothing in it tells to which question.
    Raises NoSuchConversation, and then nothing is deleted.
    """
    ids = store.traces(conversations)
    store.delete(conversations)
    traces.delete_some(ids)
    findings.delete()


def gone_in(events: Iterable[IngestionEvent]) -> frozenset[str]:
    """Paths of the files that a run found gone, or left out by a rule."""
    return frozenset(
        event.path
        for event in events
        if isinstance(event, FileDone | FileRemoved) and _is_gone(event)
    )


def noting_gone(
    events: Iterable[AnyIngestionEvent], gone: list[AnyIngestionEvent]
) -> Iterator[AnyIngestionEvent]:
    """The events as they come; those of files that are gone are noted."""
    for event in events:
        if isinstance(event, FileDone | FileRemoved) and _is_gone(event):
            gone.append(event)
        yield event


def forget_files(store: ConversationStore, ledger: Ledger, paths: Collection[str]) -> int:
    """Delete the questions whose answers quote these files; returns how many.

    Those from before a file got the name under which it went are among them; those whose very
    content is still in the library are not.
    """
    if not paths:
        return 0
    files = CitedFiles(ledger)

    def is_gone(path: str, revision: str) -> bool:
        if ledger.live_paths([revision]):
            return False
        if path in paths:
            return True
        is_missing = files.today(path, revision).state is FileState.MISSING
        return is_missing and ledger.file(path) is None

    return store.delete_turns_citing(is_gone)


def _is_gone(event: FileDone | FileRemoved) -> bool:
    if isinstance(event, FileRemoved):
        return True
    return event.reason is not None and event.reason.code is ReasonCode.EXCLUDED
