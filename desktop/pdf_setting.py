"""Sets an exported conversation as a PDF with Qt, which knows how letters of any writing join.

What the engine writes without Qt has no shaping engine and few fonts; this has both.
"""

import re
from pathlib import Path

from PySide6.QtCore import QIODevice, QMarginsF, QSaveFile
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

_DOTS_PER_INCH = 96
"""A pixel of the style sheet is one of these; letters stay outlines."""
_STYLE = re.compile("<style>.*?</style>", re.DOTALL)
_STYLE_SHEET = """
h1 { font-size: 22px; margin-bottom: 4px; }
h2 { font-size: 17px; margin-top: 26px; margin-bottom: 4px; }
h3 { font-size: 14px; margin-top: 14px; margin-bottom: 4px; }
p { margin-top: 2px; margin-bottom: 6px; }
small, .remark { color: #606060; font-size: 12px; }
li { margin-bottom: 5px; }
blockquote { margin: 2px 0px 8px 16px; }
td, th { padding: 4px; }
a { color: #2b6cb0; text-decoration: none; }
"""


def set_pdf(html: str, target: Path, title: str) -> None:
    """Write a conversation that was exported as HTML to `target` as a PDF on A4.

    The file is replaced in one step. Raises OSError where it cannot be written. May run in any
    thread, as long as there is an application.
    """
    file = QSaveFile(str(target))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        raise OSError(file.errorString())
    writer = QPdfWriter(file)
    writer.setResolution(_DOTS_PER_INCH)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(), QPageLayout.Unit.Millimeter)  # `print_` leaves 2 cm itself
    writer.setTitle(title)
    writer.setCreator("Footnote")
    _document(html, writer).print_(writer)
    del writer  # writes the end of the file
    if not file.commit():
        raise OSError(file.errorString())


def _document(html: str, writer: QPdfWriter) -> QTextDocument:
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)
    font = QFont("sans-serif")
    font.setStyleHint(QFont.StyleHint.SansSerif)
    font.setPixelSize(13)
    document.setDefaultFont(font)
    document.setDefaultStyleSheet(_STYLE_SHEET)
    # Browsers read that style sheet otherwise. Each block finds the direction of its own text.
    document.setHtml(_STYLE.sub("", html).replace(' dir="auto"', ""))
    return document
