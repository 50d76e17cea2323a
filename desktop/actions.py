"""Everything that can be done by menu or key, declared in one list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

CITATION_KEYS = tuple(f"Alt+{number}" for number in range(1, 10))


@dataclass(frozen=True, slots=True)
class Command:
    """One entry of a menu; a command without words is reached by its keys alone."""

    menu: str
    words: str
    keys: tuple[str, ...]
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Some keys with what they do."""

    name: str
    keys: tuple[tuple[str, str], ...]


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


def key_groups(commands: Sequence[Command]) -> list[KeyGroup]:
    """The keys by menu, in the order of the commands; those in no menu come last."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for command in commands:
        if command.keys and command.keys[0] not in CITATION_KEYS:
            name = command.menu.replace("&", "")
            pair = (_native(command.keys), command.words.replace("&", "").rstrip("…"))
            groups.setdefault(name, []).append(pair)
    others = groups.pop("", [])
    others.append(_citation_keys())
    return [
        *(KeyGroup(name, tuple(keys)) for name, keys in groups.items()),
        KeyGroup(tr("Everywhere"), tuple(others)),
    ]


def show_keys(window: QMainWindow, commands: Sequence[Command]) -> None:
    """Open a list of the keys over the window."""
    from desktop.keys_dialog import KeysDialog

    KeysDialog(key_groups(commands), window).open()


def _native(keys: Sequence[str]) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(dict.fromkeys(QKeySequence(each).toString(native) for each in keys))


def _citation_keys() -> tuple[str, str]:
    """One line for all of them."""
    first, last = _native(CITATION_KEYS[:1]), _native(CITATION_KEYS[-1:])
    return f"{first} – {last}", tr("Citation of that number")


def citation_commands(open_citation: Callable[[int], object]) -> list[Command]:
    """Alt and a digit open the citation of that number."""
    return [
        Command(
            "",
            tr("Citation {0}").format(number),
            (keys,),
            _opener(open_citation, number),
        )
        for number, keys in enumerate(CITATION_KEYS, start=1)
    ]


def _opener(open_citation: Callable[[int], object], number: int) -> Callable[[], object]:
    return lambda: open_citation(number)


def tr(text: str) -> str:
    """The text in the person's language."""
    return QCoreApplication.translate("actions", text)
