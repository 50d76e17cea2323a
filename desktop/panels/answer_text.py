"""The answer as running text with citation chips; what is not checked yet stands back."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QMimeData, QPointF, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QPainter,
    QPaintEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QToolTip, QWidget

from assistant.answers import AnswerSentence, Citation
from desktop.caution import caution_words
from desktop.panels.labels import plain_tooltip
from desktop.theme import current_tokens, scaled_font
from desktop.words import flat_text, place_words

SCHEME = "citation"
LINE_HEIGHT = 140.0
"""Per cent of the font's own."""
CHIP_SPACE = "\u202f"
"""A narrow space that no line breaks at."""


class AnswerText(QTextBrowser):
    """Plain text from model and documents; the only links are our own citation chips."""

    citation_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[tuple[int, int, int]] = []
        self._citations: Mapping[int, Citation] = {}
        self._active = 0
        self.setObjectName("answerText")
        self.setAccessibleName(self.tr("Answer"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setAcceptDrops(False)
        self.setUndoRedoEnabled(False)
        self.viewport().setAutoFillBackground(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.setFont(scaled_font(self.font(), 1.08))
        self.anchorClicked.connect(self._on_anchor_clicked)
        self.highlighted.connect(self._on_highlighted)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def show_parts(
        self,
        sentences: Sequence[AnswerSentence],
        pending: str,
        citations: Mapping[int, Citation],
    ) -> None:
        """Show the checked sentences with their chips, then what is still unchecked."""
        self._citations = citations
        self._chips = []
        self.clear()
        cursor = QTextCursor(self.document())
        block = QTextBlockFormat()
        block.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setBlockFormat(block)
        for sentence in sentences:
            self._write_sentence(cursor, sentence)
        if pending.strip():
            cursor.insertText(flat_text(pending), self._format("muted"))
        self.viewport().update()

    def show_active(self, marker: int) -> None:
        """Mark the chips of the citation that is open; 0 for none."""
        self._active = marker
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """As high as the text is, since the thread around it scrolls."""
        return QSize(320, round(self.document().size().height()) + 4)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Load nothing: no picture, no style sheet, nothing from anywhere."""
        return None

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copied text is plain text."""
        data = QMimeData()
        text = self.textCursor().selection().toPlainText()
        data.setText(text.replace(CHIP_SPACE, ""))
        return data

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Chosen words can be copied; else the menu is that of the whole answer."""
        if self.textCursor().hasSelection():
            super().contextMenuEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chips' rounded grounds, then the text over them."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = current_tokens()
        painter.setBrush(QColor(tokens.accent_soft))
        for start, end, marker in self._chips:
            is_open = marker == self._active
            painter.setPen(QColor(tokens.accent if is_open else tokens.accent_soft))
            painter.drawRoundedRect(self._chip_area(start, end), 5, 5)
        painter.end()
        super().paintEvent(event)

    def _write_sentence(self, cursor: QTextCursor, sentence: AnswerSentence) -> None:
        cursor.insertText(flat_text(sentence.text), self._format("text"))
        for marker in sentence.citations:
            cursor.insertText(CHIP_SPACE, self._format("text"))
            start = cursor.position()
            chip = self._format("accent")
            chip.setFont(scaled_font(self.font(), 0.82, strong=True))
            chip.setAnchor(True)
            chip.setAnchorHref(f"{SCHEME}:{marker}")
            cursor.insertText(f"{CHIP_SPACE}{marker}{CHIP_SPACE}", chip)
            self._chips.append((start, cursor.position(), marker))
        cursor.insertText(" ", self._format("text"))

    def _format(self, token: str) -> QTextCharFormat:
        result = QTextCharFormat()
        result.setFont(self.font())
        result.setForeground(QColor(getattr(current_tokens(), token)))
        return result

    def _chip_area(self, start: int, end: int) -> QRectF:
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        first = QRectF(self.cursorRect(cursor))
        cursor.setPosition(end)
        last = QRectF(self.cursorRect(cursor))
        area = QRectF(first.topLeft(), QPointF(last.right(), first.bottom()))
        return area.adjusted(0, 0, 0, 2)

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())

    def _on_anchor_clicked(self, url: QUrl) -> None:
        if url.scheme() == SCHEME:
            self.citation_chosen.emit(int(url.path()))

    def _on_highlighted(self, url: QUrl) -> None:
        marker = int(url.path()) if url.scheme() == SCHEME else 0
        citation = self._citations.get(marker)
        if citation is None:
            QToolTip.hideText()
            return
        name = citation.path.replace("\\", "/").rpartition("/")[2]
        place = place_words(citation.label, citation.page)
        text = f"{name}, {place}" if place else name
        text = "\n".join(part for part in (text, caution_words(citation)) if part)
        QToolTip.showText(self.cursor().pos(), plain_tooltip(text), self)
