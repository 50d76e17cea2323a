"""A few lines of plain text with some words in bold, cut with dots where there is no more room."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QTextCharFormat, QTextLayout, QTextOption


def lay_out(
    text: str, bold: list[tuple[int, int]], font: QFont, width: float, max_lines: int
) -> QTextLayout:
    """The text laid out in at most `max_lines` lines of this width, ready to be drawn."""
    layout, used = _lay_out(text, bold, font, width, max_lines)
    if used < len(text):
        shorter = text[: max(0, used - 2)].rstrip() + "…"
        kept = [(start, length) for start, length in bold if start + length < len(shorter)]
        layout, _ = _lay_out(shorter, kept, font, width, max_lines)
    return layout


def _lay_out(
    text: str, bold: list[tuple[int, int]], font: QFont, width: float, max_lines: int
) -> tuple[QTextLayout, int]:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats([_bold_range(start, length) for start, length in bold])
    used, height = 0, 0.0
    layout.beginLayout()
    for _ in range(max_lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height() * 1.15
        used = line.textStart() + line.textLength()
    layout.endLayout()
    return layout, used


def _bold_range(start: int, length: int) -> QTextLayout.FormatRange:
    bold = QTextCharFormat()
    bold.setFontWeight(QFont.Weight.Bold)
    result = QTextLayout.FormatRange()
    result.start, result.length, result.format = start, length, bold
    return result
