"""The look: every colour and distance that the window uses, for light and for dark."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

ICON_FOLDER = Path(__file__).resolve().parent / "icons"
GRID = 8
"""Distances are multiples of this, or of its half."""
RADIUS = 8
READING_WIDTH = 840
"""Pixels; lines longer than this are hard to read."""
ICON_SIZE = 16


class ThemeChoice(StrEnum):
    """Which colours the person asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours by what they are for; all text ones reach 4.5 : 1 on window, side and surface."""

    window: str
    side: str
    surface: str
    hover: str
    text: str
    muted: str
    border: str
    strong_border: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    good: str
    warning: str
    warning_soft: str
    danger: str
    danger_soft: str


LIGHT = Tokens(
    window="#F8F8F6",
    side="#F1F1EE",
    surface="#FFFFFF",
    hover="#ECECE8",
    text="#1D1F23",
    muted="#5C626C",
    border="#E2E2DD",
    strong_border="#C3C4C0",
    accent="#2F5D8C",
    accent_hover="#264D75",
    on_accent="#FFFFFF",
    accent_soft="#E4ECF5",
    good="#2B7549",
    warning="#875A00",
    warning_soft="#FBF1DA",
    danger="#A8261F",
    danger_soft="#FBE9E7",
)

DARK = Tokens(
    window="#1C1D20",
    side="#17181A",
    surface="#242629",
    hover="#2C2F33",
    text="#E8E9EB",
    muted="#A6ABB4",
    border="#33363A",
    strong_border="#50545B",
    accent="#8FB8E6",
    accent_hover="#A9C9EE",
    on_accent="#10202F",
    accent_soft="#27394D",
    good="#7CC79A",
    warning="#E0B35C",
    warning_soft="#3A301B",
    danger="#F0938B",
    danger_soft="#412523",
)


def tokens_of(palette: QPalette) -> Tokens:
    """The tokens that belong to a palette, so nothing has to remember the theme.

    A widget's own palette will not do where a style sheet has made its ground transparent.
    """
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def current_tokens() -> Tokens:
    """The tokens that the application wears now."""
    return tokens_of(QApplication.palette())


def is_dark(choice: ThemeChoice) -> bool:
    """Whether the choice means dark colours now; the system decides where it was left to it."""
    if choice is ThemeChoice.SYSTEM:
        return QApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return choice is ThemeChoice.DARK


def apply_theme(application: QApplication, choice: ThemeChoice) -> None:
    """Dress the whole application; every widget hears of it as a palette change."""
    tokens = DARK if is_dark(choice) else LIGHT
    application.setStyle("Fusion")
    application.setPalette(palette_for(tokens))
    application.setStyleSheet(style_sheet(tokens))


def palette_for(tokens: Tokens) -> QPalette:
    """The Qt palette made of the tokens."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.side,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.ToolTipBase: tokens.surface,
        role.ToolTipText: tokens.text,
        role.BrightText: tokens.danger,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Light: tokens.surface,
        role.Midlight: tokens.hover,
        role.Mid: tokens.border,
        role.Dark: tokens.strong_border,
    }
    palette = QPalette()
    for colour_role, colour in colours.items():
        palette.setColor(colour_role, QColor(colour))
    for colour_role in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, colour_role, QColor(tokens.muted))
    return palette


def style_sheet(tokens: Tokens) -> str:
    """What a palette cannot say: rounded corners, quiet buttons, focus rings."""
    values = {name: getattr(tokens, name) for name in Tokens.__dataclass_fields__}
    # Style sheets cannot colour a picture.
    shade = "dark" if tokens is DARK else "light"
    for picture in ("tick", "arrow-down"):
        key = picture.replace("-", "_")
        values[key] = (ICON_FOLDER / f"{picture}-{shade}.svg").as_posix()
    return (ICON_FOLDER.parent / "style.qss").read_text(encoding="utf-8") % values


def scaled_font(font: QFont, factor: float, *, strong: bool = False) -> QFont:
    """The same font, larger or smaller, following the person's own font size."""
    scaled = QFont(font)
    if font.pointSizeF() > 0:
        scaled.setPointSizeF(font.pointSizeF() * factor)
    else:
        scaled.setPixelSize(round(font.pixelSize() * factor))
    if strong:
        scaled.setWeight(QFont.Weight.DemiBold)
    return scaled


@cache
def icon(name: str, colour: str, size: int = ICON_SIZE) -> QIcon:
    """One of the icons of `icons/`, drawn in one colour, sharp at every screen scale."""
    source = (ICON_FOLDER / f"{name}.svg").read_bytes()
    renderer = QSvgRenderer(QByteArray(source.replace(b"currentColor", colour.encode())))
    result = QIcon()
    for scale in (1, 2, 3):
        pixmap = QPixmap(QSize(size, size) * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(pixmap.rect()))
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        result.addPixmap(pixmap)
    return result


class _Recolour(QObject):
    """Draws a button's or label's icon again when the theme changes."""

    def __init__(self, widget: QWidget, name: str, token: str, size: int) -> None:
        super().__init__(widget)
        self._widget = widget
        self._name = name
        self._token = token
        self._size = size
        widget.installEventFilter(self)
        self.draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Redraws on a palette change; never swallows anything."""
        if event.type() is QEvent.Type.PaletteChange:
            self.draw()
        return False

    def draw(self) -> None:
        """Put the icon on in the colours of now."""
        colour = getattr(current_tokens(), self._token)
        image = icon(self._name, colour, self._size)
        if isinstance(self._widget, QAbstractButton):
            self._widget.setIcon(image)
            self._widget.setIconSize(QSize(self._size, self._size))
        elif isinstance(self._widget, QLabel):
            ratio = self._widget.devicePixelRatioF()
            self._widget.setPixmap(image.pixmap(QSize(self._size, self._size), ratio))


def set_icon(widget: QWidget, name: str, token: str = "muted", size: int = ICON_SIZE) -> None:
    """Give a button or label an icon that follows the theme; a second call replaces the first."""
    for older in widget.findChildren(_Recolour, options=Qt.FindChildOption.FindDirectChildrenOnly):
        widget.removeEventFilter(older)
        older.deleteLater()
    _Recolour(widget, name, token, size)
