"""The two rows above a document: its name and place, and the buttons for moving about in it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QSpinBox,
    QToolButton,
    QWidget,
)

from desktop.file_names import shown_name
from desktop.panels.labels import icon_button, plain_label, push_button
from desktop.viewer.labels import ElidedLabel


class ViewerHeader(QWidget):
    """File name, place, page number, zoom and the way to other citations."""

    next_citation_wanted = Signal()
    previous_citation_wanted = Signal()
    page_wanted = Signal(int)
    zoom_in_wanted = Signal()
    zoom_out_wanted = Signal()
    fit_width_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ElidedLabel(self)
        font = self._name.font()
        font.setBold(True)
        self._name.setFont(font)
        self._place = ElidedLabel(self)
        self._place.setProperty("tone", "muted")
        layout = QGridLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addWidget(self._name, 0, 0)
        layout.addWidget(self._place, 1, 0)
        layout.addLayout(self._build_buttons(), 2, 0)
        self.show_pages(0)

    def show_file(self, path: Path | None, place: str) -> None:
        """Name the file, with its full path as a tip, and the cited place in it."""
        self._name.set_whole_text(shown_name(str(path)) if path else "", str(path) if path else "")
        self._place.set_whole_text(place, "")

    def show_pages(self, count: int) -> None:
        """Offer page numbers up to `count`; 0 hides what only makes sense for pages."""
        self._page.setRange(min(1, count), count)
        self._page_count.setText(self.tr("of {0}").format(count))
        for widget in (self._page, self._page_label, self._page_count, *self._zoom_buttons):
            widget.setVisible(count > 0)

    def show_page(self, page: int) -> None:
        """Set the page number without asking for that page."""
        self._page.blockSignals(True)
        self._page.setValue(page)
        self._page.blockSignals(False)

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(
            self._button(
                "previous", self.tr("Previous citation"), self.previous_citation_wanted.emit
            )
        )
        row.addWidget(
            self._button("next", self.tr("Next citation"), self.next_citation_wanted.emit)
        )
        row.addSpacing(12)
        self._build_page_number(row)
        row.addStretch()
        self._zoom_buttons = [
            self._button("zoom-out", self.tr("Smaller"), self.zoom_out_wanted.emit),
            self._button("zoom-in", self.tr("Larger"), self.zoom_in_wanted.emit),
            self._button("fit-width", self.tr("Fit to width"), self.fit_width_wanted.emit),
        ]
        for button in self._zoom_buttons:
            row.addWidget(button)
        return row

    def _build_page_number(self, row: QHBoxLayout) -> None:
        self._page_label = plain_label(self.tr("&Page"))
        self._page = QSpinBox(self)
        self._page.setKeyboardTracking(False)
        self._page.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self._page.setMinimumWidth(self.fontMetrics().horizontalAdvance("00000") + 24)
        self._page.setMinimumHeight(28)
        self._page.setAccessibleName(self.tr("Page"))
        self._page.valueChanged.connect(self.page_wanted)
        self._page_label.setBuddy(self._page)
        self._page_count = plain_label(tone="muted")
        for widget in (self._page_label, self._page, self._page_count):
            row.addWidget(widget)

    def _button(self, icon: str, name: str, action: Callable[[], None]) -> QToolButton:
        button = icon_button(name, icon, self)
        button.clicked.connect(action)
        return button


class ViewerFooter(QWidget):
    """Leads out of Footnote: to the file's own program, or to its folder."""

    open_wanted = Signal()
    show_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addStretch()
        for name, icon, signal in (
            (self.tr("&Open in its program"), "open", self.open_wanted),
            (self.tr("Show in &folder"), "folder", self.show_wanted),
        ):
            button = push_button(name, icon, "quiet")
            button.setAccessibleName(name.replace("&", ""))
            button.clicked.connect(signal)
            layout.addWidget(button)
