"""A document as plain text with the cited passage marked; text is never taken for markup."""

import re

from PySide6.QtCore import QRect, QTimer, Signal
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from assistant.messages import DocumentText
from desktop.viewer.colours import text_highlight
from desktop.viewer.locating import locate_quote
from desktop.viewer.passages import PassagePlace
from indexer.documents import Span

STEP_CHARACTERS = 60_000
"""How much text is laid out in one step of the event loop."""

LONG_LINE = 4_000
"""A line longer than this is broken for display, as laying it out whole would take seconds."""

FIXED_WIDTH_TYPES = (
    "application/json",
    "application/toml",
    "application/xml",
    "application/yaml",
    "text/csv",
    "text/tab-separated-values",
    "text/x-source",
)
"""Media types whose columns mean something."""

_LONG = re.compile(rf"[^\n]{{{LONG_LINE - 500},{LONG_LINE}}} (?=[^\n])")
_SAME_LENGTH = str.maketrans({"\r": "\n", "\u2029": "\n", "\ufdd0": " ", "\ufdd1": " ", "\0": " "})


def displayed(text: str) -> str:
    """The text as the widget shows it: every character stays at its index."""
    text = text.replace("\r\n", " \n").translate(_SAME_LENGTH)
    return _LONG.sub(lambda match: match.group()[:-1] + "\n", text)


def qt_length(text: str) -> int:
    """How many positions Qt counts for the text; it counts in UTF-16."""
    return len(text) + sum(character > "\uffff" for character in text)


class TextView(QPlainTextEdit):
    """Shows one document's text, filled in step by step so that large files do not stall."""

    filled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._page_starts: dict[int | None, int] = {}
        self._page_lengths: dict[int | None, int] = {}
        self._next = 0
        self._marked: Span | None = None
        self._marked_cursor = QTextCursor()
        self._pinned_at: int | None = None  # where the passage was scrolled to
        self._build()

    @property
    def is_filled(self) -> bool:
        """Whether all of the text is in the widget."""
        return self._next >= len(self._text)

    def show_document(self, document: DocumentText) -> None:
        """Show this document from its beginning."""
        self._take_pages(document)
        self._next, self._marked, self._marked_cursor = 0, None, QTextCursor()
        self.setExtraSelections([])
        self.clear()
        self.setFont(_font_for(document.media_type))
        self._fill_step()
        if not self.is_filled:
            self._filling.start()

    def show_passage(self, page: int | None, start: int, quote: str) -> PassagePlace:
        """Mark the passage and scroll to it as soon as its text is there."""
        page = page if page in self._page_starts else next(iter(self._page_starts), None)
        first = self._page_starts.get(page, 0)
        text = self._text[first : first + self._page_lengths.get(page, 0)]
        found = locate_quote(text, displayed(quote), start)
        self._marked = Span(first + found.start, first + found.end) if found else None
        self.setAccessibleDescription(quote if found else "")
        self._mark()
        if found is None:
            return PassagePlace.GONE
        return PassagePlace.UNCHANGED if found.start == start else PassagePlace.MOVED

    def marked_text(self) -> str:
        """The words that are marked on the screen."""
        return self._marked_cursor.selectedText().replace("\u2029", "\n")

    def marked_box(self) -> QRect:
        """Where the first marked word stands in the viewport; empty when nothing is marked."""
        if self._marked_cursor.isNull():
            return QRect()
        cursor = QTextCursor(self._marked_cursor)
        cursor.setPosition(cursor.selectionStart())
        return self.cursorRect(cursor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap for the new width; a passage that nobody has scrolled away from stays in sight."""
        pinned = self.verticalScrollBar().value() == self._pinned_at
        super().resizeEvent(event)
        if pinned and not self._marked_cursor.isNull():
            self._scroll_to(self._marked_cursor.selectionStart())

    def _build(self) -> None:
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(16)
        self.setAccessibleName(self.tr("Document text"))
        self._filling = QTimer(self)
        self._filling.setInterval(0)
        self._filling.timeout.connect(self._fill_step)
        for keys, action in (
            (QKeySequence.StandardKey.ZoomIn, self.zoomIn),
            (QKeySequence.StandardKey.ZoomOut, self.zoomOut),
        ):
            QShortcut(keys, self, action)

    def _take_pages(self, document: DocumentText) -> None:
        """Put the pages below each other and note where each begins."""
        parts: list[str] = []
        length = 0
        self._page_starts, self._page_lengths = {}, {}
        has_slides = "presentation" in document.media_type
        for page in document.pages:
            if page.number is not None:
                name = self.tr("Slide {0}") if has_slides else self.tr("Page {0}")
                heading = name.format(page.number) + "\n\n"
                parts.append(heading)
                length += len(heading)
            self._page_starts[page.number] = length
            self._page_lengths[page.number] = len(page.text)
            parts.append(displayed(page.text) + "\n\n")
            length += len(page.text) + 2
        self._text = "".join(parts).removesuffix("\n\n")

    def _fill_step(self) -> None:
        piece = self._text[self._next : self._next + STEP_CHARACTERS]
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(piece)
        before, self._next = self._next, self._next + STEP_CHARACTERS
        if self._marked and before < self._marked.end <= self._next:
            self._mark()
        if self.is_filled:
            self._filling.stop()
            self.filled.emit()

    def _mark(self) -> None:
        """Paint the passage and bring it into the upper third, once it has been filled in."""
        if self._marked is None or self._marked.end > self._next:
            self._marked_cursor = QTextCursor()
            self.setExtraSelections([])
            return
        start = qt_length(self._text[: self._marked.start])
        end = start + qt_length(self._text[self._marked.start : self._marked.end])
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self._marked_cursor = cursor
        self._paint(cursor)
        self._scroll_to(start)

    def _paint(self, cursor: QTextCursor) -> None:
        ground, letters = text_highlight(self.palette())
        selection = QTextEdit.ExtraSelection()
        selection.cursor = cursor
        look = QTextCharFormat()
        look.setBackground(ground)
        look.setForeground(letters)
        look.setFontUnderline(True)
        selection.format = look
        self.setExtraSelections([selection])

    def _scroll_to(self, position: int) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        self.setTextCursor(cursor)
        self.centerCursor()
        below = self.cursorRect(cursor).top() - self.viewport().height() // 4
        bar = self.verticalScrollBar()  # it counts lines
        bar.setValue(bar.value() + below // max(1, self.fontMetrics().lineSpacing()))
        self._pinned_at = bar.value()


def _font_for(media_type: str) -> QFont:
    """Letters of one width for code and tables, the system's font for prose."""
    if media_type in FIXED_WIDTH_TYPES:
        return QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
