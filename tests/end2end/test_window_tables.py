"""From a tag on a folder to a table of what each document says, with nothing replaced."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from assistant.settings import Settings
from desktop.engine_client import EngineClient
from desktop.engine_process import engine_command
from desktop.item_models.table_rows import RowState
from desktop.main_window import MainWindow
from desktop.scope import Scope
from desktop.tagging import TagChange
from desktop.trace_dialog import TraceDialog
from desktop.turn import TurnState

pytestmark = [pytest.mark.end2end, pytest.mark.model, pytest.mark.timeout(400)]

PATIENCE = 180_000
"""Milliseconds until a test gives up waiting; generous, because two cores may be shared by many."""
PERIODS = {
    "Aldous": "two months",
    "Brandt": "six weeks",
    "Corvin": "14 days",
    "Delft": "three months",
}
AGREEMENT = (
    "# Agreement with {0}\n\n{0} cleans the offices twice a week.\n\n## Termination\n\n"
    "Either party may end this agreement by giving {1}' notice in writing.\n"
)


@pytest.fixture
def agreements(tmp_path: Path) -> Path:
    """Four agreements with a notice period, one without, a broken file, and a letter."""
    folder = tmp_path / "papers" / "agreements"
    folder.mkdir(parents=True)
    for name, period in PERIODS.items():
        (folder / f"{name}.md").write_text(AGREEMENT.format(name, period), encoding="utf-8")
    other = "# Agreement with Ember\n\nEmber delivers bread and rolls on Fridays before eight.\n"
    (folder / "Ember.md").write_text(other, encoding="utf-8")
    (folder / "Broken.pdf").write_bytes(b"%PDF-1.4 and nothing else")
    letter = "# A letter\n\nThe notice period of the telephone contract is nine months.\n"
    (folder.parent / "letter.md").write_text(letter, encoding="utf-8")
    return folder


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, agreements: Path) -> Iterator[MainWindow]:
    """The real window over the papers, read by its real engine."""
    client = EngineClient(engine_command(tmp_path / "library"))
    state = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(client, Settings(tmp_path / "settings.toml"), state)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(client.ready, timeout=PATIENCE):
        client.start()
    window.add_paths([str(agreements.parent)])
    qtbot.waitUntil(
        lambda: len(window.indexing.ledger.rows) == 7 and not window.indexing.progress.running,
        timeout=PATIENCE,
    )
    yield window
    with qtbot.waitSignal(client.closed, timeout=PATIENCE):
        window.close()


def test_a_tagged_folder_is_asked_document_by_document(
    window: MainWindow, agreements: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    tools = window.tools
    with qtbot.waitSignal(tools.tagging.tagged, timeout=PATIENCE):
        tools.tagging.change([str(agreements)], [TagChange("cleaning & food", remove=False)])
    assert [tag.name for tag in window.indexing.ledger.tags] == ["cleaning & food"]
    assert len(window.indexing.ledger.rows) == 7
    tools.scoping.look_in(Scope(tags=("cleaning & food",)))

    window.centre.ask_bar.focus_field()
    qtbot.keyClicks(window.centre.ask_bar.field, "What is the notice period of every agreement?")
    with qtbot.waitSignal(window.asking.turn_ended, timeout=PATIENCE):
        qtbot.keyClick(window.centre.ask_bar.field, Qt.Key.Key_Return)
    view = window.centre.thread_panel.newest
    assert view is not None
    assert view.turn.state is TurnState.ANSWERED
    table = view.table
    assert table is not None
    assert table.meter.text() == "Read 5 of 6, 1 had nothing, 1 could not be read"
    said = {row.row.path: row for row in table.rows.all_rows()}
    assert said[str(agreements / "Ember.md")].state is RowState.NOTHING
    assert said[str(agreements / "Broken.pdf")].state is RowState.FAILED
    for name, period in PERIODS.items():
        row = said[str(agreements / f"{name}.md")]
        assert row.row.value == period
        assert period in row.citations[0].quote

    table.view.setFocus()
    qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert window.source_pane is not None
    opened = window.source_pane.viewer.citation
    assert opened == table.rows.row(0).citations[0]
    text_view = window.source_pane.viewer.text_view
    qtbot.waitUntil(lambda: opened.quote in text_view.toPlainText(), timeout=PATIENCE)

    table.export(tmp_path / "table.csv")
    lines = list(csv.reader(io.StringIO((tmp_path / "table.csv").read_text("utf-8-sig"))))
    values = {line[lines[0].index("value")] for line in lines[1:]}
    assert values == {"", *PERIODS.values()}

    qtbot.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(window.findChildren(TraceDialog)), timeout=PATIENCE)
    (dialog,) = window.findChildren(TraceDialog)
    assert dialog.trace.question == "What is the notice period of every agreement?"
    dialog.reject()
    with qtbot.waitSignal(tools.tracing.deleted, timeout=PATIENCE):
        tools.tracing.delete_all()
    tools.tracing.show(view.turn.trace)
    qtbot.waitUntil(lambda: "no longer kept" in window.message_bar.text.text(), timeout=PATIENCE)
