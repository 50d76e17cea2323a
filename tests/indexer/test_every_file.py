"""Files on disk = indexed + partly + skipped + failed, counted by somebody else."""

import os
import sys
from collections import Counter
from pathlib import Path

import pytest

from indexer.documents import FileMark, FileStatus, ReasonCode
from indexer.events import FileDone, FilesFound, IngestionFinished
from indexer.ingest import ingest
from indexer.ledger_records import FileRecord
from indexer.library import Library
from indexer.parsing.pool import InlineParser
from indexer.rules import Rules
from tests.fakes import HashEmbedder
from tests.indexer.indexing import of, run
from tests.indexer.marked_parser import MarkedParser

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes as POSIX has them")

RULES = Rules(("*.log", "drafts/"), largest=1_000_000_000)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A folder with everything in it that people and programs leave in folders."""
    top = tmp_path / "home"
    for folder in (".config", "drafts", "deep/er", "node_modules/package", "closed", "env/lib"):
        (top / folder).mkdir(parents=True)
    texts = {
        "lease.txt": "The rent is 900 euros.",
        "deep/er/notes.md": "# Notes\n\nThe vine is pruned.",
        "deep/copy.txt": "The rent is 900 euros.",
        "build.log": "ok",
        "deep/old.log": "ok",
        "blank.txt": "   \n",
        "empty.txt": "",
        "film.mov": "moving",
        "no ending": "words",
        "fake.pdf": "no PDF at all",
        "~$lease.docx": "lock",
        "download.crdownload": "half",
        "Thumbs.db": "small",
        ".config/secret.txt": "hidden",
        ".profile": "hidden",
        "drafts/one.txt": "left out",
        "node_modules/package/readme.md": "left out",
        "env/pyvenv.cfg": "home = /usr",
        "env/lib/licence.txt": "left out",
        "closed/unseen.txt": "behind a closed door",
    }
    for name, text in texts.items():
        (top / name).write_text(text)
    (top / "deep" / "link.txt").symlink_to(top / "lease.txt")
    (top / "deep" / "up").symlink_to(top)
    (top / "dangling.txt").symlink_to(top / "gone.txt")
    (top / "self").symlink_to(top / "self")
    os.mkfifo(top / "pipe.txt")
    with (top / "huge.txt").open("wb") as file:
        file.truncate(3_000_000_000)
    return top


def counted_by_hand(top: Path) -> tuple[set[str], int]:
    """What there is by `os.walk`: files that count, and names that are left out on purpose."""
    hidden = (".", "~$")
    ends = (".crdownload", "Thumbs.db")
    files: set[str] = set()
    left_out = 0
    for folder, subfolders, names in os.walk(top, onerror=lambda error: files.add(error.filename)):
        here = Path(folder)
        for name in list(subfolders):
            left = name.startswith(hidden) or name in ("node_modules", "env", "drafts")
            if left or (here / name).is_symlink():
                subfolders.remove(name)
                left_out += left
        kept = [name for name in names if not name.startswith(hidden) and not name.endswith(ends)]
        left_out += len(names) - len(kept)
        files.update(str(here / name) for name in kept)
    return files, left_out


@pytest.fixture
def closed_door(monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def refusing(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)  # chmod does not stop the tests' root user


def records_of(library: Path) -> dict[str, FileRecord]:
    with Library.open(library) as opened:
        return {record.path: record for record in opened.ledger.files()}


@pytest.mark.usefixtures("closed_door")
@pytest.mark.timeout(60)
def test_every_file_of_a_hostile_folder_has_one_status(hostile: Path, tmp_path: Path) -> None:
    events = run(tmp_path / "library", [hostile], rules=RULES)
    by_hand, left_out = counted_by_hand(hostile)
    records = records_of(tmp_path / "library")
    assert set(records) == by_hand
    assert of(FilesFound, events)[0].files == len(by_hand)
    last = events[-1]
    assert isinstance(last, IngestionFinished)
    assert last.indexed + last.unchanged + last.skipped + last.failed == len(by_hand)
    statuses = Counter(record.status for record in records.values())
    assert statuses[FileStatus.WAITING] == 0
    assert sum(statuses.values()) == len(by_hand)
    for record in records.values():
        assert (record.reason is None) == (record.status is FileStatus.INDEXED)
        assert not record.is_live or (record.pages and record.chunks and record.seconds > 0)
    with Library.open(tmp_path / "library") as opened:
        (source,) = opened.ledger.source_records()
    assert source.hidden + source.excluded == left_out
    assert source.excluded == 1


@pytest.mark.usefixtures("closed_door")
@pytest.mark.timeout(60)
def test_every_reason_is_the_right_one(hostile: Path, tmp_path: Path) -> None:
    run(tmp_path / "library", [hostile], rules=RULES)
    reasons = {
        Path(path).relative_to(hostile).as_posix(): record.reason.code
        for path, record in records_of(tmp_path / "library").items()
        if record.reason is not None
    }
    assert reasons == {
        "blank.txt": ReasonCode.NO_TEXT,
        "build.log": ReasonCode.EXCLUDED,
        "closed": ReasonCode.NOT_READABLE,
        "dangling.txt": ReasonCode.NOT_A_FILE,
        "deep/old.log": ReasonCode.EXCLUDED,
        "empty.txt": ReasonCode.EMPTY,
        "fake.pdf": ReasonCode.WRONG_FORMAT,
        "film.mov": ReasonCode.UNSUPPORTED,
        "huge.txt": ReasonCode.TOO_LARGE,
        "no ending": ReasonCode.UNSUPPORTED,
        "pipe.txt": ReasonCode.NOT_A_FILE,
        "self": ReasonCode.NOT_A_FILE,
    }


@pytest.mark.usefixtures("closed_door")
@pytest.mark.timeout(60)
def test_the_sum_holds_while_a_run_goes_on_and_after_it_was_stopped(
    hostile: Path, tmp_path: Path
) -> None:
    by_hand, _ = counted_by_hand(hostile)
    with Library.open(tmp_path / "library", create=True, write=True) as opened:
        events = ingest(opened, InlineParser(), HashEmbedder(), [hostile], rules=RULES)
        begun = False
        for event in events:
            begun = begun or not isinstance(event, FilesFound | FileDone)
            if begun:
                assert sum(opened.ledger.totals().values()) == len(by_hand)
                break
        events.close()  # type: ignore[attr-defined]
        assert sum(opened.ledger.totals().values()) == len(by_hand)
        assert opened.ledger.totals()[FileStatus.WAITING] > 0
    run(tmp_path / "library", rules=RULES)
    assert len(records_of(tmp_path / "library")) == len(by_hand)


def test_marks_are_kept_with_the_file_and_told_when_it_is_done(tmp_path: Path) -> None:
    top = tmp_path / "documents"
    top.mkdir()
    for name in ("hidden", "scanned", "encloses", "plain", "hidden-scanned"):
        (top / f"{name}.txt").write_text(f"The words of {name}.")
    events = run(tmp_path / "library", [top], parser=MarkedParser())
    expected = {
        "hidden": (FileMark.HIDDEN_TEXT,),
        "scanned": (FileMark.SCANNED,),
        "encloses": (FileMark.ENCLOSES,),
        "plain": (),
        "hidden-scanned": (FileMark.HIDDEN_TEXT, FileMark.SCANNED),
    }
    assert {Path(event.path).stem: event.marks for event in of(FileDone, events)} == expected
    records = records_of(tmp_path / "library")
    assert {Path(path).stem: record.marks for path, record in records.items()} == expected
    (top / "hidden.txt").rename(top / "moved.txt")
    run(tmp_path / "library")
    assert records_of(tmp_path / "library")[str(top / "moved.txt")].marks == expected["hidden"]
