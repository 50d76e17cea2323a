"""Fonts for a PDF: those of the system, each for the letters that it has, found without Qt.

A PDF carries its letters itself, so there must be a font for each. Writing whose letters change
with their neighbours, or that runs from right to left, needs a shaping engine, which is not here:
such a text is refused rather than set wrongly.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from reportlab import rl_config
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

SHAPED = re.compile(
    "[\u0590-\u08ff\u0900-\u109f\u1780-\u18af\u1a20-\u1aaf\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00011fff]"
)
"""Hebrew, Arabic, the Indian scripts, Thai, Lao, Burmese, Khmer and others that need shaping."""

_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)
_TEXT_FONTS = (
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ("arial.ttf", "arialbd.ttf"),
    ("Arial.ttf", "Arial Bold.ttf"),
    ("Vera.ttf", "VeraBd.ttf"),
)
"""Regular and bold. The last pair comes with reportlab and has the Latin letters of the West."""
_FURTHER_FONTS = (
    "Arial Unicode.ttf",
    "DroidSansFallbackFull.ttf",
    "DroidSansFallback.ttf",
    "NotoSansSC-Regular.ttf",
    "NotoSansJP-Regular.ttf",
    "NotoSansKR-Regular.ttf",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "msyh.ttc",
    "simsun.ttc",
    "msgothic.ttc",
    "malgun.ttf",
    "seguisym.ttf",
)
_SUBSTITUTES = {"\uf0b7": "•", "\uf0a7": "▪", "\u2011": "-", "\u00ad": "", "\u200b": ""}
_UNKNOWN = "□"


class NoFont(Exception):
    """There is no font for a letter, or no way to set it."""

    def __init__(self, letter: str) -> None:
        super().__init__(letter)
        self.letter = letter


class Fonts:
    """The regular and the bold font, and further ones for the letters that these lack."""

    def __init__(self) -> None:
        pair = next(pair for pair in _TEXT_FONTS if all(map(_font, pair)))
        self.regular, self.bold = (_named(name) for name in pair)

    def runs(self, text: str, *, bold: bool = False) -> Iterator[tuple[str, str]]:
        """The text in pieces, each with the name of the font to set it in. Raises NoFont."""
        if found := SHAPED.search(text):
            raise NoFont(found.group())
        first = self.bold if bold else self.regular
        piece, of_piece = "", first
        for letter in unicodedata.normalize("NFC", text):
            sign, font = self._font_for(_SUBSTITUTES.get(letter, letter), first)
            if font != of_piece and piece:
                yield piece, of_piece.fontName
                piece = ""
            piece, of_piece = piece + sign, font
        if piece:
            yield piece, of_piece.fontName

    def _font_for(self, letter: str, first: TTFont) -> tuple[str, TTFont]:
        if not letter or ord(letter) in first.face.charToGlyph:
            return letter, first
        for name in _FURTHER_FONTS:
            font = _font(name)
            if font is not None and ord(letter) in font.face.charToGlyph:
                return letter, font
        if unicodedata.category(letter)[0] in "LN":
            raise NoFont(letter)
        has_box = ord(_UNKNOWN) in first.face.charToGlyph
        return (_UNKNOWN if has_box else "?"), first


def _named(name: str) -> TTFont:
    font = _font(name)
    assert font is not None
    return font


@cache
def _font(name: str) -> TTFont | None:
    """The font of that file, made known to reportlab; None where the system does not have it."""
    path = _files().get(name.casefold())
    if path is None:
        return None
    try:
        font = TTFont(Path(name).stem, str(path))
    except (TTFError, OSError):  # reportlab reads no fonts with PostScript outlines
        return None
    registerFont(font)
    return font


@cache
def _files() -> dict[str, Path]:
    """The files of fonts that are there, by name."""
    wanted = {name.casefold() for pair in _TEXT_FONTS for name in pair}
    wanted.update(name.casefold() for name in _FURTHER_FONTS)
    folders = [Path(folder).expanduser() for folder in _FOLDERS]
    folders += [Path(folder) for folder in rl_config.TTFSearchPath if "%" not in folder]
    return {
        path.name.casefold(): path
        for folder in reversed(folders)
        if folder.is_dir()
        for path in folder.rglob("*")
        if path.name.casefold() in wanted
    }
