"""Where the shapes of a slide stand, also those that leave it to the layout."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from indexer.parsing.ooxml import OfficeFile, attribute, child, local_name

NOWHERE = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Place:
    """How the coordinates inside a group become those of the slide: `offset + scale * inner`."""

    top: float = 0.0
    left: float = 0.0
    vertical_scale: float = 1.0
    horizontal_scale: float = 1.0

    def applied(self, place: tuple[float, float] | None) -> tuple[float, float]:
        """(top, left) on the slide."""
        top, left = place or NOWHERE
        return self.top + self.vertical_scale * top, self.left + self.horizontal_scale * left


class Placeholders:
    """The places that a layout and its master give to the placeholders of a slide."""

    def __init__(self, office: OfficeFile, layout: str) -> None:
        master = office.related(layout, "slideMaster") if layout else ""
        self._known = [list(_places(office.part(name))) for name in (layout, master) if name]

    def place(self, kind: str, index: str) -> tuple[float, float] | None:
        """(top, left) of the placeholder of this kind and index, the layout's before others."""
        for known in self._known:
            for wants_index in (True, False):
                for other_kind, other_index, place in known:
                    if index == other_index if wants_index and index else kind == other_kind:
                        return place
        return None


def own_place(element: Element) -> tuple[float, float] | None:
    """(top, left) that a shape itself has, in the coordinates of what holds it."""
    transform = child(element, "spPr", "xfrm")
    if transform is None:
        transform = child(element, "xfrm")
    offset = child(transform, "off")
    return _pair(offset, "y", "x") if offset is not None else None


def group_place(group: Element, outer: Place) -> Place:
    """How coordinates inside a group become those of the slide."""
    transform = child(group, "grpSpPr", "xfrm")
    if transform is None:
        return outer
    top, left = _pair(child(transform, "off"), "y", "x")
    height, width = _pair(child(transform, "ext"), "cy", "cx")
    inner_top, inner_left = _pair(child(transform, "chOff"), "y", "x")
    inner_height, inner_width = _pair(child(transform, "chExt"), "cy", "cx")
    vertical = height / inner_height if height and inner_height else 1.0
    horizontal = width / inner_width if width and inner_width else 1.0
    slide_top, slide_left = outer.applied(
        (top - vertical * inner_top, left - horizontal * inner_left)
    )
    return Place(
        slide_top,
        slide_left,
        outer.vertical_scale * vertical,
        outer.horizontal_scale * horizontal,
    )


def _places(root: Element | None) -> Iterator[tuple[str, str, tuple[float, float]]]:
    """Kind, index and (top, left) of the placeholders in a layout or master."""
    for shape in root.iter() if root is not None else ():
        mark = child(shape, "nvSpPr", "nvPr", "ph") if local_name(shape) == "sp" else None
        place = own_place(shape) if mark is not None else None
        if place is not None:
            yield attribute(mark, "type"), attribute(mark, "idx"), place


def _pair(element: Element | None, first: str, second: str) -> tuple[float, float]:
    return _number(attribute(element, first)), _number(attribute(element, second))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
