"""The left side of the window: documents or conversations, and below both what the engine does."""

from enum import IntEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop.panels.conversation_panel import ConversationPanel
from desktop.panels.library_panel import LibraryPanel
from desktop.theme import GRID


class Side(IntEnum):
    """What the left side shows."""

    DOCUMENTS = 0
    CONVERSATIONS = 1


class SidePanel(QWidget):
    """Two panels, one of them shown, chosen by tabs."""

    def __init__(self, library: LibraryPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.library = library
        self.conversations = ConversationPanel()
        self.setObjectName("sidePanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)

    @property
    def shown(self) -> Side:
        """What is shown now."""
        return Side(self.tabs.currentIndex())

    def show_side(self, side: Side) -> None:
        """Show documents or conversations."""
        self.tabs.setCurrentIndex(side)

    def focus_list(self) -> None:
        """Give the keyboard to the list that is shown."""
        if self.shown is Side.CONVERSATIONS:
            self.conversations.focus_list()
        else:
            self.library.focus_list()

    def _build(self) -> None:
        self.tabs = QTabBar()
        self.tabs.setObjectName("sideTabs")
        self.tabs.setAccessibleName(self.tr("Documents or conversations"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.addTab(self.tr("Documents"))
        self.tabs.addTab(self.tr("Conversations"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.library)
        self._stack.addWidget(self.conversations)
        row = QVBoxLayout()
        row.setContentsMargins(GRID + 4, GRID, GRID, 0)
        row.addWidget(self.tabs)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self._stack, 1)
        # Indexing is worth knowing of whatever the side shows.
        layout.addWidget(self.library.footer)
