"""Colours that can be read, settings that can be changed, messages that are plain text."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QApplication,
)
from pytestqt.qtbot import QtBot

from assistant.answers import AnswerSentence, Support
from desktop.notifications import Notification, NotificationAction, Notifier, Severity
from desktop.panels.answer_text import AnswerText
from desktop.panels.message_bar import MessageBar
from desktop.theme import DARK, LIGHT, ThemeChoice, Tokens, apply_theme, current_tokens, style_sheet

ROOM = Path(__file__).resolve().parents[2] / "desktop"


def luminance(colour: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    rgb = QColor(colour)
    red, green, blue = (linear(part) for part in (rgb.redF(), rgb.greenF(), rgb.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """As WCAG 2 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_colour_can_be_read_on_every_ground(tokens: Tokens) -> None:
    pairs = [
        (getattr(tokens, text), getattr(tokens, ground))
        for text in ("text", "muted", "accent", "danger")
        for ground in ("window", "side", "surface", "hover")
    ]
    pairs += [
        (tokens.on_accent, tokens.accent),
        (tokens.on_accent, tokens.accent_hover),
        (tokens.accent, tokens.accent_soft),
        (tokens.text, tokens.warning_soft),
        (tokens.text, tokens.danger_soft),
    ]
    poor = [pair for pair in pairs if contrast(*pair) < 4.5]
    assert poor == []


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_style_sheet_names_known_tokens_only(tokens: Tokens) -> None:
    sheet = style_sheet(tokens)
    assert "%(" not in sheet
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", sheet)) <= {
        getattr(tokens, name) for name in Tokens.__dataclass_fields__
    }


def test_no_colour_is_named_outside_the_token_file() -> None:
    offenders = [
        path.name
        for path in (ROOM / "panels").glob("*.py")
        if re.search(r"[\"']#[0-9A-Fa-f]{3,8}[\"']", path.read_text(encoding="utf-8"))
    ]
    assert offenders == []


def test_a_change_of_theme_reaches_the_whole_application(qapp: QApplication) -> None:
    apply_theme(qapp, ThemeChoice.DARK)
    try:
        assert current_tokens() is DARK
    finally:
        apply_theme(qapp, ThemeChoice.LIGHT)
    assert current_tokens() is LIGHT


def test_messages_are_plain_text_and_the_newest_comes_first(qtbot: QtBot) -> None:
    notifier = Notifier()
    bar = MessageBar(notifier)
    qtbot.addWidget(bar)
    done: list[str] = []
    notifier.notify(Notification("a", "<b>first</b>"))
    notifier.notify(
        Notification(
            "b", "second", Severity.ERROR, NotificationAction("Do it", lambda: done.append("x"))
        )
    )
    assert bar.text.textFormat() is Qt.TextFormat.PlainText
    assert bar.text.text() == "second"
    qtbot.mouseClick(bar.action_button, Qt.MouseButton.LeftButton)
    assert done == ["x"]
    assert bar.text.text() == "<b>first</b>"
    notifier.withdraw("a")
    assert not bar.isVisible()


def test_markup_in_an_answer_is_shown_as_it_is_and_loads_nothing(qtbot: QtBot) -> None:
    view = AnswerText()
    qtbot.addWidget(view)
    evil = '<img src="file:///etc/passwd"> <a href="http://example.org">x</a> **bold**'
    sentence = AnswerSentence(text=evil, support=Support.SUPPORTED, citations=(1,))
    view.show_parts([sentence], "<i>pending</i>", {})
    assert evil in view.toPlainText()
    assert "<i>pending</i>" in view.toPlainText()
    assert "&lt;img" in view.toHtml()
    assert 'example.org"' not in view.toHtml().replace("&quot;", "'")


def test_unchecked_text_stands_back(qtbot: QtBot) -> None:
    view = AnswerText()
    qtbot.addWidget(view)
    sentence = AnswerSentence(text="Checked.", support=Support.SUPPORTED)
    view.show_parts([sentence], "Unchecked", {})
    block = view.document().firstBlock()
    colours = {
        fragment.fragment().text().strip(): fragment.fragment().charFormat().foreground().color()
        for fragment in block
    }
    assert colours["Checked."] == QColor(LIGHT.text)
    assert colours["Unchecked"] == QColor(LIGHT.muted)
