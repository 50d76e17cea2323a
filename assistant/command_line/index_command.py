"""`footnote index`: bring the library up to date with folders and files."""

import contextlib
import signal
import threading
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, cast

import typer

from assistant.command_line.indexing_view import show_run
from assistant.command_line.options import JsonOption, LibraryOption, absolute, invocation
from assistant.command_line.output import Output
from indexer.events import AnyIngestionEvent
from indexer.ledger import Ledger
from indexer.library import Library
from indexer.parsing.pool import ParserProcess

if TYPE_CHECKING:
    from models.interfaces import EmbeddingModel


def index(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH…", help="Folders and files; all sources without any."),
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Stay, and follow every change until Ctrl+C.")
    ] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try unreadable files once more.")
    ] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Index folders and files, or bring the library up to date with them."""
    from models.loading import load_embedding_model

    call = invocation(context, library, as_json)
    wanted = [absolute(path) or path for path in paths or []]
    if wanted and not any(path.exists() for path in wanted) and not call.library_folder.exists():
        _refuse(call.output, wanted)
        raise typer.Exit(2)
    with Library.open(call.library_folder, create=bool(wanted), write=True) as opened:
        known = [path for path in wanted if path.exists() or _is_known(opened.ledger, path)]
        missing = [path for path in wanted if path not in known]
        _refuse(call.output, missing)
        if wanted and not known:
            raise typer.Exit(2)
        with call.output.busy("Loading the embedding model"):
            embedder = load_embedding_model()
        failed = run_index(call.output, opened, known or None, embedder, retry_failed=retry_failed)
        if watch:
            follow(call.output, opened, embedder)
    if failed or missing:
        raise typer.Exit(1)


def run_index(
    output: Output,
    library: Library,
    paths: Sequence[Path] | None,
    embedder: "EmbeddingModel",
    *,
    retry_failed: bool = False,
    events_shown: bool = True,
) -> int:
    """Index and show it; returns how many files failed."""
    from indexer.ingest import ingest

    with interruptible_parser() as parser:
        events = cast(
            "Generator[AnyIngestionEvent, None, None]",
            ingest(library, parser, embedder, paths, retry_failed=retry_failed),
        )
        with contextlib.closing(events):
            finished = show_run(output, events, as_lines=events_shown)
    return finished.failed if finished is not None else 0


def follow(output: Output, library: Library, embedder: "EmbeddingModel") -> None:
    """Keep indexing what changes until the person stops it."""
    from indexer.ingest import ingest
    from indexer.watching import watch_sources

    output.note("Watching for changes. Ctrl+C ends it.")
    with contextlib.suppress(KeyboardInterrupt), interruptible_parser() as parser:
        for _ in watch_sources(library.ledger.sources(), library.folder):
            show_run(output, ingest(library, parser, embedder))


@contextlib.contextmanager
def interruptible_parser() -> Iterator[ParserProcess]:
    """A parser that lets go of the file in hand at Ctrl+C; the run would wait for it otherwise."""
    asked = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        asked.set()
        signal.default_int_handler(number, frame)

    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:  # where Ctrl+C is ignored, it stays so
        signal.signal(signal.SIGINT, stop)
    try:
        with ParserProcess(should_stop=asked.is_set) as parser:
            yield parser
    finally:
        signal.signal(signal.SIGINT, before)


def _is_known(ledger: Ledger, path: Path) -> bool:
    """Whether the library holds something of a path that is no longer there."""
    return path in ledger.sources() or bool(ledger.files(path))


def _refuse(output: Output, missing: Sequence[Path]) -> None:
    for path in missing:
        output.note(f"There is nothing at {path}. Check the name and try again.")
