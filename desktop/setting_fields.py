"""Fields for settings, made from their declarations: each knows its value and what is wrong."""

from abc import abstractmethod
from typing import cast

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from assistant.checkup.scores import Role
from assistant.pair_roles import PairTask, installed_pair_models
from assistant.roles import role_model
from assistant.settings import (
    ENTAILMENT_MODEL,
    LANGUAGE_MODEL,
    NO_PAIR_MODEL,
    RERANKER,
    Setting,
    Settings,
    Value,
)
from models.catalogue import STARTER_LANGUAGE_ID
from models.installed import installed_models

FIELD_HEIGHT = 30
LINES_SHOWN = 4
HIGHEST_NUMBER = 1_000_000
CHOICE_WORDS = {"large": "When it is large"}
"""Words for choices whose own name, with a capital letter, would not do."""

_PAIR_TASKS: dict[str, PairTask] = {
    RERANKER.key: "reranker",
    ENTAILMENT_MODEL.key: "entailment",
}

AnySetting = Setting[str] | Setting[int] | Setting[bool] | Setting[tuple[str, ...]]


class SettingField(QObject):
    """One setting in the dialog."""

    changed = Signal()

    def __init__(self, setting: AnySetting, widget: QWidget) -> None:
        super().__init__(widget)
        self.key = setting.key
        self.widget = widget
        widget.setAccessibleName(said(setting.label))
        widget.setAccessibleDescription(said(setting.help))

    @property
    def problem(self) -> str:
        """What is wrong with what was typed, in a sentence; empty while all is well."""
        return ""

    @abstractmethod
    def write(self, settings: Settings) -> None:
        """Keep the value where it is another one now."""


class TextField(SettingField):
    """A line of text."""

    def __init__(self, setting: Setting[str], value: str) -> None:
        self._line = QLineEdit(value)
        self._line.setMinimumHeight(FIELD_HEIGHT)
        self._setting = setting
        super().__init__(setting, self._line)
        self._line.textChanged.connect(self.changed)

    @property
    def problem(self) -> str:
        """Whether the setting takes the text."""
        return "" if self._setting.accepts(self.value) else said("This value is not allowed.")

    @property
    def value(self) -> str:
        """Without white space around it."""
        return self._line.text().strip()

    def write(self, settings: Settings) -> None:
        """Keep the value where it is another one now."""
        _keep(settings, self._setting, self.value)


class ChoiceField(SettingField):
    """One of a few."""

    def __init__(self, setting: Setting[str], value: str, choices: dict[str, str]) -> None:
        self._box = QComboBox()
        self._box.setMinimumHeight(FIELD_HEIGHT)
        for key, words in choices.items():
            self._box.addItem(words, key)
        self._box.setCurrentIndex(self._box.findData(value))
        self._setting = setting
        super().__init__(setting, self._box)
        self._box.currentIndexChanged.connect(self.changed)

    @property
    def value(self) -> str:
        """The key of the choice."""
        return str(self._box.currentData())

    def write(self, settings: Settings) -> None:
        """Keep the value where it is another one now."""
        _keep(settings, self._setting, self.value)


class NumberField(SettingField):
    """A whole number between the lowest and the highest that the setting allows."""

    def __init__(self, setting: Setting[int], value: int) -> None:
        self._number = QSpinBox()
        self._number.setMinimumHeight(FIELD_HEIGHT)
        self._number.setRange(*_bounds(setting))
        self._number.setGroupSeparatorShown(True)
        self._number.setValue(value)
        self._setting = setting
        super().__init__(setting, self._number)
        self._number.valueChanged.connect(self.changed)

    @property
    def value(self) -> int:
        """The number."""
        return self._number.value()

    def write(self, settings: Settings) -> None:
        """Keep the value where it is another one now."""
        _keep(settings, self._setting, self.value)


class SwitchField(SettingField):
    """On or off."""

    def __init__(self, setting: Setting[bool], value: bool) -> None:
        self._box = QCheckBox(said(setting.label))
        self._box.setChecked(value)
        self._setting = setting
        super().__init__(setting, self._box)
        self._box.toggled.connect(self.changed)

    @property
    def value(self) -> bool:
        """Whether it is on."""
        return self._box.isChecked()

    def write(self, settings: Settings) -> None:
        """Keep the value where it is another one now."""
        _keep(settings, self._setting, self.value)


