"""How a conversation is to be exported: as what, and with or without personal data."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.export_choice import ExportChoice, ExportFormat
from desktop.panels.labels import plain_label, push_button
from desktop.theme import GRID, scaled_font
from desktop.words import flat_text

WIDTH = 440


class ExportDialog(QDialog):
    """Asks for the format; where to write it is asked afterwards."""

    def __init__(self, title: str, choice: ExportChoice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export conversation"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        heading = plain_label(flat_text(title), wrap=True)
        heading.setFont(scaled_font(heading.font(), 1.2, strong=True))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(heading)
        words = self.tr("Questions and answers with their citations, and the passages cited.")
        layout.addWidget(plain_label(words, "muted", wrap=True))
        layout.addSpacing(GRID)
        self._build_formats(layout, choice)
        layout.addSpacing(GRID)
        self._build_mask(layout, choice)
        layout.addSpacing(GRID)
        layout.addStretch(1)
        layout.addWidget(self._build_buttons())
        self.export_button.setDefault(True)
        self.formats[choice.format].setFocus()
        self.ensurePolished()
        self.resize(WIDTH, layout.totalHeightForWidth(WIDTH))

    @property
    def choice(self) -> ExportChoice:
        """What is chosen now."""
        chosen = next(kind for kind, button in self.formats.items() if button.isChecked())
        return ExportChoice(chosen, self.mask_box.isChecked())

    def _build_formats(self, layout: QVBoxLayout, choice: ExportChoice) -> None:
        words = {
            ExportFormat.WORD: self.tr("&Word document"),
            ExportFormat.PDF: self.tr("&PDF"),
            ExportFormat.HTML: self.tr("Web page (&HTML)"),
            ExportFormat.MARKDOWN: self.tr("&Markdown text"),
        }
        self.formats = {kind: QRadioButton(text) for kind, text in words.items()}
        self._group = QButtonGroup(self)
        for kind, button in self.formats.items():
            self._group.addButton(button)
            button.setChecked(kind is choice.format)
            layout.addWidget(button)

    def _build_mask(self, layout: QVBoxLayout, choice: ExportChoice) -> None:
        self.mask_box = QCheckBox(self.tr("Mask personal &data"))
        self.mask_box.setChecked(choice.mask)
        words = self.tr(
            "Mail addresses, telephone, bank account, card and identity numbers are replaced. "
            "Names are not: read it through before you give it away."
        )
        self.mask_box.setAccessibleDescription(words)
        hint = plain_label(words, "muted", wrap=True)
        hint.setContentsMargins(3 * GRID + 4, 0, 0, 0)
        layout.addWidget(self.mask_box, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(hint)

    def _build_buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        self.export_button = push_button(self.tr("Export…"), look="primary")
        box.addButton(self.export_button, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(QDialogButtonBox.StandardButton.Cancel)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box
