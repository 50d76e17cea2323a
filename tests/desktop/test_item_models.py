"""The models under Qt's own tester, and what they say to a screen reader."""

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester

from assistant.answers import Passage
from desktop.item_models.passage_list import PassageListModel, PassageRole, citation_of
from desktop.item_models.source_list import SourceListModel
from desktop.ledger import Ledger

TEXT = Qt.ItemDataRole.AccessibleTextRole


def watched(model: QAbstractItemModel) -> QAbstractItemModelTester:
    """Let Qt check the model at every change; a breach fails the test."""
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def names(model: QAbstractItemModel) -> list[str]:
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_sources_show_their_name_and_tell_their_path() -> None:
    ledger = Ledger()
    model = SourceListModel(ledger)
    tester = watched(model)
    ledger.set_sources(["/home/person/Contracts", "/"])
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
