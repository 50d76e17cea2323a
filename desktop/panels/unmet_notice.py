"""Says that the quotes are only the closest there are, and which words are missing from all."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from assistant.wording import CLOSEST, unmet_sentence
from desktop.panels.labels import plain_label
from desktop.theme import GRID, set_icon


class UnmetNotice(QFrame):
    """Stands above the quotes of an answer that may be about something else."""

    def __init__(self, words: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("caution")
        missing = unmet_sentence(words)
        self.setAccessibleName(missing)
        self.setAccessibleDescription(CLOSEST)
        picture = QLabel()
        set_icon(picture, "warning", "warning")
        said = QVBoxLayout()
        said.setSpacing(GRID // 2)
        said.addWidget(plain_label(missing, "title", wrap=True))
        said.addWidget(plain_label(CLOSEST, wrap=True))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID + 4, GRID + 2, GRID + 4, GRID + 2)
        layout.setSpacing(GRID)
        layout.addWidget(picture)
        layout.addLayout(said, 1)
