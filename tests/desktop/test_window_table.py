"""Questions to every document, in the window: rows as they come, coverage, keys, export."""

import csv
import io
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from assistant.answers import (
    AnswerMode,
    AnswerSentence,
    AnswerTable,
    Citation,
    Coverage,
    Support,
    TableRow,
)
from assistant.conversation import KeptTurn
from assistant.messages import AnswerFinished, RequestDone, RowFound
from assistant.requests import Ask
from desktop.item_models.table_rows import RowState, ShownRow, TableColumn, TableRowsModel
from desktop.main_window import MainWindow
from desktop.panels.table_cells import says_cell
from desktop.panels.table_section import TableSection
from desktop.panels.turn_view import TurnView
from desktop.panels.turn_words import plain_answer
from desktop.table_export import pasted_text
from desktop.turn import Turn, TurnState
from desktop.words import coverage_words
from tests.desktop.conversation import ask, newest, start_asking
from tests.desktop.scripted_answers import table_rows
from tests.desktop.scripted_library import LEASE

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def table_of(window: MainWindow) -> TableSection:
    table = newest(window).table
    assert table is not None
    return table


def test_every_document_gets_a_row_with_its_citation(window: MainWindow, qtbot: QtBot) -> None:
    view = ask(window, qtbot, "table list the notice period of every lease")
    table = table_of(window)
    assert table.rows.rowCount() == 33
    assert table.meter.text() == "Read 35 of 36, 2 had nothing, 1 could not be read"
    assert table.nothing_button.text() == "2 documents had nothing"
    assert table.failed_button.text() == "1 could not be read"
    assert not table.bar.isVisible()
    assert not table.stop_button.isVisible()
    assert view.cards == []
    assert not view.answer.isVisible()
    says = table.rows.index(0, TableColumn.SAYS).data()
    assert says == "The notice period is 1 months to the end of a quarter."


def test_rows_stand_there_while_others_are_still_read_and_stay_when_stopped(
    window: MainWindow, qtbot: QtBot
) -> None:
    start_asking(window, qtbot, "halftable list")
    qtbot.waitUntil(lambda: newest(window).table is not None)
    table = table_of(window)
    qtbot.waitUntil(lambda: table.meter.text() == "Read 12 of 35, 1 had nothing")
    assert table.rows.rowCount() == 11
    assert (table.bar.value(), table.bar.maximum()) == (12, 35)
    with qtbot.waitSignal(window.asking.turn_ended):
        qtbot.mouseClick(table.stop_button, Qt.MouseButton.LeftButton)
    assert newest(window).turn.state is TurnState.STOPPED
    assert table.rows.rowCount() == 11
    assert table.meter.text() == "Read 12 of 35, 1 had nothing"
    assert table.export_button.isVisible()


