"""What was understood of a search beside its words: one small chip for each part."""

from PySide6.QtWidgets import QLabel, QWidget

from assistant.search.query import parse_query
from assistant.search.query_parts import QueryPart, understood_parts
from desktop.panels.flow_layout import FlowLayout
from desktop.panels.labels import plain_label
from desktop.theme import GRID


class QueryChips(QWidget):
    """Hidden while nothing but words was typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[QueryPart] = []
        self._chips: list[QLabel] = []
        self._row = FlowLayout(GRID // 2 + 2)
        self.setLayout(self._row)
        self.hide()

    @property
    def words(self) -> str:
        """Everything that is shown."""
        return ", ".join(part.words for part in self._parts)

    def show_query(self, typed: str) -> None:
        """Show the filters, phrases and exclusions of what stands in the field."""
        parts = understood_parts(parse_query(typed))
        if parts == self._parts:
            return
        self._parts = parts
        while len(self._chips) < len(parts):
            chip = plain_label()
            chip.setProperty("look", "part")
            self._chips.append(chip)
            self._row.addWidget(chip)
        for number, chip in enumerate(self._chips):
            chip.setVisible(number < len(parts))
            chip.setText(parts[number].words if number < len(parts) else "")
        self.setVisible(bool(parts))
        self.setAccessibleName(self.tr("Understood: {0}").format(self.words))
        self.updateGeometry()
