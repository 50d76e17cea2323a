"""Everything that can be done by menu or key, declared in one list."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QMessageBox

HIGHEST_CITATION_KEY = 9


@dataclass(frozen=True, slots=True)
class Command:
    """One entry of a menu; a command without words is reached by its keys alone."""

    menu: str
    words: str
    keys: tuple[str, ...]
    run: Callable[[], object]


def install_commands(window: QMainWindow, commands: list[Command]) -> dict[str, QAction]:
    """Give the window its menus and shortcuts; returns the actions by their words."""
    menus: dict[str, QMenu] = {}
    actions: dict[str, QAction] = {}
    for command in commands:
        action = QAction(command.words, window)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        action.triggered.connect(lambda _checked=False, run=command.run: run())
        window.addAction(action)
        actions[command.words] = action
        if not command.menu:
            continue
        if command.menu not in menus:
            menus[command.menu] = window.menuBar().addMenu(command.menu)
        menus[command.menu].addAction(action)
    return actions


def keys_text(actions: dict[str, QAction]) -> str:
    """Every key with what it does, one a line."""
    lines = []
    for words, action in actions.items():
        keys = ", ".join(
            shortcut.toString(QKeySequence.SequenceFormat.NativeText)
            for shortcut in action.shortcuts()
        )
        if keys:
            lines.append(f"{keys}: {words.replace('&', '').rstrip('…')}")
    return "\n".join(lines)


def show_keys(window: QMainWindow, actions: dict[str, QAction]) -> None:
    """Open a list of the keys over the window."""
    box = QMessageBox(window)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(tr("Keys"))
    box.setText(keys_text(actions))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def citation_commands(open_citation: Callable[[int], object]) -> list[Command]:
    """Alt and a digit open the citation of that number."""
    return [
        Command(
            "",
            tr("Citation {0}").format(number),
            (f"Alt+{number}",),
            _opener(open_citation, number),
        )
        for number in range(1, HIGHEST_CITATION_KEY + 1)
    ]


def _opener(open_citation: Callable[[int], object], number: int) -> Callable[[], object]:
    return lambda: open_citation(number)


def tr(text: str) -> str:
    """The text in the person's language."""
    return QCoreApplication.translate("actions", text)
