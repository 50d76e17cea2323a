"""`footnote index`: bring the library up to date with folders and files."""

import contextlib
import signal
import threading
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, cast

import typer

from assistant.command_line.indexing_view import show_run
from assistant.command_line.options import (
    Invocation,
    JsonOption,
    LibraryOption,
    absolute,
    invocation,
)
from assistant.command_line.output import Output
from assistant.command_line.preview_view import show_previews
from assistant.conversations.forgetting import forget_files, gone_in, noting_gone
from assistant.conversations.store import ConversationStore
from assistant.settings import FORGET_WITH_DOCUMENTS, READ_PICTURES, Settings, indexing_rules
from assistant.traces.keeping import forget_gone
from assistant.wording import notice_sentence
from indexer.discover import NO_RULES
from indexer.events import AnyIngestionEvent
from indexer.ledger import Ledger
from indexer.library import Library
from indexer.parsing.pool import ParserProcess
from indexer.patterns import is_pattern
from indexer.rules import OWN_FILE, Rules
from indexer.sources import Sources

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
    retry: Annotated[
        bool, typer.Option("--retry", help="Read these files again, whatever is known of them.")
    ] = False,
    preview: Annotated[
        bool, typer.Option("--preview", help="Say what a folder would bring; index nothing.")
    ] = False,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore",
            metavar="PATTERN",
            help="Leave out of these folders what matches, as in a .gitignore, from now on.",
        ),
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Index folders and files, or bring the library up to date with them."""
    call = invocation(context, library, as_json)
    wanted = [absolute(path) or path for path in paths or []]
    if not wanted and (retry or preview or ignore is not None):
        raise typer.BadParameter("name the folders or files that are meant")
    if preview:
        raise typer.Exit(0 if show_previews(call, wanted) else 2)
    wrong = [pattern for pattern in ignore or [] if not is_pattern(pattern)]
    if wrong:
        raise typer.BadParameter(f"“{wrong[0]}” is no pattern; write it as in a .gitignore")
    wish = _Wish(watch, retry_failed, retry, ignore)
    if not _index(call, wanted, wish):
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _Wish:
    """The options of the command."""

    watch: bool
    retry_failed: bool
    retry: bool
    ignore: list[str] | None


def _index(call: Invocation, wanted: Sequence[Path], wish: _Wish) -> bool:
    """Index what is wanted; False when a file failed or a path is not there."""
    from models.loading import load_embedding_model

    if wanted and not any(path.exists() for path in wanted) and not call.library_folder.exists():
        _refuse(call.output, wanted)
        raise typer.Exit(2)
    with Library.open(call.library_folder, create=bool(wanted), write=True) as opened:
        known = [path for path in wanted if path.exists() or _is_known(opened.ledger, path)]
        missing = [path for path in wanted if path not in known]
        _refuse(call.output, missing)
        if wanted and not known:
            raise typer.Exit(2)
        if wish.ignore is not None:
            keep_rules(opened.ledger, known, wish.ignore)
        with call.output.busy("Loading the embedding model"):
            embedder = load_embedding_model()
        failed = run_index(
            call.output,
            opened,
            known or None,
            embedder,
            rules=indexing_rules(Settings()),
            retry_failed=wish.retry_failed,
            read_again=wish.retry,
        )
        if wish.watch:
            follow(call.output, opened, embedder)
    return not failed and not missing


def run_index(
    output: Output,
    library: Library,
    paths: Sequence[Path] | None,
    embedder: "EmbeddingModel",
    *,
    rules: Rules = NO_RULES,
    retry_failed: bool = False,
    read_again: bool = False,
    events_shown: bool = True,
) -> int:
    """Index and show it; returns how many files failed."""
    from indexer.ingest import ingest

    with interruptible_parser() as parser:
        events = cast(
            "Generator[AnyIngestionEvent, None, None]",
            ingest(
                library,
                parser,
                embedder,
                paths,
                rules=rules,
                retry_failed=retry_failed,
                read_again=read_again,
            ),
        )
        with contextlib.closing(events):
            gone: list[AnyIngestionEvent] = []
            finished = show_run(output, noting_gone(events, gone), as_lines=events_shown)
    forget_gone(library.folder, library.ledger)
    _forget_answers(library, gone)
    return finished.failed if finished is not None else 0


def follow(output: Output, library: Library, embedder: "EmbeddingModel") -> None:
    """Keep indexing what changes until the person stops it."""
    from indexer.ingest import ingest
    from indexer.watching import PollingBecause, concerned, watch_sources

    def tell_polling(source: Path, because: PollingBecause) -> None:
        output.note(notice_sentence(f"polling-{because}", str(source)))

    sources = library.ledger.sources()
    output.note("Watching for changes. Ctrl+C ends it.")
    with contextlib.suppress(KeyboardInterrupt), interruptible_parser() as parser:
        changes = watch_sources(
            sources, library.folder, tell_polling=tell_polling, told_at_start=True
        )
        for changed in changes:
            paths, rules = concerned(sources, changed), indexing_rules(Settings())
            run = ingest(library, parser, embedder, paths, rules=rules, follow_moves=True)
            with contextlib.closing(cast("Generator[AnyIngestionEvent, None, None]", run)):
                gone: list[AnyIngestionEvent] = []
                show_run(output, noting_gone(run, gone))
            forget_gone(library.folder, library.ledger)
            _forget_answers(library, gone)


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
        reads_pictures = Settings().get(READ_PICTURES)
        with ParserProcess(should_stop=asked.is_set, recognises=lambda: reads_pictures) as parser:
            yield parser
    finally:
        signal.signal(signal.SIGINT, before)


def keep_rules(ledger: Ledger, folders: Sequence[Path], patterns: Sequence[str]) -> None:
    """Remember what is left out of these sources; an empty pattern takes back what was."""
    sources = Sources(ledger.source_records(), indexing_rules(Settings()))
    for folder in folders:
        holding = sources.holding(str(folder))
        if holding not in (None, str(folder)):
            raise typer.BadParameter(
                f"{folder} is read as a part of {holding}; give that folder, or write the pattern "
                f"into {folder / OWN_FILE}"
            )
        ledger.add_source(folder)
        ledger.set_rules(folder, [pattern for pattern in patterns if pattern])


def _forget_answers(library: Library, gone: Sequence[AnyIngestionEvent]) -> None:
    """Where the person wants it, answers go with the documents that they quote."""
    if gone and Settings().get(FORGET_WITH_DOCUMENTS):
        with contextlib.closing(ConversationStore(library.folder)) as store:
            forget_files(store, library.ledger, gone_in(gone))


def _is_known(ledger: Ledger, path: Path) -> bool:
    """Whether the library holds something of a path that is no longer there."""
    return path in ledger.sources() or bool(ledger.files(path))


def _refuse(output: Output, missing: Sequence[Path]) -> None:
    for path in missing:
        output.note(f"There is nothing at {path}. Check the name and try again.")
