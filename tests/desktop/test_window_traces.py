"""How answers came about, conflicts, and what was searched for in a follow-up's place."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from assistant.answers import AnswerMode
from assistant.requests import Ask
from assistant.trace import TraceEntry
from desktop.main_window import MainWindow
from desktop.quality import quality_of
from desktop.quality_dialog import QualityDialog
from desktop.trace_dialog import TraceDialog
from desktop.trace_words import stages_of
from tests.desktop.conversation import ask, newest
from tests.desktop.scripted_answers import COMPLETED, TRACE, entries, trace


def opened_trace(window: MainWindow, qtbot: QtBot) -> TraceDialog:
    qtbot.waitUntil(lambda: bool(window.findChildren(TraceDialog)))
    (dialog,) = window.findChildren(TraceDialog)
    return dialog


def words_of(dialog: TraceDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.text()]


def test_a_conflict_stands_above_the_quotes_and_leads_to_both_places_the_newest_first(
    window: MainWindow, qtbot: QtBot
) -> None:
    view = ask(window, qtbot, "disagree on the notice period?")
    notice = view.conflicts
    assert notice is not None
    qtbot.waitUntil(notice.isVisible)
    assert notice.accessibleName() == "Your documents do not agree"
    assert "the other six months" in notice.accessibleDescription()
    assert (
        notice.mapToGlobal(notice.rect().bottomLeft()).y()
        < view.cards[0].mapToGlobal(view.cards[0].rect().topLeft()).y()
    )
    assert [chip.text()[:7] for chip in notice.chips] == ["Newest:", "Lease, "]
    assert [chip.text()[-3:] for chip in notice.chips] == ["[3]", "[1]"]
    qtbot.keyClick(notice.chips[0], Qt.Key.Key_Space)
    assert window.source_pane is not None
    assert window.source_pane.viewer.citation == view.turn.citations[3]


def test_a_near_miss_says_above_the_quotes_which_word_is_missing(
    window: MainWindow, qtbot: QtBot
) -> None:
    view = ask(window, qtbot, "near the Zephyr bridge?")
    assert view.unmet is not None
    assert "“Zephyr”" in view.unmet.accessibleName()
    qtbot.waitUntil(view.unmet.isVisible)  # the layout shows it in the next turn of the loop
    assert view.unmet.mapTo(view, QPoint()).y() < view.cards[0].mapTo(view, QPoint()).y()
    assert ask(window, qtbot, "How long is the notice period?").unmet is None


def test_an_answer_without_conflicts_has_no_notice(window: MainWindow, qtbot: QtBot) -> None:
    assert ask(window, qtbot, "How long is the notice period?").conflicts is None


def test_what_was_searched_for_is_said_and_can_be_searched_as_typed(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[object] = []
    send = window._client.send
    monkeypatch.setattr(window._client, "send", lambda body: sent.append(body) or send(body))
    view = ask(window, qtbot, "follow and how long is it there?")
    assert view.about.searched.text() == f"Searched for: {COMPLETED}"
    with qtbot.waitSignal(window.asking.turn_ended):
        qtbot.mouseClick(view.about.as_typed_button, Qt.MouseButton.LeftButton)
    asked = [each for each in sent if isinstance(each, Ask)]
    assert [each.as_typed for each in asked] == [False, True]
    assert asked[1].question == asked[0].question
    assert not newest(window).about.isVisible()


def test_a_key_shows_how_the_newest_answer_came_about(window: MainWindow, qtbot: QtBot) -> None:
    view = ask(window, qtbot, "disagree on the notice period?")
    assert view.trace_button.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    dialog = opened_trace(window, qtbot)
    words = words_of(dialog)
    assert f"Searched for: {COMPLETED}" in words
    assert "Passages found: 8" in words
    assert "1 of them did not fit into what the model reads." in words
    assert any(text.startswith("Left out: ") and "five months" in text for text in words)
    assert any("1,342 tokens" in text and "short-3" in text for text in words)
    assert "all-MiniLM-L6-v2" in words
    assert dialog.passages.item(2, 1).text() == "Did not fit into what the model reads at once"
    assert dialog.passages.item(0, 2).text() == "1st by meaning, 8th by words"
    assert dialog.passages.item(1, 2).text() == "2nd by meaning, 7th by words, hidden text, scan"
    assert "41 ms" in dialog.bars.words
    assert "writing 2.3 s" in dialog.bars.words.lower()
    dialog.reject()


def test_stages_come_in_their_order_and_the_total_is_none_of_them() -> None:
    assert [stage for stage, _ in stages_of(trace().timings)] == [
        "retrieve",
        "quote",
        "first_token",
        "write",
        "verify",
    ]
    assert [stage for stage, _ in stages_of({"new": 1.0, "write": 1.0, "total": 2.0})] == [
        "write",
        "new",
    ]


def test_a_trace_that_is_gone_is_said(window: MainWindow, qtbot: QtBot) -> None:
    window.tools.tracing.show("ffffffffffff")
    qtbot.waitUntil(lambda: "no longer kept" in window.message_bar.text.text())
    assert window.findChildren(TraceDialog) == []


def test_an_answer_without_trace_offers_none(window: MainWindow, qtbot: QtBot) -> None:
    view = ask(window, qtbot, "How long is the notice period?")
    assert not view.trace_button.isVisible()
    (entry,) = [each for each in view.menu().actions() if "came about" in each.text()]
    assert not entry.isEnabled()


def test_all_traces_are_deleted_after_asking(window: MainWindow, qtbot: QtBot) -> None:
    window.tools.tracing.show(TRACE)
    dialog = opened_trace(window, qtbot)
    dialog.delete_button.click()
    (box,) = dialog.findChildren(QMessageBox)
    assert "Answers and conversations stay" in box.informativeText()
    with qtbot.waitSignal(window.tools.tracing.deleted):
        box.buttons()[0].click()
    assert "were deleted" in window.message_bar.text.text()


def test_quality_and_speed_are_counted_over_all_traces(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.tools.tracing.listed):
        window.tools.tracing.show_quality()
    (dialog,) = window.findChildren(QualityDialog)
    assert dialog.words.split("\n") == ["42", "14%", "140 ms · 190 ms", "600 ms · 1.1 s"]
    assert dialog.table.rowCount() == 42
    dialog.table.activated.emit(dialog.table.model().index(0, 0))
    opened_trace(window, qtbot).reject()
    dialog.delete_button.click()
    (box,) = dialog.findChildren(QMessageBox)
    with qtbot.waitSignals([window.tools.tracing.deleted, window.tools.tracing.listed]):
        box.buttons()[0].click()
    assert dialog.words.split("\n") == ["0", "–", "–", "–"]
    assert not dialog.bars.isVisible()
    dialog.reject()


def test_times_are_such_that_were_taken() -> None:
    quality = quality_of(list(entries(20)))
    assert quality.whole is not None
    assert (quality.whole.median, quality.whole.p95) == pytest.approx((0.6, 1.1))
    alone = TraceEntry(
        id="a", asked_at=0, question="Q", mode=AnswerMode.QUOTES, abstained=True, seconds=2.0
    )
    quality = quality_of([alone])
    assert (quality.share_unanswered, quality.quotes) == (1.0, None)


def test_every_control_of_the_new_parts_has_a_name(window: MainWindow, qtbot: QtBot) -> None:
    ask(window, qtbot, "table list")
    window.tools.scoping.choose()
    window.tools.tracing.show(TRACE)
    opened_trace(window, qtbot)
    nameless = [
        type(widget).__name__
        for widget in window.findChildren(QAbstractButton)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.accessibleName() or widget.text())
    ]
    assert nameless == []
