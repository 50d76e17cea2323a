"""Which tags some folders or files carry: those there are to tick, and a field for a new one."""

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from assistant.messages import TagEntry
from desktop.file_words import source_name
from desktop.panels.choice_list import VALUE, ChoiceList
from desktop.panels.labels import plain_label, push_button
from desktop.tagging import TagChange
from desktop.theme import GRID, scaled_font
from desktop.words import counted

LONGEST_TAG = 60
ROWS_SHOWN = 8
_UNFIT = re.compile('["“”„\x00-\x1f]')
"""What would end a tag early where it is typed in a search."""

_State = Qt.CheckState


class TagDialog(QDialog):
    """Nothing is changed before OK."""

    def __init__(
        self, paths: Sequence[str], tags: Sequence[TagEntry], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._paths = tuple(paths)
        self._entries = {entry.name: entry for entry in tags}
        self._before: dict[str, _State] = {}
        self.setWindowTitle(self.tr("Tags"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(420)
        self._build()
        for name in sorted(self._entries, key=str.casefold):
            self._add_row(name, self._state_of(name))
        self._refresh()
        self.new_field.setFocus()

    def changes(self) -> list[TagChange]:
        """What is to be put on and taken off; a tag that is still in the field counts."""
        found = []
        for item in self.list.items_shown:
            name, state = item.data(VALUE), item.checkState()
            before = self._before.get(name, _State.Unchecked)
            if state is not before and state is not _State.PartiallyChecked:
                found.append(TagChange(name, remove=state is _State.Unchecked))
        return found

    def accept(self) -> None:
        """Take the tag in the field along; not while it cannot be one."""
        if self.new_field.text().strip() and not self.add_new():
            return
        super().accept()

    def add_new(self) -> bool:
        """Put what was typed on the list, ticked; False where it cannot be a tag."""
        name = " ".join(self.new_field.text().split())
        if not name or _UNFIT.search(name):
            return False
        item = next((each for each in self.list.items_shown if _same(each, name)), None)
        if item is None:
            item = self._add_row(name, _State.Unchecked)
        item.setCheckState(_State.Checked)
        self.list.setCurrentItem(item)
        self.new_field.clear()
        self._refresh()
        return True

    def _build(self) -> None:
        title = plain_label(_title(self._paths), wrap=True)
        title.setFont(scaled_font(title.font(), 1.2, strong=True))
        about = plain_label(
            self.tr("A tag on a folder holds for everything in it. Nothing is written to files."),
            "muted",
            wrap=True,
        )
        self.list = ChoiceList(self.tr("Tags"))
        self._none = plain_label(self.tr("There are no tags yet."), "muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(GRID + 4)
        layout.addWidget(title)
        layout.addWidget(about)
        layout.addLayout(self._build_new())
        self._problem = plain_label(tone="danger", wrap=True)
        layout.addWidget(self._problem)
        layout.addWidget(self._none)
        layout.addWidget(self.list)
        layout.addStretch(1)
        layout.addWidget(self._build_buttons())

    def _build_new(self) -> QHBoxLayout:
        self.new_field = QLineEdit()
        self.new_field.setPlaceholderText(self.tr("New tag"))
        self.new_field.setAccessibleName(self.tr("New tag"))
        self.new_field.setMaxLength(LONGEST_TAG)
        self.add_button = push_button(self.tr("Add"))
        self.new_field.textChanged.connect(self._refresh)
        self.add_button.clicked.connect(self.add_new)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.new_field, 1)
        row.addWidget(self.add_button)
        return row

    def _build_buttons(self) -> QDialogButtonBox:
        standard = QDialogButtonBox.StandardButton
        box = QDialogButtonBox(standard.Ok | standard.Cancel)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        self.ok_button = box.button(standard.Ok)
        return box

    def _add_row(self, name: str, state: _State) -> QListWidgetItem:
        inherited = _holder_above(self._entries.get(name), self._paths)
        words = self.tr("{0}   (from “{1}”)").format(name, inherited) if inherited else name
        item = self.list.add(name, words, state)
        self._before.setdefault(name, state)
        return item

    def _state_of(self, name: str) -> _State:
        carried = set(self._entries[name].paths)
        having = sum(path in carried for path in self._paths)
        if having == len(self._paths):
            return _State.Checked
        return _State.PartiallyChecked if having else _State.Unchecked

    def _refresh(self) -> None:
        typed = self.new_field.text().strip()
        unfit = bool(_UNFIT.search(typed))
        self._problem.setText(self.tr("A tag has no quotation marks in it.") if unfit else "")
        self._problem.setVisible(unfit)
        self.add_button.setEnabled(bool(typed) and not unfit)
        self.ok_button.setEnabled(not unfit)
        rows = self.list.count()
        self.list.setVisible(rows > 0)
        self._none.setVisible(rows == 0)
        self.list.fit_rows(ROWS_SHOWN)


def _same(item: QListWidgetItem, name: str) -> bool:
    return str(item.data(VALUE)).casefold() == name.casefold()


def _title(paths: Sequence[str]) -> str:
    if len(paths) == 1:
        return _tr("Tags of “{0}”").format(source_name(paths[0]))
    return _tr("Tags of {0}").format(counted("%n files", len(paths)))


def _holder_above(entry: TagEntry | None, paths: Iterable[str]) -> str:
    """The name of a tagged folder that all the paths lie in; nothing where there is none."""
    if entry is None:
        return ""
    for folder in entry.paths:
        above = PurePath(folder)
        if all(above in PurePath(path).parents for path in paths):
            return source_name(folder)
    return ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("TagDialog", text)
