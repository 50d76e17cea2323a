"""The file that is chosen: what became of it, why, and what can be done."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from assistant.messages import FileEntry
from assistant.search.explaining import FileExplanation
from assistant.search.explanation_words import passage_sentences
from assistant.wording import mark_sentence, sentence_for, status_words
from desktop.file_words import size_words, tr
from desktop.panels.announcing import announce
from desktop.panels.file_view import STATUS_ICONS
from desktop.panels.flow_layout import FlowLayout
from desktop.panels.labels import plain_label, plain_tooltip, push_button
from desktop.theme import GRID, set_icon
from desktop.viewer.labels import ElidedLabel
from desktop.words import counted
from indexer.documents import FileStatus


class FileDetails(QWidget):
    """Below the table; works on all selected files where that makes sense."""

    open_requested = Signal(FileEntry)
    folder_requested = Signal(FileEntry)
    retry_requested = Signal(list)
    """Paths to read again."""
    why_requested = Signal(str)
    """The path of a file that somebody misses among the results."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[FileEntry, ...] = ()
        self._searched = ""
        self.setObjectName("fileDetails")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        self.show_files(())

    @property
    def words(self) -> str:
        """Everything that is said, a line each."""
        return "\n".join(
            label.text()
            for label in (self._title, self._text, self._why)
            if label.isVisibleTo(self)
        )

    def show_files(self, entries: Sequence[FileEntry]) -> None:
        """Show what is known of one file, or how many are chosen."""
        if [entry.path for entry in entries] != [entry.path for entry in self._entries]:
            self.say_why("")
        self._entries = tuple(entries)
        self.setVisible(bool(entries))
        if not entries:
            return
        single = entries[0] if len(entries) == 1 else None
        self._icon.setVisible(single is not None)
        self._path.setVisible(single is not None)
        self._text.setVisible(single is not None)
        for button in (self.open_button, self.folder_button):
            button.setVisible(single is not None)
        self.why_button.setVisible(single is not None and bool(self._searched))
        if single is None:
            self._title.setText(tr("%n files chosen", len(entries)))
        else:
            self._show_one(single)

    def set_search(self, query: str) -> None:
        """Offer to say why a file is not among the results of this search."""
        self._searched = query
        self.why_button.setVisible(len(self._entries) == 1 and bool(query))
        self.why_button.setToolTip(plain_tooltip(tr("Searched for: {0}").format(query)))
        self.say_why("")

    def show_explanation(self, explanation: FileExplanation) -> None:
        """Say what became of the file in the search, where it is still the chosen one."""
        if [entry.path for entry in self._entries] == [explanation.path]:
            said = [tr("For “{0}”:").format(explanation.query), explanation.sentence]
            if explanation.how is not None:
                said += passage_sentences(explanation.how)[1:]
            self.say_why(" ".join(said))
            announce(self, self._why.text())

    def say_why(self, text: str) -> None:
        """Say this below what became of the file; nothing hides it."""
        self._why.setText(text)
        self._why.setVisible(bool(text))

    def set_read_only(self, read_only: bool) -> None:
        """Offer no reading where another process writes the library."""
        self.retry_button.setEnabled(not read_only)

    def _show_one(self, entry: FileEntry) -> None:
        set_icon(self._icon, *STATUS_ICONS[entry.status])
        self._title.setText(_title(entry))
        self._path.set_whole_text(entry.path, entry.path)
        self._text.setText("\n".join(_sentences(entry)))
        announce(self, self.words)

    def _build(self) -> None:
        self._icon = QLabel()
        self._title = plain_label(tone="title", wrap=True)
        self._path = ElidedLabel()
        self._path.setProperty("tone", "muted")
        self._text = plain_label(wrap=True)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._text.setAccessibleName(self.tr("What became of the file"))
        self._why = plain_label(wrap=True)
        self._why.setAccessibleName(self.tr("Why it is not in the results"))
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        layout.setSpacing(GRID // 2)
        layout.addLayout(head)
        layout.addWidget(self._path)
        layout.addWidget(self._text)
        layout.addWidget(self._why)
        layout.addSpacing(GRID // 2)
        layout.addLayout(self._build_buttons())

    def _build_buttons(self) -> FlowLayout:
        self.open_button = push_button(self.tr("Open"), "open")
        self.folder_button = push_button(self.tr("Show in folder"), "folder")
        self.retry_button = push_button(self.tr("Read again"), "refresh")
        self.copy_button = push_button(self.tr("Copy path"), "copy")
        self.open_button.clicked.connect(lambda: self.open_requested.emit(self._entries[0]))
        self.folder_button.clicked.connect(lambda: self.folder_requested.emit(self._entries[0]))
        self.retry_button.clicked.connect(
            lambda: self.retry_requested.emit([entry.path for entry in self._entries])
        )
        self.why_button = push_button(self.tr("Why not in the results?"), "help")
        self.why_button.clicked.connect(lambda: self.why_requested.emit(self._entries[0].path))
        self.copy_button.clicked.connect(self._copy_paths)
        row = FlowLayout(GRID)
        for button in (
            self.open_button,
            self.folder_button,
            self.retry_button,
            self.copy_button,
            self.why_button,
        ):
            row.addWidget(button)
        return row

    def _copy_paths(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(entry.path for entry in self._entries))


def _title(entry: FileEntry) -> str:
    name = entry.path.replace("\\", "/").rpartition("/")[2]
    parts = [f"{name}: {status_words(entry.status)}"]
    if entry.pages:
        parts.append(counted("%n pages", entry.pages))
    if entry.chunks:
        parts.append(counted("%n passages", entry.chunks))
    if entry.size:
        parts.append(size_words(entry.size))
    return " · ".join(parts)


def _sentences(entry: FileEntry) -> list[str]:
    sentences = [sentence_for(entry.reason, entry.path)] if entry.reason is not None else []
    if entry.status is FileStatus.INDEXED and not entry.reason:
        sentences.append(tr("All of it was read. Nothing needs to be done."))
    return sentences + [mark_sentence(mark) for mark in entry.marks]
