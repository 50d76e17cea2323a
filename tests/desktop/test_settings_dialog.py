"""Settings as the person changes them: made from declarations, checked while typing."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from assistant.settings import (
    ALL_SETTINGS,
    ENTAILMENT_MODEL,
    IGNORE,
    LANGUAGE_MODEL,
    LARGEST_FILE,
    NO_PAIR_MODEL,
    PASSAGES_PER_ANSWER,
    PAUSE_ON_BATTERY,
    RERANKER,
    Setting,
    Settings,
)
from desktop.settings_dialog import THEME, SettingsDialog
from desktop.theme import DARK, ThemeChoice, apply_theme, current_tokens
from models.catalogue import STARTER_LANGUAGE_ID
from models.folder import import_model
from tests.pair_folders import reranker_folder


def dialog_over(settings: Settings, qtbot: QtBot, page: str = "") -> SettingsDialog:
    """A shown dialog that outlives its closing."""
    dialog = SettingsDialog(settings, page=page, facts={"Embedding model": "all-MiniLM"})
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def field_of(dialog: SettingsDialog, label: str, kind: type[QWidget]) -> QWidget:
    """The field with this accessible name."""
    (found,) = [each for each in dialog.findChildren(kind) if each.accessibleName() == label]
    return found  # type: ignore[no-any-return]


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


def test_choosing_dark_dresses_the_window_at_once(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    dialog = SettingsDialog(Settings(tmp_path / "settings.toml"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    choice = field_of(dialog, THEME.label, QComboBox)
    assert isinstance(choice, QComboBox)
    choice.setCurrentIndex(choice.findData("dark"))
    dialog.accept()
    try:
        assert current_tokens() is DARK
    finally:
        apply_theme(qapp, ThemeChoice.LIGHT)


def test_every_setting_has_a_named_field_on_one_of_the_pages(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = dialog_over(Settings(tmp_path / "settings.toml"), qtbot)
    names = {each.accessibleName() for each in dialog.findChildren(QWidget)}
    assert {setting.label for setting in ALL_SETTINGS} <= names
    buddies = [label.buddy() for label in dialog.findChildren(QLabel) if label.buddy()]
    assert all(buddy.accessibleName() for buddy in buddies)
    titles = [dialog.pages.tabText(number) for number in range(dialog.pages.count())]
    assert titles[:3] == ["General", "Answers", "Indexing"]


def test_rules_are_typed_one_a_line(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.toml")
    dialog = dialog_over(settings, qtbot, page="indexing")
    field = field_of(dialog, IGNORE.label, QPlainTextEdit)
    assert field.isVisible(), "the page asked for is the one shown"
    qtbot.keyClicks(field, "*.log")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClicks(field, " drafts/ ")
    dialog.accept()
    assert Settings(settings.path).get(IGNORE) == ("*.log", "drafts/")


def test_a_line_that_cannot_be_used_is_named_and_not_written(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.toml")
    dialog = dialog_over(settings, qtbot, page="indexing")
    field = field_of(dialog, IGNORE.label, QPlainTextEdit)
    assert not IGNORE.accepts(("!",))
    qtbot.keyClicks(field, "!")
    told = [label for label in dialog.findChildren(QLabel) if label.text().startswith("“!” cannot")]
    assert [label.isVisible() for label in told] == [True]
    assert not dialog.ok_button.isEnabled()
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    assert dialog.ok_button.isEnabled()
    assert not told[0].isVisible()


def test_switches_and_large_numbers_are_kept(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.toml")
    dialog = dialog_over(settings, qtbot, page="indexing")
    switch = field_of(dialog, PAUSE_ON_BATTERY.label, QCheckBox)
    number = field_of(dialog, LARGEST_FILE.label, QSpinBox)
    assert isinstance(number, QSpinBox)
    before = settings.get(PAUSE_ON_BATTERY)
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert number.maximum() == 100_000
    number.setValue(2_500)
    dialog.accept()
    again = Settings(settings.path)
    assert again.get(PAUSE_ON_BATTERY) is not before
    assert again.get(LARGEST_FILE) == 2_500


@pytest.fixture
def without_models(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty models folder."""
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path / "models"))


@pytest.mark.usefixtures("without_models")
def test_the_language_model_is_chosen_among_those_installed(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.toml")
    settings.set(LANGUAGE_MODEL, "gone-model")
    dialog = dialog_over(settings, qtbot, page="answers")
    box = field_of(dialog, LANGUAGE_MODEL.label, QComboBox)
    assert isinstance(box, QComboBox)
    words = [box.itemText(number) for number in range(box.count())]
    assert words == [
        f"Footnote’s choice ({STARTER_LANGUAGE_ID})",
        STARTER_LANGUAGE_ID,
        "gone-model (not installed)",
    ]
    assert box.currentData() == "gone-model"
    box.setCurrentIndex(0)
    dialog.accept()
    assert Settings(settings.path).get(LANGUAGE_MODEL) == ""


@pytest.mark.usefixtures("without_models")
def test_a_reranker_is_used_once_installed_and_can_be_switched_off(
    qtbot: QtBot, tmp_path: Path
) -> None:
    settings = Settings(tmp_path / "settings.toml")

    def choices(of: Setting[str]) -> tuple[SettingsDialog, QComboBox, list[str]]:
        dialog = dialog_over(settings, qtbot, page="answers")
        box = field_of(dialog, of.label, QComboBox)
        assert isinstance(box, QComboBox)
        return dialog, box, [box.itemText(number) for number in range(box.count())]

    assert choices(RERANKER)[2] == ["None is installed", "None"]
    import_model(reranker_folder(tmp_path / "given" / "golden-first", {"golden": 4.0}))
    assert choices(ENTAILMENT_MODEL)[2] == ["None is installed", "None"]
    dialog, box, words = choices(RERANKER)
    assert words == ["Footnote’s choice (golden-first)", "golden-first", "None"]
    box.setCurrentIndex(2)
    dialog.accept()
    assert Settings(settings.path).get(RERANKER) == NO_PAIR_MODEL


def test_facts_about_indexing_are_said(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = dialog_over(Settings(tmp_path / "settings.toml"), qtbot, page="indexing")
    shown = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert "all-MiniLM" in shown
