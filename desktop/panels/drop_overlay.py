"""Files and folders dropped anywhere on the window."""

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.theme import GRID, current_tokens, icon, scaled_font


def local_paths(data: QMimeData) -> list[str]:
    """The files and folders of this machine that are being dragged."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


class DropOverlay(QWidget):
    """Covers its parent while something that can be added is dragged over it."""

    paths_dropped = Signal(list)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self.tr("Drop to add to your library"))
        parent.setAcceptDrops(True)
        parent.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes what is dragged over the window; leaves everything else alone."""
        match event.type():
            case QEvent.Type.DragEnter:
                return isinstance(event, QDragEnterEvent) and self._on_enter(event)
            case QEvent.Type.DragLeave:
                self.hide()
            case QEvent.Type.Drop:
                return isinstance(event, QDropEvent) and self._on_drop(event)
            case QEvent.Type.Resize:
                self.resize(self._window.size())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a veil and say what a drop will do."""
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(tokens.window)
        veil.setAlpha(235)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(QColor(tokens.accent), 2, Qt.PenStyle.DashLine))
        area = QRectF(self.rect()).adjusted(2 * GRID, 2 * GRID, -2 * GRID, -2 * GRID)
        painter.drawRoundedRect(area, 12, 12)
        middle = self.rect().center()
        icon("drop", tokens.accent, 48).paint(painter, middle.x() - 24, middle.y() - 56, 48, 48)
        painter.setFont(scaled_font(self.font(), 1.4, strong=True))
        painter.setPen(QColor(tokens.text))
        words = QRectF(0, middle.y() + GRID, self.width(), 40)
        painter.drawText(
            words, Qt.AlignmentFlag.AlignCenter, self.tr("Drop to add to your library")
        )

    def _on_enter(self, event: QDragEnterEvent) -> bool:
        if not local_paths(event.mimeData()):
            return False
        # Nothing is moved: the files stay where they are.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.resize(self._window.size())
        self.raise_()
        self.show()
        return True

    def _on_drop(self, event: QDropEvent) -> bool:
        self.hide()
        paths = local_paths(event.mimeData())
        if not paths:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.paths_dropped.emit(paths)
        return True
