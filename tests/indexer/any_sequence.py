"""What the property-based test of indexing does to a folder and a library, step by step."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import indexer.lance_store  # noqa: F401 - sets the store's log level
from indexer import reading
from indexer.events import AnyIngestionEvent
from indexer.ingest import ingest
from indexer.library import ACTIVE_INDEX, Library
from indexer.parsing.pool import InlineParser
from tests.fakes import HashEmbedder

REPOSITORY = Path(__file__).resolve().parents[2]

NAMES = ("a.txt", "b.md", "c.csv", "sub/a.txt", "sub/deep/d.txt", "other/e.xyz", "other/f.pdf")
"""Plain text, tables, a kind that is not read, and what is no PDF whatever its name says."""

SENTENCES = {
    "kettle": "The kettle is descaled every six weeks with citric acid. ",
    "lease": "The lease ends with a notice period of three months. ",
    "vine": "The vine is pruned in February, before the sap rises. ",
    "pump": "The pump is oiled every second year by the caretaker. ",
}
"""By the word to search for."""


@dataclass(frozen=True)
class Text:
    """What a file is to hold."""

    word: str
    times: int

    def __str__(self) -> str:
        return "".join(f"{number}. {SENTENCES[self.word]}\n" for number in range(self.times))


@dataclass
class Playground:
    """A folder, a library of it, and everything a person or an accident can do to both."""

    folder: Path
    library: Path
    locked: set[str] = field(default_factory=set)
    """Files that another program holds, so that nobody else can open them."""

    # -- what happens to files -------------------------------------------------------------------

    def create(self, name: str, text: Text) -> None:
        path = self._cleared(name)
        path.write_text(str(text))

    def append(self, name: str, text: Text) -> None:
        path = self.folder / name
        if path.is_file():
            path.write_text(path.read_text() + str(text))

    def empty(self, name: str) -> None:
        self._cleared(name).write_bytes(b"")

    def touch(self, name: str) -> None:
        if (self.folder / name).exists():
            os.utime(self.folder / name)

    def move(self, name: str, target: str) -> None:
        path = self.folder / name
        if path.is_file() and name != target:
            content = self._cleared(target)
            if path.exists():  # clearing the target may have removed it
                path.replace(content)

    def copy(self, name: str, target: str) -> None:
        path = self.folder / name
        if path.is_file() and name != target:
            copied = path.read_bytes()
            self._cleared(target).write_bytes(copied)

    def delete(self, name: str) -> None:
        self._clear(self.folder / name)

    def delete_folder(self, name: str) -> None:
        self._clear((self.folder / name).parent)
        self.folder.mkdir(exist_ok=True)

    def replace_by_folder(self, name: str, text: Text) -> None:
        self._clear(self.folder / name)
        inner = self._cleared(f"{name}/inner.txt")
        inner.write_text(str(text))

    def change_mode(self, name: str) -> None:
        if (self.folder / name).is_file():
            (self.folder / name).chmod(0o444)

    def lock(self, name: str) -> None:
        self.locked.add(str(self.folder / name))

    def unlock(self) -> None:
        self.locked.clear()

    # -- what happens to the library -------------------------------------------------------------

    def index(self) -> None:
        """Bring it up to date, to the end."""
        for _ in self._events():
            pass

    def stop(self, after: int) -> None:
        """Stop after so many events."""
        with closing(self._events()) as events:
            for _, _ in zip(range(after), events, strict=False):
                pass

    def pause(self, after: int, name: str, text: Text) -> None:
        """Hold the run after so many events; meanwhile a file is written; then go on."""
        with closing(self._events()) as events:
            for number, _ in enumerate(events):
                if number == after:
                    self.create(name, text)

    def kill(self, after: int) -> None:
        """Let another process index; it is killed after so many events."""
        self._killed("event", after)

    def kill_later(self, milliseconds: int) -> None:
        """The same after a time, wherever it is then."""
        self._killed("time", milliseconds)

    def _killed(self, place: str, times: int) -> None:
        command = [sys.executable, "-m", "tests.indexer.interrupted_run"]
        command += [str(self.library), str(self.folder), place, str(times)]
        result = subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=False)
        assert result.returncode in (0, 9, -9), result.stderr

    def _events(self) -> Iterator[AnyIngestionEvent]:
        with (
            Library.open(self.library, create=True, write=True) as opened,
            self._held_files(),
        ):
            yield from ingest(opened, InlineParser(), HashEmbedder(), [self.folder])

    @contextmanager
    def _held_files(self) -> Iterator[None]:
        """Let opening a locked file fail as on Windows; the tests' root user may open anything."""
        content_hash = reading.content_hash

        def refusing(path: str) -> str:
            if path in self.locked:
                raise PermissionError(13, "The process cannot access the file")
            return content_hash(path)

        with mock.patch.object(reading, "content_hash", refusing):
            yield

    def _cleared(self, name: str) -> Path:
        """The place for a file of that name, with nothing in its way."""
        path = self.folder / name
        self._clear(path)
        for parent in reversed(path.relative_to(self.folder).parents):
            if (self.folder / parent).is_file():
                (self.folder / parent).unlink()
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _clear(self, path: Path) -> None:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


Row = tuple[object, ...]


def ledger_rows(library: Path) -> dict[str, Row]:
    """How each file stands, without the times."""
    with Library.open(library) as opened:
        return {
            record.path: (
                record.status,
                record.reason,
                record.source,
                record.size,
                record.revision,
                record.pages,
                record.chunks,
                record.title,
                record.media_type,
                record.marks,
            )
            for record in opened.ledger.files()
        }


def index_rows(library: Path) -> list[dict[str, object]]:
    """Everything in the index, vectors too, in a fixed order."""
    with Library.open(library) as opened:
        name = opened.ledger.fact(ACTIVE_INDEX)
        assert name is not None
        folder = opened.index_folder(name)
    if not (folder / "chunks.lance").is_dir():
        return []
    import lancedb  # after our adapter, which tells it to be quiet

    rows = lancedb.connect(folder).open_table("chunks").to_arrow().to_pylist()
    return sorted(rows, key=lambda row: row["id"])


def search_results(library: Path) -> dict[str, tuple[set[str], list[str]]]:
    """For each word the chunks that hold it, and the nearest ones in order."""
    embedder = HashEmbedder()
    with Library.open(library) as opened:
        store = opened.store(embedder)
        return {
            word: (
                {hit.chunk.id for hit in store.search_text(word, 1000)},
                [
                    f"{hit.score:.4f}"
                    for hit in store.search_vectors(embedder.embed_query(sentence), 10)
                ],
            )
            for word, sentence in SENTENCES.items()
        }
