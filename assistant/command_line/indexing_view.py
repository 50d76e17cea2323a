"""Shows an indexing run: events as JSON lines, or a progress bar and what went wrong."""

import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from assistant.command_line.durations import about
from assistant.command_line.output import Output
from assistant.interruption import stopped_run
from assistant.wording import NoticeCode, notice_sentence, sentence_for
from indexer.documents import FileStatus
from indexer.events import (
    AnyIngestionEvent,
    FileDone,
    FileProgressed,
    FilesFound,
    FileStarted,
    IngestionFinished,
    SourceAway,
)


def show_run(
    output: Output, events: Iterable[AnyIngestionEvent], *, as_lines: bool = True
) -> IngestionFinished | None:
    """Follow a run to its end; returns its last event. Failed files are named on standard error.

    Without `as_lines` the run is a means to an end, and no event is printed with `--json`.
    """
    started = time.monotonic()
    done: list[AnyIngestionEvent] = []
    try:
        with _progress(output) as progress:
            view = _RunView(output, progress)
            for event in events:
                done.append(event)
                if as_lines:
                    output.line(event)
                view.show(event)
    except KeyboardInterrupt:  # the run still ends with what it had done
        if _finished(done) is None:
            stopped = stopped_run(done, time.monotonic() - started)
            if as_lines:
                output.line(stopped)
            output.show(summary(stopped))
        raise
    finished = _finished(done)
    if finished is not None:
        output.show(summary(finished))
    return finished


def _finished(done: Sequence[AnyIngestionEvent]) -> IngestionFinished | None:
    last = done[-1] if done else None
    return last if isinstance(last, IngestionFinished) else None


def summary(finished: IngestionFinished) -> str:
    """A run in a sentence."""
    counts = {
        "indexed": finished.indexed,
        "unchanged": finished.unchanged,
        "skipped": finished.skipped,
        "failed": finished.failed,
        "removed": finished.removed,
        "still being written": finished.waiting,
    }
    parts = [f"{count:,} {word}" for word, count in counts.items() if count]
    ended = "Stopped after" if finished.stopped else "Done in"
    return f"{', '.join(parts) or 'No files'}. {ended} {finished.seconds:.1f} s."


class _RunView:
    """Moves the progress bar, and names each file that could not be read."""

    def __init__(self, output: Output, progress: Progress) -> None:
        self._output = output
        self._progress = progress
        self._task = progress.add_task("Looking for files", total=None, file="", rate="")

    def show(self, event: AnyIngestionEvent) -> None:
        match event:
            case FilesFound():
                self._progress.update(
                    self._task, description="Indexing", total=event.to_index or None
                )
            case FileStarted():
                self._progress.update(self._task, file=Path(event.path).name)
            case FileProgressed():
                self._progress.update(
                    self._task,
                    completed=event.files_done,
                    rate=_rate(event),
                    file=Path(event.path).name + _page(event),
                )
            case FileDone():
                self._name(event)
            case SourceAway():
                self._output.note(notice_sentence(NoticeCode.SOURCE_MISSING, event.path))
            case _:
                pass

    def _name(self, event: FileDone) -> None:
        if event.reason is None or event.status not in (FileStatus.FAILED, FileStatus.PARTLY):
            return
        again = "" if event.again else " Not tried again, because it has not changed."
        self._output.note(f"{sentence_for(event.reason, event.path)}{again} {event.path}")


def _rate(event: FileProgressed) -> str:
    left = "" if event.seconds_left is None else f", {about(event.seconds_left)} left"
    return f"{event.pages_per_second:.1f} pages/s{left}"


def _page(event: FileProgressed) -> str:
    """How far a file is that is recognised page by page."""
    return f", page {event.page} of {event.pages_in_file}" if event.pages_in_file > 1 else ""


def _progress(output: Output) -> Progress:
    """A bar on standard error; nothing where that is no terminal."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("{task.fields[file]}"),
        console=output.notes,
        transient=True,
        disable=not output.notes.is_terminal,
    )
