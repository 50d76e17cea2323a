"""What the window shows before there is anything to ask."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.panels.labels import centred, plain_label, push_button
from desktop.theme import GRID, current_tokens, scaled_font, set_icon

SAMPLES = Path(__file__).resolve().parent.parent.parent / "samples"


class DropZone(QWidget):
    """A dashed frame; the whole window accepts drops, this only says so."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame in the colours of now."""
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(tokens.strong_border), 1.5, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(tokens.surface))
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(area, 12, 12)


class EmptyState(QWidget):
    """A friendly start: what this is, where to drop, and the sample documents."""

    add_folder_requested = Signal()
    add_files_requested = Signal()
    samples_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None, samples: Path = SAMPLES) -> None:
        super().__init__(parent)
        self._samples = samples
        self._title = plain_label(self.tr("Ask your own documents"))
        self._title.setFont(scaled_font(self._title.font(), 1.8, strong=True))
        self._intro = plain_label(
            self.tr(
                "Footnote reads your folders where they are and answers from them. "
                "Every sentence opens the page it stands on. Nothing leaves this computer."
            ),
            "muted",
            wrap=True,
        )
        self._intro.setFont(scaled_font(self._intro.font(), 1.08))
        self._build()

    def _build(self) -> None:
        column = QWidget()
        column.setMaximumWidth(560)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addStretch(2)
        layout.addWidget(self._title)
        layout.addWidget(self._intro)
        layout.addSpacing(GRID)
        layout.addWidget(self._build_zone())
        layout.addLayout(self._build_samples())
        layout.addStretch(3)
        centred(self, column)

    def _build_zone(self) -> DropZone:
        picture = QLabel()
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_icon(picture, "drop", "accent", 40)
        words = plain_label(self.tr("Drop folders or files here"), "title")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        kinds = plain_label(
            self.tr("PDF, Office files, mails, web pages, books, notes and source code"), "muted"
        )
        kinds.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.folder_button = push_button(self.tr("Add folder…"), "folder-add", "primary")
        self.files_button = push_button(self.tr("Add files…"), "file-add")
        self.folder_button.clicked.connect(self.add_folder_requested)
        self.files_button.clicked.connect(self.add_files_requested)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch(1)
        buttons.addWidget(self.folder_button)
        buttons.addWidget(self.files_button)
        buttons.addStretch(1)
        zone = DropZone()
        layout = QVBoxLayout(zone)
        layout.setContentsMargins(3 * GRID, 4 * GRID, 3 * GRID, 4 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(picture)
        layout.addWidget(words)
        layout.addWidget(kinds)
        layout.addSpacing(GRID)
        layout.addLayout(buttons)
        return zone

    def _build_samples(self) -> QHBoxLayout:
        self.samples_button = push_button(
            self.tr("Try it with the sample documents"), "file", "quiet"
        )
        self.samples_button.setVisible(_has_files(self._samples))
        self.samples_button.clicked.connect(lambda: self.samples_requested.emit(str(self._samples)))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.samples_button)
        row.addStretch(1)
        return row


def _has_files(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())
