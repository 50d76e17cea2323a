"""A quoted passage that opens its source: marker, words, document and place."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from assistant.answers import Citation
from desktop.caution import Caution, caution_words, cautions_of
from desktop.file_names import shown_name
from desktop.panels.labels import plain_label, plain_tooltip
from desktop.theme import GRID, RADIUS, current_tokens, scaled_font, set_icon
from desktop.words import flat_text, place_words, snippet

LONGEST_QUOTE = 600


class SourceCard(QAbstractButton):
    """One citation as a card; a button to keyboard and screen reader."""

    citation_chosen = Signal(Citation)

    def __init__(self, citation: Citation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.citation = citation
        self._is_active = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._build()
        self._name()
        self.clicked.connect(lambda: self.citation_chosen.emit(self.citation))

    def show_active(self, active: bool) -> None:
        """Mark the card whose source is open."""
        self._is_active = active
        self.update()

    def sizeHint(self) -> QSize:
        """What its labels need."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else QSize()

    def minimumSizeHint(self) -> QSize:
        """Room for one line of each label; how high it gets follows from its width."""
        layout = self.layout()
        return layout.minimumSize() if layout is not None else QSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card's ground and border, and its marker's side line."""
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        is_strong = self._is_active or self.hasFocus()
        painter.setPen(QColor(tokens.accent if is_strong else tokens.border))
        hot = self.underMouse() or self.isDown()
        painter.setBrush(QColor(tokens.hover if hot else tokens.surface))
        painter.drawRoundedRect(area, RADIUS, RADIUS)
        if self.hasFocus():
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), RADIUS - 1, RADIUS - 1)
        if self.citation.marker:
            self._paint_marker(painter)
        painter.end()

    def _build(self) -> None:
        indent = 4 * GRID + 4 if self.citation.marker else 2 * GRID
        quote = plain_label(snippet(self.citation.quote, (), LONGEST_QUOTE), wrap=True)
        origin = plain_label(self._origin(), "muted", wrap=True)
        origin.setFont(scaled_font(origin.font(), 0.92))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(indent, GRID + 2, 2 * GRID, GRID + 2)
        layout.setSpacing(GRID // 2)
        layout.addWidget(quote)
        layout.addWidget(origin)
        for caution in cautions_of(self.citation):
            layout.addLayout(_caution_row(caution))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _origin(self) -> str:
        place = place_words(self.citation.label, self.citation.page)
        name = shown_name(self.citation.path)
        return f"{name} · {place}" if place else name

    def _name(self) -> None:
        marker = self.tr("Citation {0}: ").format(self.citation.marker)
        prefix = marker if self.citation.marker else ""
        self.setAccessibleName(f"{prefix}{self._origin()}")
        said = (caution_words(self.citation), flat_text(self.citation.quote))
        self.setAccessibleDescription(". ".join(part for part in said if part))
        meanings = (caution.meaning for caution in cautions_of(self.citation))
        self.setToolTip(plain_tooltip("\n".join((*meanings, self.citation.path))))

    def _paint_marker(self, painter: QPainter) -> None:
        tokens = current_tokens()
        chip = QRectF(GRID + 2, GRID + 2, 20, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent if self._is_active else tokens.accent_soft))
        painter.drawRoundedRect(chip, 5, 5)
        painter.setPen(QColor(tokens.on_accent if self._is_active else tokens.accent))
        painter.setFont(scaled_font(self.font(), 0.88, strong=True))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, str(self.citation.marker))


def _caution_row(caution: Caution) -> QHBoxLayout:
    picture = QLabel()
    set_icon(picture, caution.icon, caution.token)
    words = plain_label(caution.words.capitalize(), "muted", wrap=True)
    words.setFont(scaled_font(words.font(), 0.92))
    row = QHBoxLayout()
    row.setSpacing(GRID // 2 + 2)
    row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(words, 1)
    return row
