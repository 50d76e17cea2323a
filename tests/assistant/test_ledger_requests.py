"""The window's requests about files: a preview, the ledger as a table, reading files again."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.engine import handlers, indexing, ledger_requests
from assistant.engine.failures import NoSuchPath, failure_of
from assistant.engine.model_shelf import ModelShelf
from assistant.engine.scheduler import Steps
from assistant.engine.workbench import Workbench, open_library
from assistant.messages import AnyEvent, LedgerExported, LibraryListed, SourcePreviewed
from assistant.requests import AddSource, ExportLedger, ListLibrary, PreviewSource, RetryFiles
from assistant.settings import ENDINGS_LEFT_OUT, IGNORE, Settings
from assistant.wording import FailureCode
from indexer import preview as previewing
from indexer.documents import FileMark
from indexer.errors import NotExported
from indexer.events import FileDone, IngestionFinished
from indexer.parsing.pool import DocumentParser
from tests.fakes import HashEmbedder, ScriptedLanguageModel
from tests.indexer.indexing import CountingParser
from tests.indexer.marked_parser import MarkedParser


class Bench(Workbench):
    """A workbench whose parser runs in the test's own process."""

    in_process: DocumentParser = CountingParser()

    def parser(self, should_stop: object) -> DocumentParser:
        return self.in_process


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    library, settings = open_library(tmp_path / "library"), Settings(tmp_path / "settings.toml")
    shelf = ModelShelf(
        library.folder,
        settings,
        print,
        lambda threads: HashEmbedder(),
        lambda model, threads: ScriptedLanguageModel(),
    )
    bench = Bench(library, shelf, settings)
    bench.in_process = CountingParser()
    yield bench
    bench.close()


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "kettle.txt").write_text("The kettle is descaled every six weeks.")
    (folder / "fake.pdf").write_text("no PDF")
    (folder / "old.log").write_text("The log of the voyage.")
    return folder


def go_on() -> bool:
    return False


def run(steps: Steps) -> list[AnyEvent]:
    return [event for event in steps if event is not None]


def add(bench: Bench, folder: Path) -> list[AnyEvent]:
    return run(indexing.add_source(bench, AddSource(path=str(folder)), go_on))


def names(bench: Bench) -> list[str]:
    (listed,) = run(handlers.list_library(bench, ListLibrary(), go_on))
    assert isinstance(listed, LibraryListed)
    return [f"{Path(entry.path).name} {entry.status}" for entry in listed.files]


def previewed(bench: Bench, folder: Path) -> SourcePreviewed:
    request = PreviewSource(path=str(folder))
    (found,) = run(ledger_requests.preview_source(bench, request, go_on))
    assert isinstance(found, SourcePreviewed)
    return found


def test_a_preview_follows_the_rules_of_the_settings(bench: Bench, documents: Path) -> None:
    found = previewed(bench, documents)
    assert {share.name: share.files for share in found.readable} == {"text": 2, "pdf": 1}
    Settings(bench.settings.path).set(IGNORE, ("*.log",))
    found = previewed(bench, documents)
    assert {share.name: share.files for share in found.readable} == {"text": 1, "pdf": 1}
    assert (found.excluded, found.by_git) == (1, 0)
    assert bench.library.ledger.files() == []
    assert bench.library.ledger.sources() == []


def test_a_preview_can_be_cancelled_and_names_what_is_not_there(
    bench: Bench, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previewing, "FILES_PER_STEP", 1)
    request = PreviewSource(path=str(documents))
    asked = iter([False, False, True])
    assert run(ledger_requests.preview_source(bench, request, lambda: next(asked))) == []
    with pytest.raises(NoSuchPath, match="gone"):
        previewed(bench, documents / "gone")


def test_rules_chosen_elsewhere_hold_for_the_next_run(bench: Bench, documents: Path) -> None:
    add(bench, documents)
    assert names(bench) == ["fake.pdf failed", "kettle.txt indexed", "old.log indexed"]
    Settings(bench.settings.path).set(ENDINGS_LEFT_OUT, ("log",))
    add(bench, documents)
    assert names(bench) == ["fake.pdf failed", "kettle.txt indexed", "old.log skipped"]


def test_files_are_read_again_on_request(bench: Bench, documents: Path) -> None:
    add(bench, documents)
    parser = bench.in_process = CountingParser()
    paths = (str(documents / "kettle.txt"), str(documents / "fake.pdf"))
    events = run(indexing.retry_files(bench, RetryFiles(paths=paths), go_on))
    assert sorted(parser.parsed) == ["fake.pdf", "kettle.txt"]
    done = [event for event in events if isinstance(event, FileDone)]
    assert sorted(Path(event.path).name for event in done) == ["fake.pdf", "kettle.txt"]
    assert isinstance(events[-1], IngestionFinished)
    assert names(bench) == ["fake.pdf failed", "kettle.txt indexed", "old.log indexed"]
    assert run(indexing.retry_files(bench, RetryFiles(paths=()), go_on)) == []


def test_the_list_tells_time_and_marks(bench: Bench, documents: Path) -> None:
    (documents / "hidden.txt").write_text("The words of an invisible hand.")
    bench.in_process = MarkedParser()
    add(bench, documents)
    (listed,) = run(handlers.list_library(bench, ListLibrary(), go_on))
    assert isinstance(listed, LibraryListed)
    entries = {Path(entry.path).name: entry for entry in listed.files}
    assert entries["hidden.txt"].marks == (FileMark.HIDDEN_TEXT,)
    assert entries["hidden.txt"].seconds > 0


def test_the_ledger_is_written_where_the_person_wants_it(
    bench: Bench, documents: Path, tmp_path: Path
) -> None:
    add(bench, documents)
    target = tmp_path / "files.json"
    (done,) = run(ledger_requests.export_ledger(bench, ExportLedger(target=str(target)), go_on))
    assert done == LedgerExported(target=str(target), files=3)
    rows = {Path(row["path"]).name: row for row in json.loads(target.read_text(encoding="utf-8"))}
    assert "“fake.pdf”" in rows["fake.pdf"]["reason"]
    assert rows["kettle.txt"]["passages"] == 1


def test_what_cannot_be_written_is_said_in_a_sentence(bench: Bench, tmp_path: Path) -> None:
    request = ExportLedger(target=str(tmp_path / "files.doc"))
    with pytest.raises(NotExported) as caught:
        run(ledger_requests.export_ledger(bench, request, go_on))
    failure = failure_of(caught.value)
    assert failure is not None
    assert failure.code == FailureCode.WRONG_USE
    assert failure.message.startswith("The list of files was not written to")
    assert failure.message.endswith(".csv or .json.")
