"""Labels that cut a long name in the middle, and panels that say why nothing is shown."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QVBoxLayout, QWidget

from desktop.panels.labels import plain_label, plain_tooltip
from desktop.viewer.colours import strip_colours


class ElidedLabel(QLabel):
    """Shows a text in one line, cut in the middle when there is no room; the tip has it whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)

    def set_whole_text(self, text: str, tip: str) -> None:
        """The text to cut as needed, and what pointing at it shows."""
        self._whole = text
        self.setToolTip(plain_tooltip(tip) if tip else "")
        self.setAccessibleName(text)
        self._elide()

    def minimumSizeHint(self) -> QSize:
        """A few letters wide: the rest is cut."""
        return QSize(48, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut again for the new width."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        middle = Qt.TextElideMode.ElideMiddle
        self.setText(self.fontMetrics().elidedText(self._whole, middle, self.width()))


class Strip(QLabel):
    """A line above the document that says what is different from when it was indexed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setMargin(8)
        self.setAutoFillBackground(True)
        self.hide()

    def say(self, text: str) -> None:
        """Show the text; an empty one hides the strip."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._colour()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the colours of the theme."""
        super().showEvent(event)
        self._colour()

    def _colour(self) -> None:
        palette = QPalette(QApplication.palette())
        ground, letters = strip_colours(palette)
        palette.setColor(QPalette.ColorRole.Window, ground)
        palette.setColor(QPalette.ColorRole.WindowText, letters)
        self.setPalette(palette)


class MessagePanel(QWidget):
    """Stands where the document would: what is the matter, what to do, and the quote if any."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = _readable_label("title")
        self._text, self._quote = _readable_label("muted"), _readable_label("")
        self._quote.setFrameShape(QFrame.Shape.StyledPanel)
        self._quote.setMargin(12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(12)
        for label in (self._title, self._text, self._quote):
            layout.addWidget(label)
        layout.addStretch()

    def say(self, title: str, text: str, quote: str = "") -> None:
        """Show a message, and below it the words that were cited."""
        self._title.setText(title)
        self._text.setText(text)
        self._quote.setText(f"“{quote}”" if quote else "")
        self._quote.setAccessibleName(quote)
        self._quote.setVisible(bool(quote))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def words(self) -> str:
        """All that the panel says, one paragraph a line."""
        labels = (self._title, self._text, self._quote)
        return "\n".join(label.text() for label in labels if label.text())


def _readable_label(tone: str) -> QLabel:
    """A label whose words can be selected and copied."""
    label = plain_label(tone=tone, wrap=True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label
