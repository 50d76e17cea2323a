"""A passage with the words that are only here: struck out where they went, underlined where new."""

from enum import Enum

from PySide6.QtCore import QEvent, QSize, QUrl
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from desktop.theme import current_tokens
from desktop.word_changes import Ranges


class Change(Enum):
    """What became of the words that differ."""

    GONE = "danger_soft"
    COME = "accent_soft"


class ChangedText(QTextBrowser):
    """Plain text of a document, as high as it is long."""

    def __init__(
        self, text: str, ranges: Ranges, change: Change, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text, self._ranges, self._change = text, ranges, change
        self.setObjectName("changedText")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setAcceptDrops(False)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._write()

    @property
    def marked(self) -> list[str]:
        """The words that differ."""
        return [self._text[start:end] for start, end in self._ranges]

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Load nothing, from anywhere."""
        return None

    def sizeHint(self) -> QSize:
        """As high as the text is."""
        return QSize(240, round(self.document().size().height()) + 2)

    def changeEvent(self, event: QEvent) -> None:
        """Writes the words again in the colours of a new theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._write()

    def _write(self) -> None:
        self.clear()
        cursor = QTextCursor(self.document())
        plain, marked = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(QColor(current_tokens().text))
        marked.setForeground(QColor(current_tokens().text))
        marked.setBackground(QColor(getattr(current_tokens(), self._change.value)))
        marked.setFontStrikeOut(self._change is Change.GONE)
        marked.setFontUnderline(self._change is Change.COME)
        position = 0
        for start, end in self._ranges:
            cursor.insertText(self._text[position:start], plain)
            cursor.insertText(self._text[start:end], marked)
            position = end
        cursor.insertText(self._text[position:], plain)

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
