"""Rules over time: what they newly leave out goes, what they bring back is read."""

import os
from pathlib import Path

import pytest

from indexer.documents import FileStatus, ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.events import FileRemoved
from indexer.library import Library
from indexer.parsing import legacy_office
from indexer.rules import Rules
from tests.indexer.indexing import (
    CountingEmbedder,
    CountingParser,
    finished,
    of,
    run,
    search,
    write,
)

CANARY = "qxzvwkjcanary"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    write(folder, lease="The rent is 900 euros.", secret=f"The {CANARY} sings. " * 20)
    write(folder / "drafts", letter=f"Dear Madam, the {CANARY} is well.")
    return folder


def held(library: Path) -> list[Path]:
    """The files of the library that hold the canary."""
    files = [path for path in library.rglob("*") if path.is_file()]
    return [path for path in files if CANARY.encode() in path.read_bytes()]


def test_a_new_rule_takes_the_passages_and_a_withdrawn_one_brings_them_back(
    library: Path, documents: Path
) -> None:
    run(library, [documents])
    assert search(library, CANARY) == ["letter.txt", "secret.txt"]
    events = run(library, rules=Rules(("secret.*", "drafts/")))
    assert [Path(event.path).name for event in of(FileRemoved, events)] == ["letter.txt"]
    assert finished(events) == (0, 1, 1, 0, 1)
    assert search(library, CANARY) == []
    assert held(library) == []
    with Library.open(library) as opened:
        record = opened.ledger.file(documents / "secret.txt")
        assert record is not None
        assert record.status is FileStatus.SKIPPED
        assert record.reason is not None
        assert (record.reason.code, record.reason.detail) == (ReasonCode.EXCLUDED, "secret.*")
        (source,) = opened.ledger.source_records()
        assert (source.hidden, source.excluded) == (0, 1)
    assert finished(run(library, rules=Rules(("secret.*", "drafts/")))) == (0, 1, 1, 0, 0)
    assert finished(run(library))[:2] == (2, 1)
    assert search(library, CANARY) == ["letter.txt", "secret.txt"]


def test_a_file_of_rules_in_a_folder_takes_effect_with_the_next_run(
    library: Path, documents: Path
) -> None:
    run(library, [documents])
    (documents / "drafts" / ".footnoteignore").write_text("*\n")
    assert finished(run(library)) == (0, 2, 1, 0, 0)
    assert search(library, CANARY) == ["secret.txt"]


def test_a_source_has_rules_of_its_own(library: Path, documents: Path, tmp_path: Path) -> None:
    write(tmp_path / "other", secret="Nothing to hide.")
    run(library, [documents, tmp_path / "other"])
    with Library.open(library, write=True) as opened:
        opened.ledger.set_rules(documents, ["secret.txt", "/drafts"])
    assert finished(run(library)) == (0, 2, 1, 0, 1)
    assert search(library, "nothing") == ["secret.txt"]
    assert search(library, CANARY) == []


def test_endings_and_the_largest_size_are_followed_too(library: Path, documents: Path) -> None:
    (documents / "notes.md").write_text("# Notes\n\nThe vine is pruned.")
    run(library, [documents])
    assert search(library, "vine") == ["notes.md"]
    run(library, rules=Rules(largest=100, endings=frozenset({".md"})))
    assert search(library, "vine") == []
    assert search(library, CANARY) == ["letter.txt"]
    run(library)
    assert search(library, "vine") == ["notes.md"]


def test_what_is_named_is_read_although_it_is_hidden(library: Path, documents: Path) -> None:
    write(documents / ".notes", plan="The plan is to sail.")
    run(library, [documents])
    assert search(library, "sail") == []
    run(library, [documents / ".notes"])
    assert search(library, "sail") == ["plan.txt"]
    for _ in range(2):
        assert finished(run(library))[4] == 0, "a run over everything keeps it"
    assert search(library, "sail") == ["plan.txt"]
    run(library, rules=Rules(("!.notes/",)))
    assert search(library, "sail") == ["plan.txt"]


def test_files_are_read_again_on_demand_whatever_the_ledger_says(
    library: Path, documents: Path
) -> None:
    (documents / "blank.txt").write_text(" \n ")
    (documents / "fake.pdf").write_text("no PDF")
    run(library, [documents])
    before = search(library, "rent")
    parser, embedder = CountingParser(), CountingEmbedder()
    paths = [documents / name for name in ("lease.txt", "blank.txt", "fake.pdf")]
    events = run(library, paths, parser=parser, embedder=embedder, read_again=True)
    assert sorted(parser.parsed) == ["blank.txt", "fake.pdf", "lease.txt"]
    assert embedder.embedded == 1
    assert finished(events) == (1, 0, 1, 1, 0)
    assert search(library, "rent") == before == ["lease.txt"]
    with Library.open(library) as opened:
        assert opened.ledger.totals()[FileStatus.INDEXED] == 3
        assert [Path(path) for path in opened.ledger.sources()] == [documents]


def test_a_file_that_lacked_libreoffice_is_read_once_it_is_there(
    library: Path, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Lacking(CountingParser):
        def parse(self, path: Path) -> ParsedDocument:
            if path.name == "lease.txt":
                raise UnreadableDocument(ReasonCode.NEEDS_LIBREOFFICE)
            return super().parse(path)

    for path in documents.rglob("*.txt"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    monkeypatch.setattr(legacy_office, "is_available", lambda: False)
    run(library, [documents], parser=Lacking())
    assert finished(run(library)) == (0, 2, 1, 0, 0)
    monkeypatch.setattr(legacy_office, "is_available", lambda: True)
    assert finished(run(library)) == (1, 2, 0, 0, 0)
    assert search(library, "rent") == ["lease.txt"]


def test_reading_a_copy_again_keeps_the_original(library: Path, documents: Path) -> None:
    (documents / "copy.txt").write_bytes((documents / "lease.txt").read_bytes())
    run(library, [documents])
    run(library, [documents / "copy.txt"], read_again=True)
    assert search(library, "rent") == ["copy.txt", "lease.txt"]
    assert finished(run(library))[:2] == (0, 4)
