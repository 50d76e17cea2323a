"""Whether traces are kept, and that those of what has left the library leave, too."""

from pathlib import Path

from assistant.settings import KEEP_TRACES, Settings
from assistant.traces.store import TraceStore, hidden_path
from indexer.ledger import Ledger


def kept_traces(folder: Path, settings: Settings) -> TraceStore | None:
    """Where a trace goes; None where the person wants none, and then what was kept is deleted."""
    store = TraceStore(folder)
    if settings.get(KEEP_TRACES):
        return store
    store.delete()
    return None


def forget_gone(folder: Path, ledger: Ledger) -> int:
    """Delete traces with words of files that the ledger no longer has; returns how many.

    A file that has moved, or has other words now, is still there.
    """
    known = {hidden_path(record.path) for record in ledger.files() if record.is_live}
    return TraceStore(folder).forget_gone(known.__contains__, ledger.live_revisions())
