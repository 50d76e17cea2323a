"""Whether traces are kept, and that those of what has left the library leave, too.

What documents have said to questions that ask them all (`mapping/kept_findings.py`) goes with them.
"""

from collections.abc import Iterable
from pathlib import Path

from assistant.mapping.kept_findings import FindingStore
from assistant.settings import KEEP_TRACES, Settings
from assistant.traces.store import TraceStore, hidden_path
from indexer.ledger import Ledger


def kept_traces(folder: Path, settings: Settings) -> TraceStore | None:
    """Where a trace goes; None where the person wants none, and then what was kept is deleted."""
    if settings.get(KEEP_TRACES):
        return TraceStore(folder)
    delete_all(folder)
    return None


def kept_findings(folder: Path, settings: Settings) -> FindingStore | None:
    """Where it goes what documents have said; None where the person wants no traces."""
    return FindingStore(folder) if settings.get(KEEP_TRACES) else None


def delete_all(folder: Path) -> int:
    """Delete every trace and whatever documents have said; how many traces there were."""
    FindingStore(folder).delete()
    return TraceStore(folder).delete()


def forget_files(folder: Path, paths: Iterable[str]) -> int:
    """Delete traces with words of these files, which have just left; returns how many."""
    hidden = {hidden_path(path) for path in paths}
    return TraceStore(folder).forget(lambda path, _: path in hidden) if hidden else 0


def forget_gone(folder: Path, ledger: Ledger) -> int:
    """The same for every file that the ledger no longer has; takes as long as the ledger is.

    A file that has moved, or has other words now, is still there.
    """
    FindingStore(folder).forget_gone(ledger.live_revisions)
    store = TraceStore(folder)
    if not store.exists:
        return 0
    known = {hidden_path(record.path) for record in ledger.files() if record.is_live}
    live = ledger.live_revisions()
    return store.forget(lambda path, revision: path not in known and revision not in live)
