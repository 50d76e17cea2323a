"""What a folder would bring, before it is indexed: kinds of files, what is left out, how long."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from assistant.messages import FormatShare
from desktop.adding import Preview
from desktop.file_words import size_words, source_name
from desktop.panels.labels import plain_label, push_button
from desktop.theme import GRID, scaled_font
from desktop.words import counted, duration_words, number_words

KINDS_SHOWN = 8
"""Further kinds of files are added up in one line."""


class PreviewDialog(QDialog):
    """Asks whether to index; closing it adds nothing."""

    rules_requested = Signal()
    """Change what is left out, then look again."""

    def __init__(self, preview: Preview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview = preview
        self.setWindowTitle(self.tr("Add to the library"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        self._build()

    @property
    def words(self) -> str:
        """All that is said, a line each."""
        return "\n".join((self._title.text(), self._sum.text(), self._left_out.text()))

    def _build(self) -> None:
        self._title = plain_label(_title(self.preview), wrap=True)
        self._title.setFont(scaled_font(self._title.font(), 1.2, strong=True))
        self._sum = plain_label(_sum(self.preview), wrap=True)
        self._left_out = plain_label(_left_out(self.preview), "muted", wrap=True)
        self._left_out.setVisible(bool(self._left_out.text()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self._title)
        layout.addWidget(self._sum)
        if self.preview.readable:
            layout.addWidget(_table(self.tr("Read"), self.preview.readable), 1)
        if self.preview.skipped:
            layout.addWidget(_table(self.tr("Not read"), self.preview.skipped), 1)
        layout.addWidget(self._left_out)
        layout.addWidget(self._build_buttons())
        # Only a button that is in its dialog already can become the one that Enter means.
        self.index_button.setDefault(True)
        self.index_button.setFocus()

    def _build_buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        self.index_button = push_button(self.tr("Index"), look="primary")
        self.rules_button = push_button(self.tr("Rules…"), "settings")
        self.rules_button.setToolTip(self.tr("Change which files are left out"))
        box.addButton(self.index_button, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(self.rules_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.cancel_button = box.addButton(QDialogButtonBox.StandardButton.Cancel)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        self.rules_button.clicked.connect(self._change_rules)
        return box

    def _change_rules(self) -> None:
        self.reject()
        self.rules_requested.emit()


def _title(preview: Preview) -> str:
    names = [source_name(path) for path in preview.paths]
    if len(names) == 1:
        return _tr("Index “{0}”?").format(names[0])
    return _tr("Index these {0} folders and files?").format(len(names))


def _sum(preview: Preview) -> str:
    files = counted("%n files", preview.files)
    parts = [files if preview.complete else _tr("More than {0}").format(files)]
    parts.append(size_words(preview.size))
    if preview.seconds is not None:
        parts.append(duration_words(preview.seconds))
    return " · ".join(parts)


def _left_out(preview: Preview) -> str:
    sentences = []
    if preview.excluded:
        sentences.append(
            _tr("{0} hidden or left out by your rules.").format(
                counted("%n files and folders", preview.excluded)
            )
        )
    if preview.by_git:
        sentences.append(_tr("{0} of them by a .gitignore.").format(number_words(preview.by_git)))
    if not preview.complete:
        sentences.append(_tr("Counting was cut short, because the folder is very large."))
    return " ".join(sentences)


def _table(heading: str, shares: Sequence[FormatShare]) -> QScrollArea:
    """Kinds of files with their numbers, as a table that a screen reader can walk through."""
    body = QWidget()
    grid = QGridLayout(body)
    grid.setContentsMargins(0, 0, GRID, 0)
    grid.setHorizontalSpacing(3 * GRID)
    grid.setVerticalSpacing(GRID // 2)
    grid.setColumnStretch(0, 1)
    grid.setColumnMinimumWidth(1, 8 * GRID)
    grid.setColumnMinimumWidth(2, 10 * GRID)
    grid.setRowStretch(KINDS_SHOWN + 2, 1)
    total = sum(share.files for share in shares)
    title = plain_label(f"{heading}: {counted('%n files', total)}", "title")
    grid.addWidget(title, 0, 0, 1, 3)
    for row, share in enumerate(_shown(shares), start=1):
        size = size_words(share.size)
        for column, text in enumerate((share.name, number_words(share.files), size)):
            label = plain_label(text, "" if column == 0 else "muted")
            side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
            grid.addWidget(label, row, column, side)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidget(body)
    area.setAccessibleName(title.text())
    area.setMinimumHeight(min(body.sizeHint().height(), 24 * GRID))
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def _shown(shares: Sequence[FormatShare]) -> list[FormatShare]:
    """The largest kinds, and the rest as one."""
    first, rest = list(shares[:KINDS_SHOWN]), shares[KINDS_SHOWN:]
    if rest:
        files, size = sum(share.files for share in rest), sum(share.size for share in rest)
        first.append(FormatShare(name=_tr("Others"), files=files, size=size))
    return first


def _tr(text: str) -> str:
    return QCoreApplication.translate("PreviewDialog", text)
