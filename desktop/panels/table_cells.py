"""How the cells of a table of answers are laid out and painted: text with chips that can be hit."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from assistant.answers import Support
from assistant.wording import support_words
from desktop.caution import cautions_of
from desktop.file_names import from_left
from desktop.item_models.table_rows import RowState, ShownRow
from desktop.theme import current_tokens, icon, scaled_font
from desktop.words import flat_text, snippet

CHIP_SPACE = "\u202f"
LINE_END = "\u2028"
LONGEST_SENTENCE = 420
"""Letters; more is cut around the value."""
LINE_SPACING = 1.2
_SIGN = 16


@dataclass(frozen=True, slots=True)
class Chip:
    """The number of a citation in a laid-out cell."""

    marker: int
    area: QRectF


@dataclass(frozen=True, slots=True)
class Sign:
    """A picture in front of a caution."""

    icon: str
    token: str
    place: QPointF


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is ready to be painted."""

    layout: QTextLayout
    height: float
    chips: tuple[Chip, ...] = ()
    signs: tuple[Sign, ...] = ()

    def paint(
        self,
        painter: QPainter,
        place: QPointF,
        *,
        open_marker: int = 0,
        chosen: int = -1,
        selected: bool = False,
    ) -> None:
        """Paint it from its top left; `chosen` is the chip that the keyboard is at, or -1."""
        tokens = current_tokens()
        painter.setBrush(QColor(tokens.surface if selected else tokens.accent_soft))
        for number, chip in enumerate(self.chips):
            marked = chip.marker == open_marker or number == chosen
            painter.setPen(QColor(tokens.accent if marked else tokens.accent_soft))
            painter.drawRoundedRect(chip.area.translated(place), 5, 5)
        painter.setPen(QColor(tokens.text))
        self.layout.draw(painter, place)
        for sign in self.signs:
            spot = (sign.place + place).toPoint()
            picture = icon(sign.icon, getattr(tokens, sign.token))
            picture.paint(painter, spot.x(), spot.y(), _SIGN, _SIGN)


class _Text:
    """Text that grows piece by piece, each in its own look."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.text = ""
        self.length = 0
        """As a layout counts, which is as UTF-16 does."""
        self.formats: list[QTextLayout.FormatRange] = []
        self.chips: list[tuple[int, int, int]] = []
        self.signs: list[tuple[int, str, str]] = []

    def add(
        self, text: str, token: str = "text", *, size: float = 1.0, strong: bool = False
    ) -> None:
        """Add a piece in one of the colours."""
        piece = QTextLayout.FormatRange()
        piece.start, piece.length = self.length, _units(text)
        look = QTextCharFormat()
        look.setFont(scaled_font(self.font, size, strong=strong))
        look.setForeground(QColor(getattr(current_tokens(), token)))
        piece.format = look
        self.formats.append(piece)
        self.text += text
        self.length += piece.length

    def add_chip(self, marker: int) -> None:
        """Add the number of a citation."""
        self.add(CHIP_SPACE)
        start = self.length
        self.add(f"{CHIP_SPACE}{marker}{CHIP_SPACE}", "accent", size=0.85, strong=True)
        self.chips.append((start, self.length, marker))

    def add_sign(self, words: str, icon_name: str, token: str) -> None:
        """Add a line with a picture in front."""
        self.add(LINE_END)
        self.signs.append((self.length, icon_name, token))
        self.add("\u2003\u2002" if icon_name else "")
        self.add(words, "muted", size=0.92)

    def laid_out(self, width: float) -> Cell:
        """The whole as a cell of this width."""
        layout = QTextLayout(self.text, self.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(self.formats)
        height = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 40.0))
            line.setPosition(QPointF(0, height))
            height += line.height() * LINE_SPACING
        layout.endLayout()
        chips = tuple(Chip(marker, _area(layout, start, end)) for start, end, marker in self.chips)
        signs = tuple(
            Sign(name, token, _area(layout, start, start).topLeft())
            for start, name, token in self.signs
            if name
        )
        return Cell(layout, height, chips, signs)


def name_cell(shown: ShownRow, font: QFont, width: float, *, sections: bool) -> Cell:
    """The document's name, and below it its file where that is called otherwise."""
    text = _Text(font)
    text.add(shown.name, "text" if shown.state is RowState.SAYS else "muted", strong=True)
    if not sections and shown.name != shown.file_name:
        text.add(LINE_END)
        metrics = QFontMetricsF(scaled_font(font, 0.92))
        cut = metrics.elidedText(from_left(shown.file_name), Qt.TextElideMode.ElideMiddle, width)
        text.add(cut, "muted", size=0.92)
    return text.laid_out(width)


def says_cell(shown: ShownRow, words: str, font: QFont, width: float) -> Cell:
    """The value, the sentences with their chips, and what to be careful about.

    `words` is shown where the document says nothing.
    """
    text = _Text(font)
    if shown.state is not RowState.SAYS:
        text.add(words, "danger" if shown.state is RowState.FAILED else "muted")
        return text.laid_out(width)
    value = flat_text(shown.row.value)
    known = {citation.marker for citation in shown.citations}
    if value and value != flat_text(shown.row.sentences[0].text).rstrip("."):
        text.add(value + LINE_END, strong=True)
    for number, sentence in enumerate(shown.row.sentences):
        said = snippet(sentence.text, (value.casefold(),) if value else (), LONGEST_SENTENCE)
        _add_emphasised(text, (" " if number else "") + said, "" if number else value)
        for marker in sentence.citations:
            if marker in known:
                text.add_chip(marker)
    _add_cautions(text, shown)
    return text.laid_out(width)


def _add_emphasised(text: _Text, said: str, value: str) -> None:
    before, found, after = said.partition(value) if value else (said, "", "")
    text.add(before)
    if found:
        text.add(found, strong=True)
        text.add(after)


def _add_cautions(text: _Text, shown: ShownRow) -> None:
    cautions = dict.fromkeys(each for quote in shown.citations for each in cautions_of(quote))
    for caution in cautions:
        text.add_sign(caution.words.capitalize(), caution.icon, caution.token)
    if any(sentence.support is Support.PARTLY for sentence in shown.row.sentences):
        text.add_sign(support_words(Support.PARTLY).capitalize(), "partly", "warning")


def _area(layout: QTextLayout, start: int, end: int) -> QRectF:
    line = layout.lineForTextPosition(start)
    left, right = (_x_of(line.cursorToX(place)) for place in (start, end))
    return QRectF(left, line.y(), max(right - left, 1.0), line.height())


def _x_of(found: float | object) -> float:
    """Some versions give the place back beside the coordinate."""
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
