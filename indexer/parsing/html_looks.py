"""What of a web page nobody sees although it is there: white on white, of no size, off the page.

Only what an element says itself is looked at. Style sheets are not computed, so where one could
give a background, white words are not called hidden.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from indexer.documents import HiddenBecause

WHITE = r"(?:white|#fff(?:fff)?|rgba?\(\s*255\s*,\s*255\s*,\s*255\s*(?:,\s*1\s*)?\))"
WHITE_WORDS = re.compile(rf"(?:^|[;\s])color\s*:\s*{WHITE}\s*(?:;|!|\Z)", re.I)
OTHER_WORDS = re.compile(r"(?:^|[;\s])color\s*:", re.I)
WHITE_VALUE = re.compile(rf"{WHITE}\s*\Z", re.I)
BACKGROUND = re.compile(r"background", re.I)
TINY = re.compile(r"font-size\s*:\s*(?:0?\.\d+|1(?:\.\d+)?)\s*(?:px|pt)", re.I)
OFF_PAGE = re.compile(
    r"(?:^|[;\s])(?:left|right|top|text-indent|margin-left|margin-top)\s*:\s*-\d{4,}(?:px|pt|em)?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of the place where words stand."""

    is_white: bool = True
    """Whether nothing around them gives another background, or could."""
    because: HiddenBecause | None = None
    """Why nobody sees them."""


WHITE_PAPER = Ground()
UNKNOWN_GROUND = Ground(is_white=False)


def ground_within(attributes: Mapping[str, str | None], outer: Ground) -> Ground:
    """What is known within an element of these attributes."""
    if not attributes:
        return outer
    style = attributes.get("style") or ""
    has_ground = bool(BACKGROUND.search(style)) or not attributes.keys().isdisjoint(
        {"class", "bgcolor", "background", "id"}
    )
    ground = replace(outer, is_white=False) if has_ground and outer.is_white else outer
    if ground.because in (HiddenBecause.TINY, HiddenBecause.OFF_PAGE):
        return ground
    if TINY.search(style):
        return replace(ground, because=HiddenBecause.TINY)
    if OFF_PAGE.search(style):
        return replace(ground, because=HiddenBecause.OFF_PAGE)
    is_white = WHITE_WORDS.search(style) or WHITE_VALUE.match(attributes.get("color") or "")
    if is_white and ground.is_white:
        return replace(ground, because=HiddenBecause.NO_CONTRAST)
    if not ground.is_white or OTHER_WORDS.search(style) or attributes.get("color"):
        return replace(ground, because=None)
    return ground
