"""The table of files under Qt's own tester: every change leaves it as if it were made anew."""

import math
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from assistant.messages import FileEntry
from desktop import steps
from desktop.item_models.file_arrangement import Choice, Column, folder_of
from desktop.item_models.file_table import FileRole, FileTableModel
from desktop.ledger import Ledger
from indexer.documents import FileMark, FileStatus, Reason, ReasonCode


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all work be done in one turn; on a busy machine even a few files can take several."""
    monkeypatch.setattr(steps, "TURN_SECONDS", math.inf)


SOURCES = ("/home/Contracts", "/home/Contracts/old", "/home/notes.txt")
PATHS = (
    "/home/Contracts/Lease.pdf",
    "/home/Contracts/annex/Plan.pdf",
    "/home/Contracts/old/lease.pdf",
    "/home/notes.txt",
    "/home/elsewhere/apple.md",
)

entries = st.builds(
    FileEntry,
    path=st.sampled_from(PATHS),
    status=st.sampled_from(FileStatus),
    pages=st.integers(0, 3),
    size=st.integers(0, 3),
    marks=st.sampled_from([(), (FileMark.SCANNED,), (FileMark.HIDDEN_TEXT, FileMark.SCANNED)]),
)
choices = st.builds(
    Choice,
    text=st.sampled_from(["", "lease", "contracts"]),
    statuses=st.one_of(
        st.just(frozenset(FileStatus)), st.frozensets(st.sampled_from(FileStatus), min_size=1)
    ),
    mark=st.sampled_from([None, FileMark.SCANNED]),
    column=st.sampled_from(Column),
    descending=st.booleans(),
    grouped=st.booleans(),
)


def watched(model: QAbstractItemModel) -> QAbstractItemModelTester:
    """Let Qt check the model at every change; a breach fails the test."""
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def entry(path: str, status: FileStatus = FileStatus.INDEXED, **more: object) -> FileEntry:
    return FileEntry(path=path, status=status, **more)  # type: ignore[arg-type]


def shown(model: FileTableModel) -> list[str]:
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def ledger_of(files: Sequence[FileEntry]) -> Ledger:
    ledger = Ledger()
    ledger.set_sources(SOURCES)
    ledger.replace_all(files)
    return ledger


@pytest.mark.usefixtures("qapp")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    first=st.lists(entries, max_size=5, unique_by=lambda each: each.path),
    changes=st.lists(st.one_of(entries, st.sampled_from(PATHS)), max_size=8),
    choice=choices,
    fold=st.none() | st.integers(0, 9),
)
def test_followed_changes_end_where_a_new_arrangement_begins(
    first: list[FileEntry], changes: list[FileEntry | str], choice: Choice, fold: int | None
) -> None:
    ledger = ledger_of(first)
    model = FileTableModel(ledger, choice)
    tester = watched(model)
    if fold is not None and fold < model.rowCount():
        model.fold(fold)
    for change in changes:
        is_path = isinstance(change, str)
        path = change if is_path else change.path  # type: ignore[union-attr]
        ledger.apply([(path, None if is_path else change)])  # type: ignore[list-item]
    for row in model.section_rows():
        model.fold(row, folded=False)
    # Unfolding the first moves the others down.
    for _ in SOURCES:
        for row in model.section_rows():
            model.fold(row, folded=False)
    fresh = FileTableModel(ledger, choice)
    assert shown(model) == shown(fresh)
    assert +model.counts == +fresh.counts  # type: ignore[operator]
    assert sum(model.counts.values()) == sum(choice.matches(row) for row in ledger.rows.values())
    assert ledger.totals.total() == len(ledger.rows)
    assert tester.model() is model


def test_files_are_sorted_by_name_whatever_the_case() -> None:
    ledger = ledger_of([entry("/b/Zebra.md"), entry("/a/apple.md"), entry("/c/Middle.md")])
    model = FileTableModel(ledger)
    assert shown(model) == ["apple.md", "Middle.md", "Zebra.md"]
    model.sort(Column.NAME, Qt.SortOrder.DescendingOrder)
    assert shown(model) == ["Zebra.md", "Middle.md", "apple.md"]


def test_what_needs_somebody_comes_first_when_sorted_by_status() -> None:
    statuses = [FileStatus.INDEXED, FileStatus.SKIPPED, FileStatus.FAILED, FileStatus.PARTLY]
    ledger = ledger_of([entry(f"/{status}.md", status) for status in statuses])
    model = FileTableModel(ledger, Choice(column=Column.STATUS))
    assert shown(model) == ["failed.md", "partly.md", "skipped.md", "indexed.md"]


def test_files_stand_below_the_innermost_source_they_were_found_in() -> None:
    ledger = ledger_of([entry(path) for path in PATHS])
    model = FileTableModel(ledger, Choice(grouped=True))
    assert shown(model) == [
        "Files added on their own · 2 files",
        "apple.md",
        "notes.txt",
        "Contracts · 2 files",
        "Lease.pdf",
        "Plan.pdf",
        "old · 1 file",
        "lease.pdf",
    ]
    model.fold(4)
    assert shown(model)[3:] == ["Contracts · 2 files", "old · 1 file", "lease.pdf"]
    assert model.index(3, 0).data(FileRole.FOLDED) is True
    assert model.row_of(PATHS[0]) is None
    spoken = model.index(3, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Contracts · 2 files, folded"


def test_a_row_says_everything_in_words() -> None:
    failed = entry(
        "/d/Safe.pdf",
        FileStatus.FAILED,
        reason=Reason(ReasonCode.ENCRYPTED),
        marks=(FileMark.HIDDEN_TEXT,),
        size=2_048,
        seconds=75.0,
    )
    model = FileTableModel(ledger_of([failed]))
    words = [model.index(0, column).data() for column in Column]
    assert words == [
        *("Safe.pdf", "Failed", "Protected by a password"),
        *("", "", "2.0 kB", "1.2 min", "hidden text", "/d"),
    ]
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Safe.pdf, Failed: protected by a password, hidden text"
    tip = model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "Save a copy without the password" in tip
    assert "not visible on the page" in tip


def test_a_list_that_says_the_same_again_changes_nothing(qtbot: QtBot) -> None:
    ledger = ledger_of([entry(path) for path in PATHS])
    with qtbot.assertNotEmitted(ledger.rows_changed), qtbot.assertNotEmitted(ledger.rows_replaced):
        ledger.replace_all([entry(path) for path in PATHS])


def test_a_list_with_one_change_changes_one_row(qtbot: QtBot) -> None:
    ledger = ledger_of([entry(path) for path in PATHS])
    with qtbot.waitSignal(ledger.rows_changed) as changed:
        ledger.replace_all([*(entry(path) for path in PATHS[1:]), entry(PATHS[0], pages=9)])
    (changes,) = changed.args
    assert [(change.before.entry.pages, change.after.entry.pages) for change in changes] == [(0, 9)]


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("/a/b.txt", "/a"),
        ("/b.txt", "/"),
        ("/", "/"),
        ("C:\\docs\\b.txt", "C:\\docs"),
        ("C:\\b.txt", "C:\\"),
        ("C:\\", "C:\\"),
        ("b.txt", ""),
    ],
)
def test_the_folder_of_a_path_on_every_system(path: str, folder: str) -> None:
    assert folder_of(path) == folder
