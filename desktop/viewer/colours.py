"""Colours of the viewer that the theme does not have."""

from PySide6.QtGui import QColor, QPalette

from desktop.theme import DARK, tokens_of

PAPER = QColor(255, 255, 255)
HIGHLIGHT_ON_PAPER = QColor(255, 226, 89)
"""Multiplied with the page, so black text stays black (contrast about 16 to 1)."""
HIGHLIGHT_OUTLINE = QColor(196, 144, 0)
"""Under the highlighted lines, so that they do not depend on telling colours apart."""


def text_highlight(palette: QPalette) -> tuple[QColor, QColor]:
    """Ground and letters of a marked passage in running text."""
    if tokens_of(palette) is DARK:
        return QColor(122, 92, 0), QColor(255, 255, 255)
    return HIGHLIGHT_ON_PAPER, QColor(0, 0, 0)


def strip_colours(palette: QPalette) -> tuple[QColor, QColor]:
    """Ground and letters of the strip that says what is different from before."""
    tokens = tokens_of(palette)
    return QColor(tokens.warning_soft), QColor(tokens.text)


def desk(palette: QPalette) -> QColor:
    """What the pages lie on."""
    return QColor(tokens_of(palette).hover)
