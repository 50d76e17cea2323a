"""What comes of looking for a cited passage in a document."""

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtGui import QPolygonF


class PdfProblem(Enum):
    """Why a file cannot be shown."""

    MISSING = auto()
    PROTECTED = auto()
    DAMAGED = auto()


class PassagePlace(Enum):
    """How the passage was found."""

    UNCHANGED = auto()
    MOVED = auto()
    GONE = auto()


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """Where a passage stands now: page (counted from 0) and what to paint, in points."""

    place: PassagePlace
    page: int
    polygons: tuple[QPolygonF, ...] = ()
