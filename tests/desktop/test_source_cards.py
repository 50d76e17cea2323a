"""The places of an answer: a card for each, and where else the same stands below it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from assistant.answers import Answer, AnswerMode, Citation, OlderVersion
from assistant.messages import AnswerFinished
from desktop.panels.source_cards import SourceCards
from desktop.panels.turn_view import TurnView
from desktop.panels.turn_words import plain_answer
from desktop.turn import Turn
from tests.desktop.scripted_library import evidence

TOLD = "Also in the older version of 12 March 2023, “lease-v1.md”."


@pytest.fixture
def turn() -> Turn:
    """An answer whose second place is an older version of its first."""
    found = evidence()
    answer = Answer(
        question="How long is the notice period?",
        sentences=found.sentences[:1],
        citations=found.citations[:2],
        mode=AnswerMode.QUOTES,
        model=None,
        older=(OlderVersion(text=TOLD, citations=(1, 2)),),
    )
    turn = Turn(answer.question)
    turn.apply(AnswerFinished(answer=answer))
    return turn


def test_an_older_version_is_named_below_the_newest_and_opens(qtbot: QtBot, turn: Turn) -> None:
    cards = SourceCards()
    qtbot.addWidget(cards)
    cards.show_turn(turn)
    assert [card.citation.marker for card in cards.cards] == [1]
    assert cards.heading.text() == "From your documents (1 passage)"
    (button,) = cards.older_buttons
    assert button.accessibleName() == TOLD
    chosen: list[Citation] = []
    cards.citation_chosen.connect(chosen.append)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert [citation.marker for citation in chosen] == [2]


def test_it_is_copied_as_a_remark(turn: Turn) -> None:
    text = plain_answer(turn)
    assert f"{TOLD} [1]" in text
    assert "\n[2]" not in text


def test_the_keyboard_goes_from_top_to_bottom(qtbot: QtBot, turn: Turn) -> None:
    view = TurnView(turn)
    qtbot.addWidget(view)
    reached: list[QWidget] = []
    widget = view.nextInFocusChain()
    while widget is not None and widget is not view:
        reached.append(widget)
        widget = widget.nextInFocusChain()
    (card,) = view.cards
    older = next(each for each in reached if each.accessibleName() == TOLD)
    wanted = [view.trace_button, card, older, view.passages]
    assert [each for each in reached if each in wanted] == wanted
