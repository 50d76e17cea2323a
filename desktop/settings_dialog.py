"""The settings, made from their declarations: a new one appears here by itself."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from assistant.settings import ALL_SETTINGS, Setting, Settings
from desktop.adding import ADD_PREVIEW
from desktop.panels.labels import plain_label
from desktop.setting_fields import AnySetting, SettingField, field_for, said
from desktop.theme import GRID, ThemeChoice, apply_theme, scaled_font

THEME = Setting(
    "window.theme",
    default=ThemeChoice.SYSTEM.value,
    label="Appearance",
    help="Light, dark, or as the system is set.",
    choices=tuple(choice.value for choice in ThemeChoice),
)
PAGE_OF = {"window": "general", "performance": "general", "search": "answers"}
"""Pages by the first part of a setting's key, where they have another name than it."""
FIRST_PAGES = ("general", "answers", "indexing")


class SettingsDialog(QDialog):
    """Shows every setting with its help; nothing is written before OK."""

    def __init__(
        self,
        settings: Settings,
        parent: QWidget | None = None,
        *,
        page: str = "",
        facts: Mapping[str, str] | None = None,
    ) -> None:
        """`page` is shown first; `facts` are said on the page of indexing, by their names."""
        super().__init__(parent)
        self._settings = settings
        self._fields: list[SettingField] = []
        self._problems: dict[str, QLabel] = {}
        self.setWindowTitle(self.tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        self._build(page, facts or {})

    def accept(self) -> None:
        """Write what was changed, and dress the window accordingly; not while a field is wrong."""
        if any(field.problem for field in self._fields):
            return
        for field in self._fields:
            field.write(self._settings)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, ThemeChoice(self._settings.get(THEME)))
        super().accept()

    @property
    def ok_button(self) -> QPushButton:
        """Writes; not to be pressed while something is wrong."""
        return self._buttons.button(QDialogButtonBox.StandardButton.Ok)

    def _build(self, first: str, facts: Mapping[str, str]) -> None:
        self.pages = QTabWidget()
        self.pages.setAccessibleName(self.tr("Pages of the settings"))
        self.pages.tabBar().setAccessibleName(self.pages.accessibleName())
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        for name, declared in _by_page().items():
            page = self._build_page(declared, facts if name == "indexing" else {})
            self.pages.addTab(page, _page_words(name))
            if name == first:
                self.pages.setCurrentWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self._buttons)

    def _build_page(self, declared: list[AnySetting], facts: Mapping[str, str]) -> QScrollArea:
        body = QWidget()
        form = QVBoxLayout(body)
        form.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        form.setSpacing(GRID // 2)
        for setting in declared:
            self._add_row(form, setting)
        for name, value in facts.items():
            form.addWidget(plain_label(name, "title"))
            form.addWidget(plain_label(value, "muted", wrap=True))
        form.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        area.setMinimumHeight(min(body.sizeHint().height() + GRID, 60 * GRID))
        return area

    def _add_row(self, form: QVBoxLayout, setting: AnySetting) -> None:
        field = field_for(setting, self._settings)
        self._fields.append(field)
        if not isinstance(field.widget, QCheckBox):
            name = plain_label(said(setting.label), "title")
            name.setBuddy(field.widget)
            form.addWidget(name)
        form.addWidget(field.widget)
        problem = self._problems[setting.key] = plain_label(tone="danger", wrap=True)
        problem.hide()
        form.addWidget(problem)
        help_text = plain_label(said(setting.help), "muted", wrap=True)
        help_text.setFont(scaled_font(help_text.font(), 0.92))
        help_text.setContentsMargins(0, 0, 0, 2 * GRID)
        form.addWidget(help_text)
        field.changed.connect(partial(self._check, field))

    def _check(self, field: SettingField) -> None:
        problem = self._problems[field.key]
        problem.setText(field.problem)
        problem.setVisible(bool(field.problem))
        self.ok_button.setEnabled(not any(each.problem for each in self._fields))


def _by_page() -> dict[str, list[AnySetting]]:
    pages: dict[str, list[AnySetting]] = {name: [] for name in FIRST_PAGES}
    for setting in (THEME, ADD_PREVIEW, *ALL_SETTINGS):
        first = setting.key.partition(".")[0]
        page = "indexing" if setting is ADD_PREVIEW else PAGE_OF.get(first, first)
        pages.setdefault(page, []).append(setting)
    return {name: declared for name, declared in pages.items() if declared}


def _page_words(name: str) -> str:
    return QCoreApplication.translate("settings", name.replace("_", " ").capitalize())
