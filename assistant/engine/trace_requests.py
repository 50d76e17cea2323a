"""The requests about traces: listing them, reading one, deleting all."""

from assistant.engine.scheduler import ShouldStop, Steps
from assistant.engine.workbench import Workbench
from assistant.messages import TraceRead, TracesListed
from assistant.requests import DeleteTraces, ListTraces, ReadTrace
from assistant.traces.keeping import delete_all
from assistant.traces.store import TraceStore


def list_traces(bench: Workbench, request: ListTraces, should_stop: ShouldStop) -> Steps:
    """All that are kept, newest first."""
    yield TracesListed(traces=TraceStore(bench.library.folder).entries())


def read_trace(bench: Workbench, request: ReadTrace, should_stop: ShouldStop) -> Steps:
    """One of them, or None when it is gone."""
    yield TraceRead(trace=TraceStore(bench.library.folder).read(request.trace))


def delete_traces(bench: Workbench, request: DeleteTraces, should_stop: ShouldStop) -> Steps:
    """Delete all of them for good."""
    delete_all(bench.library.folder)
    bench.findings.forget()
    yield TracesListed(traces=TraceStore(bench.library.folder).entries())
