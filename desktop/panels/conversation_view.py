"""The list of conversations: titles under their days, renamed in place."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from assistant.conversation import ConversationEntry
from desktop.item_models.conversation_list import ConversationListModel, ConversationRole
from desktop.panels.passage_view import paint_row_background
from desktop.panels.text_painting import lay_out
from desktop.theme import GRID, current_tokens, scaled_font
from desktop.words import bold_ranges, snippet

Index = QModelIndex | QPersistentModelIndex
FOUND_LINES = 2
FOUND_LENGTH = 160
LONGEST_TITLE = 200
OPEN_MARK = 3
"""Width of the bar beside the conversation at hand."""


class ConversationDelegate(QStyledItemDelegate):
    """Paints a conversation in two lines, or with the words around what was searched for."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A day is a line with room above it."""
        line = QFontMetrics(option.font).height()
        entry: ConversationEntry | None = index.data(ConversationRole.ENTRY)
        if entry is None:
            return QSize(120, line + (GRID if index.row() == 0 else 2 * GRID))
        found = round(FOUND_LINES * 1.1 * line) if entry.found else 0
        return QSize(120, 2 * line + found + GRID + 6)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row; titles and what was found are drawn as they are, never as markup."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect.adjusted(GRID + 2, GRID // 2 + 2, -GRID, -GRID // 2)
        entry: ConversationEntry | None = index.data(ConversationRole.ENTRY)
        if entry is None:
            self._paint_day(painter, option, index)
        else:
            paint_row_background(painter, option)
            self._paint_title(painter, option, index, area)
            self._paint_below(painter, option, index, area)
        painter.restore()

    def createEditor(  # noqa: N802
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        """A field over the row's title."""
        field = QLineEdit(parent)
        field.setObjectName("renameField")
        field.setAccessibleName(self.tr("Title of the conversation"))
        field.setMaxLength(LONGEST_TITLE)
        # A long title is shown from its beginning; the list itself selects it from there on.
        QTimer.singleShot(0, field, lambda: select_from_the_end(field))
        return field

    def updateEditorGeometry(  # noqa: N802
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Over the title and the line below it, so that neither is cut."""
        entry: ConversationEntry | None = index.data(ConversationRole.ENTRY)
        height = 2 * QFontMetrics(option.font).height() + GRID - 2
        area = option.rect.adjusted(2, 1, -2, -1)
        if entry is not None and entry.found:
            area.setHeight(min(height, area.height()))
        editor.setGeometry(area)

    def _paint_day(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        font = scaled_font(option.font, 0.9, strong=True)
        painter.setFont(font)
        painter.setPen(QColor(current_tokens().muted))
        area = option.rect.adjusted(GRID + 2, 0, -GRID, -GRID // 2)
        place = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        painter.drawText(area, place, str(index.data()))

    def _paint_title(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, area: QRect
    ) -> None:
        tokens = current_tokens()
        is_open = bool(index.data(ConversationRole.IS_OPEN))
        font = scaled_font(option.font, 1.0, strong=is_open)
        if is_open:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent))
            bar = QRect(option.rect.left() + 3, area.top(), OPEN_MARK, area.height() - 2)
            painter.drawRoundedRect(bar, OPEN_MARK / 2, OPEN_MARK / 2)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(QColor(tokens.text))
        title = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area.left(), area.top() + metrics.ascent(), title)

    def _paint_below(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, area: QRect
    ) -> None:
        tokens = current_tokens()
        small: QFont = scaled_font(option.font, 0.9)
        metrics, line = QFontMetrics(small), QFontMetrics(option.font).height()
        painter.setFont(small)
        painter.setPen(QColor(tokens.muted))
        detail = str(index.data(ConversationRole.DETAIL))
        detail = metrics.elidedText(detail, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area.left(), area.top() + line + metrics.ascent() + 1, detail)
        entry: ConversationEntry = index.data(ConversationRole.ENTRY)
        if entry.found:
            terms: tuple[str, ...] = index.data(ConversationRole.TERMS)
            words = snippet(entry.found, terms, FOUND_LENGTH)
            bold = bold_ranges(words, terms)
            layout = lay_out(words, bold, small, area.width(), FOUND_LINES)
            layout.draw(painter, QPointF(area.left(), area.top() + 2 * line + 3))


class ConversationView(QListView):
    """Conversations to open, rename, export and delete, by mouse or keyboard."""

    open_requested = Signal(int)
    export_requested = Signal(ConversationEntry)
    delete_requested = Signal(ConversationEntry)

    def __init__(self, model: ConversationListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.conversations = model
        self.setModel(model)
        self.setItemDelegate(ConversationDelegate(self))
        self.setAccessibleName(self.tr("Conversations"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setAcceptDrops(False)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(self._open)

    @property
    def is_renaming(self) -> bool:
        """Whether a title is being changed."""
        return self.state() is QAbstractItemView.State.EditingState

    @property
    def chosen(self) -> ConversationEntry | None:
        """The conversation that has the keyboard."""
        return self.conversations.entry(self.currentIndex())

    def choose(self, conversation: int | None, or_near: int = -1) -> None:
        """Select a conversation and show it; where it is not listed, the one nearest to a row."""
        index = self.conversations.index_of(conversation)
        if not index.isValid() and or_near >= 0:
            index = self.conversations.nearest(or_near)
        if index.isValid():
            self.setCurrentIndex(index)

    def choose_first(self) -> None:
        """Select one where none is."""
        if self.chosen is None and self.conversations.rowCount() > 1:
            self.setCurrentIndex(self.conversations.index(1))

    def rename_chosen(self) -> None:
        """Change the title in place."""
        if self.chosen is not None:
            self.edit(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, F2 renames, Delete asks to delete; the rest is as in any list."""
        entry = self.chosen
        if entry is None or self.is_renaming:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open_requested.emit(entry.id)
        elif event.key() == Qt.Key.Key_F2:
            self.rename_chosen()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_requested.emit(entry)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the conversation under the mouse or the keyboard."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        entry = self.conversations.entry(index)
        if entry is None:
            return
        self.setCurrentIndex(index)
        menu = self.menu_for(entry)
        place = self.visualRect(index).center() if by_key else event.pos()
        menu.popup(self.viewport().mapToGlobal(place))

    def menu_for(self, entry: ConversationEntry) -> QMenu:
        """What can be done with a conversation."""
        menu = QMenu(self)
        menu.addAction(self.tr("Open\tEnter"), lambda: self.open_requested.emit(entry.id))
        menu.addAction(self.tr("Rename\tF2"), self.rename_chosen)
        menu.addAction(self.tr("Export…"), lambda: self.export_requested.emit(entry))
        menu.addSeparator()
        menu.addAction(self.tr("Delete…\tDel"), lambda: self.delete_requested.emit(entry))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def changeEvent(self, event: QEvent) -> None:
        """Rows are as high as the font asks."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()

    def _open(self, index: QModelIndex) -> None:
        entry = self.conversations.entry(index)
        if entry is not None:
            self.open_requested.emit(entry.id)


def select_from_the_end(field: QLineEdit) -> None:
    """Select everything with the cursor, and so what is shown, at the beginning."""
    field.end(False)
    field.home(True)
