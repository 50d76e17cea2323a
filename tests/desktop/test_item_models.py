"""The models under Qt's own tester, and what they say to a screen reader."""

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester

from assistant.answers import Passage
from assistant.messages import FileEntry
from desktop.item_models.file_list import FileFilterModel, FileListModel, FileRole
from desktop.item_models.passage_list import PassageListModel, PassageRole, citation_of
from desktop.item_models.source_list import SourceListModel
from indexer.documents import FileStatus, Reason, ReasonCode

TEXT = Qt.ItemDataRole.AccessibleTextRole


def watched(model: QAbstractItemModel) -> QAbstractItemModelTester:
    """Let Qt check the model at every change; a breach fails the test."""
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def entry(path: str, status: FileStatus = FileStatus.INDEXED, **more: object) -> FileEntry:
    return FileEntry(path=path, status=status, **more)  # type: ignore[arg-type]


def names(model: QAbstractItemModel) -> list[str]:
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_files_stay_sorted_by_name_through_every_change() -> None:
    model = FileListModel()
    filtered = FileFilterModel(model)
    testers = [watched(model), watched(filtered)]
    model.replace_all([entry("/b/Zebra.md"), entry("/a/apple.md")])
    model.put(entry("/c/Middle.md"))
    model.put(entry("/a/Apple.md"))
    assert names(filtered) == ["Apple.md", "apple.md", "Middle.md", "Zebra.md"]
    model.remove("/c/Middle.md")
    model.remove("/c/never there")
    assert names(model) == ["Apple.md", "apple.md", "Zebra.md"]
    assert len(testers) == 2


def test_a_files_new_state_replaces_the_old_one() -> None:
    model = FileListModel()
    tester = watched(model)
    model.put(entry("/a.pdf", FileStatus.WAITING))
    model.put(entry("/a.pdf", FileStatus.FAILED, reason=Reason(ReasonCode.ENCRYPTED)))
    assert model.rowCount() == 1
    index = model.index(0)
    assert index.data(FileRole.STATUS_LINE) == "Failed: protected by a password"
    assert index.data(TEXT) == "a.pdf, Failed: protected by a password"
    assert "Save a copy without the password" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert tester.model() is model


def test_the_filter_follows_a_status_change() -> None:
    model = FileListModel()
    filtered = FileFilterModel(model)
    tester = watched(filtered)
    model.replace_all([entry("/a.pdf", FileStatus.WAITING), entry("/b.pdf")])
    filtered.show_statuses([FileStatus.INDEXED])
    assert names(filtered) == ["b.pdf"]
    model.put(entry("/a.pdf"))
    assert names(filtered) == ["a.pdf", "b.pdf"]
    filtered.show_text("  B.P ")
    assert names(filtered) == ["b.pdf"]
    assert tester.model() is filtered


def test_sources_show_their_name_and_tell_their_path() -> None:
    model = SourceListModel()
    tester = watched(model)
    model.replace_all(["/home/person/Contracts", "/"])
    assert names(model) == ["Contracts", "/"]
    assert model.index(0).data(TEXT) == "Source /home/person/Contracts"
    assert model.source(0) == "/home/person/Contracts"
    assert tester.model() is model


def test_passages_know_their_place_and_become_citations() -> None:
    passage = Passage(
        path="/d/Lease.pdf",
        revision="1-pdf",
        page=3,
        start=5,
        end=11,
        label="",
        text="notice",
        score=1.0,
    )
    model = PassageListModel()
    tester = watched(model)
    model.show_passages([passage], "Notice period")
    index = model.index(0)
    assert index.data(PassageRole.PLACE) == "page 3"
    assert index.data(PassageRole.TERMS) == ("notice", "period")
    assert index.data(TEXT) == "Lease.pdf, page 3, notice"
    citation = citation_of(passage)
    assert (citation.marker, citation.page, citation.start, citation.quote) == (0, 3, 5, "notice")
    assert tester.model() is model
