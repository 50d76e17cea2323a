"""The settings, made from their declarations: a new one appears here by itself."""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from assistant.settings import ALL_SETTINGS, Setting, Settings, Value
from desktop.panels.labels import plain_label
from desktop.theme import GRID, ThemeChoice, apply_theme, scaled_font

THEME = Setting(
    "window.theme",
    default=ThemeChoice.SYSTEM.value,
    label="Appearance",
    help="Light, dark, or as the system is set.",
    choices=tuple(choice.value for choice in ThemeChoice),
)
HIGHEST_NUMBER = 100_001
FIELD_HEIGHT = 30

Apply = Callable[[], None]


class SettingsDialog(QDialog):
    """Shows every setting with its help; nothing is written before OK."""

    def __init__(
        self, settings: Settings, parent: QWidget | None = None, *, page: str = ""
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._applies: list[Apply] = []
        self.setWindowTitle(self.tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        self._build()

    def accept(self) -> None:
        """Write what was changed, and dress the window accordingly."""
        for apply in self._applies:
            apply()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, ThemeChoice(self._settings.get(THEME)))
        super().accept()

    def _build(self) -> None:
        form = QVBoxLayout()
        form.setSpacing(GRID // 2)
        self._add_text_row(form, THEME)
        for setting in ALL_SETTINGS:
            if isinstance(setting.default, str):
                self._add_text_row(form, setting)
            elif isinstance(setting.default, bool):
                self._add_switch_row(form, cast("Setting[bool]", setting))
            elif isinstance(setting.default, tuple):
                self._add_lines_row(form, setting)
            else:
                self._add_number_row(form, cast("Setting[int]", setting))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addLayout(form)
        layout.addWidget(buttons)

    def _add_text_row(self, form: QVBoxLayout, setting: Setting[str]) -> None:
        value = self._settings.get(setting)
        if setting.choices:
            choice = QComboBox()
            for each in setting.choices:
                choice.addItem(_said(each.capitalize()), each)
            choice.setCurrentIndex(choice.findData(value))
            self._add_row(form, setting.label, setting.help, choice)
            self._applies.append(lambda: self._write(setting, choice.currentData()))
            return
        field = QLineEdit(value)
        self._add_row(form, setting.label, setting.help, field)
        self._applies.append(lambda: self._write(setting, field.text().strip()))

    def _add_switch_row(self, form: QVBoxLayout, setting: Setting[bool]) -> None:
        switch = QCheckBox()
        switch.setChecked(self._settings.get(setting))
        self._add_row(form, setting.label, setting.help, switch)
        self._applies.append(lambda: self._write(setting, switch.isChecked()))

    def _add_lines_row(self, form: QVBoxLayout, setting: Setting[tuple[str, ...]]) -> None:
        field = QPlainTextEdit("\n".join(self._settings.get(setting)))
        field.setTabChangesFocus(True)
        self._add_row(form, setting.label, setting.help, field)
        field.setFixedHeight(3 * FIELD_HEIGHT)
        self._applies.append(lambda: self._write_lines(setting, field.toPlainText()))

    def _add_number_row(self, form: QVBoxLayout, setting: Setting[int]) -> None:
        allowed = [number for number in range(HIGHEST_NUMBER) if setting.accepts(number)]
        number = QSpinBox()
        number.setRange(allowed[0], allowed[-1])
        number.setValue(self._settings.get(setting))
        self._add_row(form, setting.label, setting.help, number)
        self._applies.append(lambda: self._write(setting, number.value()))

    def _add_row(self, form: QVBoxLayout, label: str, explanation: str, field: QWidget) -> None:
        name = plain_label(_said(label), "title")
        name.setBuddy(field)
        help_text = plain_label(_said(explanation), "muted", wrap=True)
        help_text.setFont(scaled_font(help_text.font(), 0.92))
        field.setAccessibleName(_said(label))
        field.setAccessibleDescription(_said(explanation))
        field.setMinimumHeight(FIELD_HEIGHT)
        help_text.setContentsMargins(0, 0, 0, 2 * GRID)
        for widget in (name, field, help_text):
            form.addWidget(widget)

    def _write_lines(self, setting: Setting[tuple[str, ...]], text: str) -> None:
        """Keep the lines that mean something; the others are as good as not written."""
        lines = [line for line in text.splitlines() if line.strip()]
        self._write(setting, tuple(line for line in lines if setting.accepts((line,))))

    def _write(self, setting: Setting[Value], value: Value) -> None:
        if value != self._settings.get(setting):
            self._settings.set(setting, value)


def _said(text: str) -> str:
    """A declaration's words in the person's language."""
    return QCoreApplication.translate("settings", text)
