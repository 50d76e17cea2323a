"""Labels and buttons as every panel makes them: plain text, named for screen readers."""

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from desktop.theme import set_icon


def plain_label(text: str = "", tone: str = "", *, wrap: bool = False) -> QLabel:
    """A label that never takes its text for markup; `tone` is muted, danger, title or nothing."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if wrap:
        policy = label.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        label.setSizePolicy(policy)
        label.setMinimumWidth(40)
    label.setProperty("tone", tone)
    return label


def set_tone(label: QLabel, tone: str) -> None:
    """Change what a label's colour says."""
    if label.property("tone") != tone:
        label.setProperty("tone", tone)
        label.style().unpolish(label)
        label.style().polish(label)


def push_button(text: str, icon_name: str = "", look: str = "") -> QPushButton:
    """A button with words; `look` is primary, quiet or nothing."""
    button = QPushButton(text)
    button.setProperty("look", look)
    button.setAutoDefault(False)
    if icon_name:
        set_icon(button, icon_name, "on_accent" if look == "primary" else "muted")
    return button


def icon_button(name: str, icon_name: str, parent: QWidget | None = None) -> QToolButton:
    """A quiet button that shows an icon only; `name` is said by tooltip and screen reader."""
    button = QToolButton(parent)
    button.setProperty("look", "quiet")
    button.setAccessibleName(name)
    button.setToolTip(plain_tooltip(name))
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    set_icon(button, icon_name)
    return button


def centred(outer: QWidget, column: QWidget) -> None:
    """Keep a column of limited width in the middle of a wider place."""
    layout = QHBoxLayout(outer)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addStretch(1)
    layout.addWidget(column, 1_000)
    layout.addStretch(1)


def plain_tooltip(text: str) -> str:
    """The text as a tooltip that shows every character as it is."""
    return f"<p style='white-space:pre-wrap'>{html.escape(text)}</p>"
