"""A list of passages: document, place, and the words around what was looked for."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from assistant.answers import Passage
from assistant.search.explanation_words import passage_sentences
from desktop.caution import Caution
from desktop.item_models.passage_list import PassageListModel, PassageRole
from desktop.panels.labels import plain_tooltip
from desktop.panels.popover import Popover
from desktop.panels.text_painting import lay_out
from desktop.theme import GRID, RADIUS, current_tokens, icon, scaled_font
from desktop.words import bold_ranges, snippet

Index = QModelIndex | QPersistentModelIndex
SNIPPET_LINES = 2
CAUTION_WIDTH = 20
WHY_WIDTH = 28
"""Room at the right of the words for the sign that says why."""


class PassageDelegate(QStyledItemDelegate):
    """Paints one passage in three lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are equally high."""
        line = QFontMetrics(option.font).height()
        return QSize(120, round(line * (1 + SNIPPET_LINES * 1.15)) + 3 * GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row; document text is drawn as it is, never as markup."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_row_background(painter, option)
        area: QRect = option.rect.adjusted(GRID + 4, GRID, -GRID - 4, -GRID)
        self._paint_heading(painter, option, index, area)
        self._paint_snippet(painter, option, index, area)
        shown = QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected
        if option.state & shown:
            icon("help", current_tokens().muted).paint(painter, why_area(option.rect))
        painter.restore()

    def _paint_heading(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, area: QRect
    ) -> None:
        tokens = current_tokens()
        font = scaled_font(option.font, 1.0, strong=True)
        small = scaled_font(option.font, 0.92)
        place = str(index.data(PassageRole.PLACE))
        line = QFontMetrics(font).height()
        place_width = min(QFontMetrics(small).horizontalAdvance(place) + 2, area.width() // 2)
        cautions: list[Caution] = index.data(PassageRole.CAUTIONS)
        name_width = area.width() - 24 - place_width - 2 * GRID - CAUTION_WIDTH * len(cautions)
        for number, caution in enumerate(cautions, start=1):
            left = area.right() - place_width - GRID - CAUTION_WIDTH * number
            picture = icon(caution.icon, getattr(tokens, caution.token))
            picture.paint(painter, left, area.top(), 16, line)
        icon("file", tokens.muted).paint(painter, area.left(), area.top(), 16, line)
        painter.setFont(font)
        painter.setPen(QColor(tokens.text))
        name = QFontMetrics(font).elidedText(
            str(index.data()), Qt.TextElideMode.ElideMiddle, name_width
        )
        painter.drawText(area.left() + 24, area.top() + QFontMetrics(font).ascent(), name)
        painter.setFont(small)
        painter.setPen(QColor(tokens.muted))
        place = QFontMetrics(small).elidedText(place, Qt.TextElideMode.ElideRight, place_width)
        painter.drawText(
            QRect(area.right() - place_width, area.top(), place_width, line),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            place,
        )

    def _paint_snippet(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, area: QRect
    ) -> None:
        passage: Passage = index.data(PassageRole.PASSAGE)
        terms: tuple[str, ...] = index.data(PassageRole.TERMS)
        font = option.font
        line = QFontMetrics(font).height()
        text = snippet(passage.text, terms)
        layout = lay_out(
            text, bold_ranges(text, terms), font, area.width() - 24 - WHY_WIDTH, SNIPPET_LINES
        )
        tokens = current_tokens()
        painter.setPen(QColor(tokens.muted))
        layout.draw(painter, QPointF(area.left() + 24, area.top() + line + 4))


def why_area(row: QRect) -> QRect:
    """Where a row has the sign that says why it was found."""
    side = 16
    return QRect(row.right() - GRID - 4 - side, row.bottom() - GRID - 4 - side, side, side)


class PassageView(QListView):
    """Passages to choose from, by mouse or keyboard."""

    passage_chosen = Signal(Passage)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.passages = PassageListModel(self)
        self.setModel(self.passages)
        self.setItemDelegate(PassageDelegate(self))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setAcceptDrops(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(self._choose)

    def fit_rows(self, rows: int) -> None:
        """Be exactly as high as this many rows, so that nothing scrolls inside."""
        height = self.sizeHintForRow(0) if self.passages.rowCount() else 0
        self.setFixedHeight(max(0, height) * min(rows, self.passages.rowCount()))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses the passage, ? says why it is here; all else is as in any list."""
        if event.text() == "?":
            self.show_why(self.currentIndex())
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the sign at a row's end says why; any other chooses."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._on_why(index, event.position().toPoint()):
            self.setCurrentIndex(index)
            self.show_why(index)
            return
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to open the passage's source, and to say why it is here."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        menu = QMenu(self)
        menu.addAction(self.tr("Open the source"), lambda: self._choose(index))
        menu.addAction(self.tr("Why this passage?\t?"), lambda: self.show_why(index))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        place = self.visualRect(index).center() if by_key else event.pos()
        menu.popup(self.viewport().mapToGlobal(place))

    def viewportEvent(self, event: QEvent) -> bool:
        """Over the sign, the tooltip says what it is for."""
        if isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            if index.isValid() and self._on_why(index, event.pos()):
                words = plain_tooltip(self.tr("Why this passage? (?)"))
                QToolTip.showText(event.globalPos(), words, self)
                return True
        return super().viewportEvent(event)

    def show_why(self, index: QModelIndex) -> Popover | None:
        """Open a card that says how the passage was found."""
        if not index.isValid():
            return None
        popover = Popover(self.tr("Why this passage?"), self)
        for sentence in passage_sentences(self.passages.explanation(index.row())):
            popover.add_line(sentence)
        popover.open_below(self.viewport(), why_area(self.visualRect(index)))
        return popover

    def _on_why(self, index: QModelIndex, place: QPoint) -> bool:
        return why_area(self.visualRect(index)).adjusted(-6, -6, 6, 6).contains(place)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.passage_chosen.emit(self.passages.passage(index.row()))


def paint_row_background(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """What shows that a row is chosen, under the mouse, or has the keyboard."""
    state = option.state
    tokens = current_tokens()
    area = option.rect.adjusted(2, 1, -2, -1)
    painter.setPen(Qt.PenStyle.NoPen)
    if state & QStyle.StateFlag.State_Selected:
        painter.setBrush(QColor(tokens.accent_soft))
        painter.drawRoundedRect(area, RADIUS - 2, RADIUS - 2)
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.setBrush(QColor(tokens.hover))
        painter.drawRoundedRect(area, RADIUS - 2, RADIUS - 2)
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(tokens.accent))
        painter.drawRoundedRect(area, RADIUS - 2, RADIUS - 2)
