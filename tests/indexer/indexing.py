"""What the tests of indexing share: run it, and look at what is then found."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from indexer.discover import NO_RULES
from indexer.documents import ParsedDocument
from indexer.events import AnyIngestionEvent, IngestionFinished
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import DocumentParser, InlineParser
from indexer.rules import Rules
from tests.fakes import HashEmbedder

Event = TypeVar("Event")


class CountingParser:
    """Parses as the application does and remembers which files it was given."""

    def __init__(self) -> None:
        self.parsed: list[str] = []

    def parse(self, path: Path) -> ParsedDocument:
        self.parsed.append(path.name)
        return InlineParser().parse(path)


class CountingEmbedder(HashEmbedder):
    """Remembers how many texts it embedded."""

    def __init__(self) -> None:
        self.embedded = 0

    def embed_documents(self, texts):  # noqa: ANN001, ANN201 - as in the class above
        self.embedded += len(texts)
        return super().embed_documents(texts)


def run(
    library: Path,
    paths: Sequence[Path] | None = None,
    *,
    parser: DocumentParser | None = None,
    embedder: HashEmbedder | None = None,
    rules: Rules = NO_RULES,
    retry_failed: bool = False,
    read_again: bool = False,
) -> list[AnyIngestionEvent]:
    """Open the library, index, close it."""
    with Library.open(library, create=True, write=True) as opened:
        events = ingest(
            opened,
            parser or InlineParser(),
            embedder or HashEmbedder(),
            paths,
            rules=rules,
            retry_failed=retry_failed,
            read_again=read_again,
        )
        return list(events)


def finished(events: Sequence[AnyIngestionEvent]) -> tuple[int, int, int, int, int]:
    """Indexed, unchanged, skipped, failed, removed."""
    last = events[-1]
    assert isinstance(last, IngestionFinished)
    return last.indexed, last.unchanged, last.skipped, last.failed, last.removed


def of(kind: type[Event], events: Sequence[object]) -> list[Event]:
    """The events of one kind."""
    return [event for event in events if isinstance(event, kind)]


def found(library: Path, embedder: HashEmbedder | None = None) -> set[tuple[str, str, str]]:
    """Everything that counts: path, chunk and text, of all live files."""
    with Library.open(library) as opened:
        store = opened.store(embedder or HashEmbedder())
        return {
            (path, chunk.id, chunk.text)
            for revision, paths in opened.ledger.live_revisions().items()
            for path in paths
            for chunk in store.chunks_of(revision)
        }


def search(library: Path, words: str) -> list[str]:
    """The names of the files whose chunks have these words."""
    with Library.open(library) as opened:
        live = opened.ledger.live_revisions()
        hits = opened.store(HashEmbedder()).search_text(words, 50, live)
        return sorted({Path(path).name for hit in hits for path in live[hit.chunk.revision]})


def write(folder: Path, **texts: str) -> None:
    """Text files by name, long enough ago that their times can be trusted."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text)


def age(folder: Path) -> None:
    """Make the files so old that their times alone prove them unchanged."""
    for path in folder.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