def test_what_has_nothing_and_what_failed_is_listed_when_wanted(
    window: MainWindow, qtbot: QtBot
) -> None:
    ask(window, qtbot, "table list")
    table = table_of(window)
    qtbot.mouseClick(table.failed_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(table.nothing_button, Qt.MouseButton.LeftButton)
    last = [table.rows.row(number) for number in range(33, 36)]
    assert [row.state for row in last] == [RowState.NOTHING, RowState.NOTHING, RowState.FAILED]
    assert [row.name for row in last] == ["Lease no. 8", "Lease no. 20", "Safe combination.pdf"]
    qtbot.mouseClick(table.nothing_button, Qt.MouseButton.LeftButton)
    assert table.rows.rowCount() == 34
    assert table.rows.row(33).state is RowState.FAILED


def test_the_keyboard_walks_through_rows_and_opens_citations(
    window: MainWindow, qtbot: QtBot
) -> None:
    ask(window, qtbot, "table list")
    view = table_of(window).view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert window.source_pane is not None
    citation = window.source_pane.viewer.citation
    assert citation is not None
    assert citation.marker == 3
    assert view.delegate.open_marker == 3
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert window.source_pane.viewer.citation is not None
    assert window.source_pane.viewer.citation.marker == 2
    qtbot.keyClick(window, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert window.source_pane.viewer.citation.marker == 3


def test_a_click_on_a_chip_opens_its_source(window: MainWindow, qtbot: QtBot) -> None:
    ask(window, qtbot, "table list")
    view = table_of(window).view
    index = view.rows.index(0, TableColumn.SAYS)
    qtbot.waitUntil(lambda: view.columnWidth(TableColumn.SAYS) > 200 and view.rowHeight(0) > 20)
    area = view.visualRect(index)
    (chip,) = view.delegate.cell(index, area.width()).chips
    place = area.topLeft() + chip.area.center().toPoint()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place + type(place)(8, 8))
    assert window.source_pane is not None
    assert window.source_pane.viewer.citation == newest(window).turn.citations[1]


def test_a_screen_reader_hears_row_and_place(window: MainWindow, qtbot: QtBot) -> None:
    ask(window, qtbot, "table list")
    rows = table_of(window).rows
    role = Qt.ItemDataRole.AccessibleTextRole
    assert rows.index(0, 0).data(role) == "Lease no. 1"
    assert rows.index(4, 1).data(role) == (
        "The notice period is 5 months to the end of a quarter. [6] Lease 005, house at the corner"
        " of Rosenthaler and Neue.md, § 9 Notice, from a scan (71 % certain)"
    )


def test_ctrl_shift_enter_asks_each_document(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[object] = []
    send = window._client.send
    monkeypatch.setattr(window._client, "send", lambda body: sent.append(body) or send(body))
    bar = window.centre.ask_bar
    assert not bar.scope_row.every_button.isEnabled()
    bar.field.setFocus()
    qtbot.keyClicks(bar.field, "How long is the notice period?")
    with qtbot.waitSignal(window.asking.turn_ended):
        qtbot.keyClick(bar.field, Qt.Key.Key_Return, CTRL_SHIFT)
    assert table_of(window).rows.rowCount() == 33
    asked = [each for each in sent if isinstance(each, Ask)]
    assert [each.every_document for each in asked] == [True]
    menu = newest(window).menu()
    (instead,) = [each for each in menu.actions() if "best passages" in each.text()]
    with qtbot.waitSignal(window.asking.turn_ended):
        instead.trigger()
    assert newest(window).table is None
    assert [each.every_document for each in sent if isinstance(each, Ask)] == [True, False]


def test_sections_of_one_document_are_called_so(window: MainWindow, qtbot: QtBot) -> None:
    ask(window, qtbot, "sections summarise the lease")
    table = table_of(window)
    assert table.rows.headerData(0, Qt.Orientation.Horizontal) == "Section"
    assert table.meter.text() == "Read 9 of 9 sections, 1 had nothing"
    assert table.nothing_button.text() == "1 section had nothing"


def test_the_table_is_written_as_csv_that_a_sheet_cannot_run(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    ask(window, qtbot, "table list")
    table = table_of(window)
    target = tmp_path / "leases.csv"
    table.export(target)
    lines = list(csv.reader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
    heads, *rest = lines
    first = dict(zip(heads, rest[0], strict=True))
    assert (first["title"], first["value"], first["place"]) == (
        "Lease no. 1",
        "1 months",
        "§ 9 Notice",
    )
    assert first["path"] == LEASE
    assert len({line[heads.index("path")] for line in rest}) == 36
    assert {line[heads.index("status")] for line in rest} == {"found", "nothing", "not read"}
    assert "leases.csv" in table._said.text()
    table.export(tmp_path / "no such folder" / "x.csv")
    assert "Choose another place" in table._said.text()


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-5", "@x", "\t=1", " =1"])
def test_what_a_document_says_never_becomes_a_formula(text: str) -> None:
    quote = Citation(
        marker=1, path="/d/a.md", revision="1", page=1, start=0, end=9, label=text, quote=text
    )
    row = TableRow(
        path="/d/a.md",
        title=text,
        sentences=(AnswerSentence(text=text, support=Support.SUPPORTED, citations=(1,)),),
        value=text,
    )
    pasted = pasted_text([ShownRow(row, RowState.SAYS, (quote,))]).splitlines()[1].split("\t")
    assert len(pasted) == 8
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in pasted)


def test_copying_the_table_gives_lines_for_a_sheet(window: MainWindow, qtbot: QtBot) -> None:
    ask(window, qtbot, "table list")
    view = table_of(window).view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 1 + 37
    view.selectAll()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert len(QGuiApplication.clipboard().text().split("\n")) == 1 + 34


def test_the_answer_as_text_begins_with_its_coverage(window: MainWindow, qtbot: QtBot) -> None:
    view = ask(window, qtbot, "table list")
    text = plain_answer(view.turn)
    assert "Read 35 of 36, 2 had nothing, 1 could not be read\n" in text
    assert "Lease no. 1: The notice period is 1 months to the end of a quarter. [1]\n" in text


def test_five_hundred_rows_cost_no_more_than_a_moment(window: MainWindow, qtbot: QtBot) -> None:
    before = time.process_time()
    ask(window, qtbot, "bigtable list")
    table = table_of(window)
    assert table.rows.rowCount() == 498
    assert time.process_time() - before < 6
    before = time.process_time()
    for step in range(20):
        table.view.verticalScrollBar().setValue(step * 900)
        table.view.grab()
    assert time.process_time() - before < 3
    assert len(table.findChildren(QAbstractButton)) < 10


def test_rows_that_are_known_are_not_shown_anew(qtbot: QtBot) -> None:
    model = TableRowsModel()
    resets: list[str] = []
    model.modelReset.connect(lambda: resets.append("reset"))
    rows, citations = [], {}
    for row, theirs in table_rows(12):
        rows.append(row)
        citations.update({each.marker: each for each in theirs})
        model.show_rows(rows, citations)
    model.show_rows(list(rows), citations)
    assert resets == []
    assert model.rowCount() == 11
    model.show_rows(rows[::-1], citations)
    assert resets == ["reset"]
    assert model.row(0).name == "Lease no. 12"


def test_a_turn_keeps_its_rows_when_it_is_stopped_and_loses_them_for_another_answer() -> None:
    turn = Turn("Q?")
    rows = list(table_rows(3))
    for number, (row, theirs) in enumerate(rows, start=1):
        coverage = Coverage(read=number, total=5, nothing=0)
        turn.apply(RowFound(row=row, citations=theirs, coverage=coverage))
    assert turn.is_table
    assert sorted(turn.citations) == [1, 2, 3, 4]
    turn.apply(RequestDone(cancelled=True))
    assert turn.state is TurnState.STOPPED
    assert len(turn.rows) == 3
    assert coverage_words(turn.coverage or coverage) == "Read 3 of 5"


def test_the_finished_table_replaces_the_rows_before() -> None:
    turn = Turn("Q?")
    (first, theirs), (second, others) = list(table_rows(2))
    turn.apply(
        RowFound(row=second, citations=others, coverage=Coverage(read=1, total=2, nothing=0))
    )
    table = AnswerTable(
        question="Q?",
        rows=(first, second),
        citations=(*theirs, *others),
        coverage=Coverage(read=2, total=2, nothing=0),
        mode=AnswerMode.QUOTES,
        model=None,
    )
    turn.apply(AnswerFinished(answer=table, trace="0123456789ab"))
    assert turn.rows == [first, second]
    assert turn.trace == "0123456789ab"
    assert turn.state is TurnState.ANSWERED


def test_markup_in_a_row_is_shown_as_it_is(qtbot: QtBot) -> None:
    evil = '<img src="file:///etc/passwd"> **bold**'
    sentence = AnswerSentence(text=evil, support=Support.SUPPORTED, citations=(1,))
    citation = Citation(
        marker=1, path=LEASE, revision="1", page=1, start=0, end=9, label="", quote=evil
    )
    section = TableSection()
    qtbot.addWidget(section)
    turn = Turn("Q?")
    turn.apply(
        RowFound(
            row=TableRow(path=LEASE, title=evil, sentences=(sentence,)),
            citations=(citation,),
            coverage=Coverage(read=1, total=1, nothing=0),
        )
    )
    section.show_turn(turn)
    index = section.rows.index(0, TableColumn.SAYS)
    assert evil in section.view.delegate.cell(index, 300).layout.text()


def test_a_kept_table_is_a_table_again(qtbot: QtBot) -> None:
    rows = list(table_rows(3))
    table = AnswerTable(
        question="Q?",
        rows=tuple(row for row, _ in rows),
        citations=tuple(each for _, theirs in rows for each in theirs),
        coverage=Coverage(read=3, total=3, nothing=0),
        mode=AnswerMode.QUOTES,
        model=None,
    )
    kept = KeptTurn(id=1, asked_at=0, question="Q?", scope="", answer=table, trace="")
    view = TurnView(Turn.from_kept(kept))
    qtbot.addWidget(view)
    assert view.table is not None
    assert view.table.rows.rowCount() == 3
    assert view.cards == []


def test_a_value_far_into_a_long_sentence_is_still_seen(qtbot: QtBot) -> None:
    text = "word " * 300 + "three months " + "word " * 300
    row = TableRow(
        path=LEASE,
        title="Lease",
        sentences=(AnswerSentence(text=text, support=Support.SUPPORTED),),
        value="three months",
    )
    cell = says_cell(ShownRow(row, RowState.SAYS), "", QFont(), 400)
    assert cell.layout.text().count("three months") == 2
    assert len(cell.layout.text()) < 600


def test_where_nothing_is_in_scope_that_is_said() -> None:
    assert coverage_words(Coverage(read=0, total=0, nothing=0)) == (
        "There is no document where you looked"
    )


def test_a_long_table_is_laid_out_anew_without_losing_the_place(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.resize(1300, 800)
    ask(window, qtbot, "bigtable list")
    view = table_of(window).view
    qtbot.waitUntil(lambda: not view._work.is_running and view.rowHeight(497) > 20)
    view.scrollTo(view.rows.index(250, 0), view.ScrollHint.PositionAtTop)
    qtbot.waitUntil(lambda: view.rowAt(0) == 250)
    before = view.verticalHeader().length()
    window.resize(760, 800)
    qtbot.waitUntil(lambda: view.verticalHeader().length() > before + 498 * 5)
    qtbot.waitUntil(lambda: not view._work.is_running)
    assert abs(view.rowAt(0) - 250) <= 1