class ListField(SettingField):
    """Words, one a line."""

    def __init__(self, setting: Setting[tuple[str, ...]], value: tuple[str, ...]) -> None:
        self._lines = QPlainTextEdit("\n".join(value))
        self._lines.setTabChangesFocus(True)
        line = self._lines.fontMetrics().lineSpacing()
        self._lines.setFixedHeight(LINES_SHOWN * line + 16)
        self._setting = setting
        super().__init__(setting, self._lines)
        self._lines.textChanged.connect(self.changed)

    @property
    def value(self) -> tuple[str, ...]:
        """The lines that are not empty."""
        lines = (line.strip() for line in self._lines.toPlainText().splitlines())
        return tuple(line for line in lines if line)

    @property
    def problem(self) -> str:
        """Names the first line that is not allowed."""
        for line in self.value:
            if not self._setting.accepts((line,)):
                return said("“{0}” cannot be used here. Change or remove this line.").format(line)
        return ""

    def write(self, settings: Settings) -> None:
        """Keep the value where it is another one now."""
        _keep(settings, self._setting, self.value)


def field_for(setting: AnySetting, settings: Settings) -> SettingField:
    """The field that fits a setting, with the value it has now."""
    if isinstance(setting.default, bool):
        switch = cast("Setting[bool]", setting)
        return SwitchField(switch, settings.get(switch))
    if isinstance(setting.default, int):
        number = cast("Setting[int]", setting)
        return NumberField(number, settings.get(number))
    if isinstance(setting.default, tuple):
        return ListField(setting, settings.get(setting))
    return _field_for_text(setting, settings)


def _field_for_text(setting: Setting[str], settings: Settings) -> SettingField:
    value = settings.get(setting)
    if setting.key == LANGUAGE_MODEL.key:
        return ChoiceField(setting, value, _language_models(value))
    if setting.key in _PAIR_TASKS:
        return ChoiceField(setting, value, _pair_models(_PAIR_TASKS[setting.key], value))
    if setting.choices:
        choices = {
            each: said(CHOICE_WORDS.get(each, each.capitalize())) for each in setting.choices
        }
        return ChoiceField(setting, value, choices)
    return TextField(setting, value)


def said(text: str) -> str:
    """A declaration's words in the person's language."""
    return QCoreApplication.translate("settings", text)


def _language_models(chosen: str) -> dict[str, str]:
    """The models that are installed, and the chosen one even where it is not."""
    installed = [model.id for model in installed_models() if model.task == "language"]
    best = role_model(Role.WRITE) or STARTER_LANGUAGE_ID
    choices = {"": said("Footnote’s choice ({0})").format(best)}
    if best not in installed:
        choices[""] = said("None is installed: answers are quotes")
    choices |= {each: each for each in installed}
    if chosen not in choices:
        is_there = chosen in installed
        choices[chosen] = chosen if is_there else said("{0} (not installed)").format(chosen)
    return choices


def _pair_models(task: PairTask, chosen: str) -> dict[str, str]:
    """The models for a task that can be done without, and the chosen one even where it is not."""
    installed = installed_pair_models(task)
    choices = {"": said("None is installed")}
    if installed:
        choices[""] = said("Footnote’s choice ({0})").format(installed[0])
    choices |= {each: each for each in installed}
    choices[NO_PAIR_MODEL] = said("None")
    if chosen not in choices:
        choices[chosen] = said("{0} (not installed)").format(chosen)
    return choices


def _keep(settings: Settings, setting: Setting[Value], value: Value) -> None:
    if value != settings.get(setting):
        settings.set(setting, value)


def _bounds(setting: Setting[int]) -> tuple[int, int]:
    """The lowest and highest number that a setting allows, which must be one stretch."""
    lowest = next(number for number in range(HIGHEST_NUMBER) if setting.accepts(number))
    low, high = lowest, HIGHEST_NUMBER
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if setting.accepts(middle) else (low, middle - 1)
    return lowest, low
