"""A line above the conversation: what it is called, and the ways to export and to leave it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop.panels.labels import centred, icon_button, plain_tooltip
from desktop.theme import GRID, READING_WIDTH, scaled_font


class ElidedLabel(QLabel):
    """One line of plain text, cut with dots where there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what there is room for."""
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()


class ThreadHeader(QWidget):
    """Shown with the conversation only."""

    new_requested = Signal()
    export_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel()
        self.title.setProperty("tone", "muted")
        self.title.setFont(scaled_font(self.title.font(), 0.95))
        self.export_button = icon_button(self.tr("Export this conversation…"), "export")
        self.new_button = icon_button(self.tr("New conversation (Ctrl+N)"), "conversation-add")
        self.export_button.clicked.connect(self.export_requested)
        self.new_button.clicked.connect(self.new_requested)
        column = QWidget()
        column.setMaximumWidth(READING_WIDTH)
        row = QHBoxLayout(column)
        row.setContentsMargins(2 * GRID, 2, 2 * GRID, 2)
        row.setSpacing(GRID // 2)
        row.addWidget(self.title, 1)
        row.addWidget(self.export_button)
        row.addWidget(self.new_button)
        self.setObjectName("threadHeader")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        centred(self, column)
        self.hide()

    def show_title(self, title: str) -> None:
        """Show the title; an empty one stands for a conversation of which nothing is kept yet."""
        self.title.setText(title or self.tr("New conversation"))
        self.title.setToolTip(plain_tooltip(title) if title else "")
        self.export_button.setEnabled(bool(title))
