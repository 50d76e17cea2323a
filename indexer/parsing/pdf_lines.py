"""A page of a PDF as lines with their place and type size; what layout is recognised from."""

from dataclasses import dataclass

from indexer.documents import HiddenText, Recognition, Span


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a page's text and where it stands, in points.

    The page is held so that its text runs to the right, whichever way it is shown.
    """

    span: Span
    text: str
    left: float
    bottom: float
    right: float
    top: float
    foot: float
    """Lower edge of the first character. A word hyphenated at the line's end brings the next line
    along, and then `bottom` is further down than this."""
    size: float
    """Type size in points, the median of three characters of the line."""
    bold: bool
    """Whether the line is bold from end to end."""


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody has written onto a page: an entry of a form, or a comment."""

    text: str
    is_seen: bool = True
    left: float = 0.0
    """The box around it, as parts of the page's width and height from its top left."""
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0


@dataclass(frozen=True, slots=True)
class PageLines:
    """A page before its blocks are known; `number` counts from 1."""

    number: int
    text: str
    lines: tuple[TextLine, ...]
    label: str = ""
    is_picture: bool = False
    """No text of use, but pictures or drawings where there may be some."""
    recognition: Recognition | None = None
    """Set where the text was read off a picture."""
    hidden: tuple[HiddenText, ...] = ()
    """What of the text cannot be seen, in order and without overlaps."""
    written: tuple[Written, ...] = ()
    """Entries of forms and comments; no part of the text."""
