"""Colours that can be read, settings that can be changed, messages that are plain text."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QSpinBox,
)
from pytestqt.qtbot import QtBot

from assistant.answers import AnswerSentence, Support
from assistant.settings import ALL_SETTINGS, IGNORE, PASSAGES_PER_ANSWER, Settings
from desktop.notifications import Notification, NotificationAction, Notifier, Severity
from desktop.panels.answer_text import AnswerText
from desktop.panels.message_bar import MessageBar
from desktop.settings_dialog import THEME, SettingsDialog
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


def test_settings_are_written_on_ok_only(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.toml")
    for button, expected in (
        (QDialogButtonBox.StandardButton.Cancel, PASSAGES_PER_ANSWER.default),
        (QDialogButtonBox.StandardButton.Ok, 12),
    ):
        dialog = SettingsDialog(settings)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(dialog)
        (number,) = [
            each
            for each in dialog.findChildren(QSpinBox)
            if each.accessibleName() == PASSAGES_PER_ANSWER.label
        ]
        number.setValue(12)
        box = dialog.findChildren(QDialogButtonBox)[0]
        qtbot.mouseClick(box.button(button), Qt.MouseButton.LeftButton)
        assert settings.get(PASSAGES_PER_ANSWER) == expected


def test_rules_are_written_a_line_each_and_what_is_no_rule_is_left_out(
    qtbot: QtBot, tmp_path: Path
) -> None:
    settings = Settings(tmp_path / "settings.toml")
    settings.set(IGNORE, ("*.log",))
    dialog = SettingsDialog(settings)
    qtbot.addWidget(dialog)
    fields = dialog.findChildren(QPlainTextEdit)
    field = next(each for each in fields if each.accessibleName() == IGNORE.label)
    assert field.toPlainText() == "*.log"
    field.setPlainText("*.log\n\ndrafts/\nbroken\\\n")
    dialog.accept()
    assert Settings(settings.path).get(IGNORE) == ("*.log", "drafts/")


def test_choosing_dark_dresses_the_window_at_once(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    dialog = SettingsDialog(Settings(tmp_path / "settings.toml"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    choice = dialog.findChildren(QComboBox)[0]
    assert choice.accessibleName() == THEME.label
    choice.setCurrentIndex(choice.findData("dark"))
    dialog.accept()
    try:
        assert current_tokens() is DARK
    finally:
        apply_theme(qapp, ThemeChoice.LIGHT)


def test_every_label_of_the_settings_leads_to_its_field(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = SettingsDialog(Settings(tmp_path / "settings.toml"))
    qtbot.addWidget(dialog)
    buddies = [label.buddy() for label in dialog.findChildren(QLabel) if label.buddy()]
    assert len(buddies) == len({THEME.key, *(setting.key for setting in ALL_SETTINGS)})
    assert all(buddy.accessibleName() for buddy in buddies)


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
