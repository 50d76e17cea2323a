"""What is painted on a PDF's page and in which order, asked of pdfium object by object."""

import ctypes
from collections.abc import Callable, Iterator, Sequence
from ctypes import c_float, c_int, c_uint, c_void_p
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import repeat
from typing import NamedTuple

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from indexer.parsing.pdf_calls import address_of, places, pointers, quick

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points."""
Color = tuple[int, int, int]
"""Red, green, blue, 0 to 255."""
Matrix = tuple[float, float, float, float, float, float]

UPRIGHT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
DEEPEST_FORM = 8
MOST_OBJECTS = 20_000
"""Of a page; maps hold hundreds of thousands, and hardly any of them is text."""
THINNEST_FILL = 3.0
"""Points; what is thinner is a rule, and nothing stands on or under it."""
UNPAINTED_MODES = frozenset({3, 7})
"""Text render modes whose letters are not painted (PDF 32000-1, table 106)."""
PALE = 600
"""Sum of red, green and blue from which on letters may be lost on white paper."""
CLEAR = 26
"""Opacity, of 255, below which letters are hardly seen."""


_page_count = quick(pdfium.FPDFPage_CountObjects, c_int, c_void_p)
_page_object = quick(pdfium.FPDFPage_GetObject, c_void_p)
_form_count = quick(pdfium.FPDFFormObj_CountObjects, c_int, c_void_p)
_form_object = quick(pdfium.FPDFFormObj_GetObject, c_void_p)
_type = quick(pdfium.FPDFPageObj_GetType, c_int, c_void_p)
_render_mode = quick(pdfium.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
_fill_color = quick(pdfium.FPDFPageObj_GetFillColor, c_int, *[c_void_p] * 5)
_bounds = quick(pdfium.FPDFPageObj_GetBounds, c_int, *[c_void_p] * 5)
_matrix = quick(pdfium.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
_draw_mode = quick(pdfium.FPDFPath_GetDrawMode, c_int, c_void_p, c_void_p, c_void_p)
_set_active = quick(pdfium.FPDFPageObj_SetIsActive, c_int, c_void_p, c_int)


_PAINT, _EDGES = (c_uint * 4)(), (c_float * 4)()  # pdfium is never called by two threads at once
_PAINT_PLACES, _EDGE_PLACES = places(_PAINT), places(_EDGES)
MANY = 512
"""Objects whose colours are asked for at once."""
_PAINTS = (c_uint * (4 * MANY))()
_PAINTS_PLACES = [pointers(_PAINTS)[value::4] for value in range(4)]


class SurfaceKind(IntEnum):
    """What an object that is no text may do to text."""

    FILL = 1
    PICTURE = 2
    """Pictures and gradients, whose colour at a place only rendering tells."""


@dataclass(frozen=True, slots=True)
class Surface:
    """Something that text may stand on or be covered by."""

    order: int
    """Its place in the order of painting, counted together with the texts."""
    kind: SurfaceKind
    box: Box
    color: Color | None
    """None where a pattern or a picture paints it."""
    is_opaque: bool


class PaintedText(NamedTuple):
    """A piece of text as one operator paints it: a letter, a word, a line."""

    order: int
    address: int
    mode: int
    """The text render mode."""
    color: Color | None
    """None where letters are painted in a pattern or outlined."""
    alpha: int
    """0 for wholly transparent, 255 for opaque."""
    matrix: Matrix
    """Of the forms around it."""


@dataclass(slots=True)
class Painting:
    """All that matters of a page, in the order of painting."""

    surfaces: list[Surface] = field(default_factory=list)
    addresses: list[int] = field(default_factory=list)
    """Of all texts, doubtful or not; 0 for everything else, so that the index is the order."""
    modes: list[int] = field(default_factory=list)
    """The text render mode of each; negative for what is no text."""
    matrices: dict[int, Matrix] = field(default_factory=dict)
    """Of the forms around texts, by address, where there are any."""

    def doubtful(self, samples: Sequence[int] | None = None) -> Iterator[PaintedText]:
        """Texts that may not be seen by what is known of them alone: pale, clear, not painted.

        With samples, by address, colours are only looked at when one of the samples is doubtful.
        """
        odd = {order for order, mode in enumerate(self.modes) if mode > 0}
        if samples is None or doubtful_among(samples):
            found = doubtful_among(self.addresses)
            odd.update(order for order in found if self.addresses[order])
        for order in sorted(odd):
            yield self._text(order)

    def texts(self, start: int, end: int) -> Iterator[PaintedText]:
        """All texts painted at this place of the order or later, but before `end`."""
        for order in range(start, min(end, len(self.addresses))):
            if self.addresses[order]:
                yield self._text(order)

    def _text(self, order: int) -> PaintedText:
        address = self.addresses[order]
        color, alpha = color_of(address)
        matrix = self.matrices.get(address, UPRIGHT)
        return PaintedText(order, address, self.modes[order], color, alpha, matrix)


def doubtful_among(addresses: Sequence[int]) -> list[int]:
    """Which of these texts, by index, are painted in a pale or clear colour or in a pattern."""
    found: list[int] = []
    for start in range(0, len(addresses), MANY):
        asked = addresses[start : start + MANY]
        have_color = np.fromiter(map(_fill_color, asked, *_PAINTS_PLACES), np.intc, len(asked))
        paints = np.ctypeslib.as_array(_PAINTS).reshape(MANY, 4)[: len(asked)]
        pale = paints[:, :3].sum(axis=1) > PALE
        odd = (have_color == 0) | pale | (paints[:, 3] < CLEAR)
        found.extend((np.flatnonzero(odd) + start).tolist())
    return found


def visible_box(page: pypdfium2.PdfPage) -> Box:
    """The part of the page that is shown."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page.raw, box)
    return box.left, box.bottom, box.right, box.top


def painting_of(page: pypdfium2.PdfPage) -> Painting:
    """Texts, fills and pictures of a page; rules are left out."""
    reader = _Reader()
    reader.read_page(address_of(page.raw))
    return reader.painting


class _Reader:
    """Reads objects with variables that are made once."""

    def __init__(self) -> None:
        self.painting = Painting()
        self._modes = (c_int * 2)()
        self._mode_places = places(self._modes)

    def read_page(self, page: int) -> None:
        """Add all objects of the page."""
        self._read(page, _page_object, min(_page_count(page), MOST_OBJECTS), UPRIGHT, 0)

    def _read(
        self, holder: int, object_of: Callable[..., int], count: int, matrix: Matrix, depth: int
    ) -> None:
        found = list(map(object_of, repeat(c_void_p(holder)), range(count)))
        modes = list(map(_render_mode, found))
        done = 0
        for index in [index for index, mode in enumerate(modes) if mode < 0]:
            self._add_texts(found[done:index], modes[done:index], matrix)
            self.painting.addresses.append(0)
            self.painting.modes.append(-1)
            self._read_other(found[index], matrix, depth)
            done = index + 1
        self._add_texts(found[done:], modes[done:], matrix)

    def _add_texts(self, addresses: Sequence[int], modes: Sequence[int], matrix: Matrix) -> None:
        self.painting.addresses.extend(addresses)
        self.painting.modes.extend(modes)
        if matrix is not UPRIGHT:
            self.painting.matrices.update(dict.fromkeys(addresses, matrix))

    def _read_other(self, address: int, matrix: Matrix, depth: int) -> None:
        match _type(address):
            case pdfium.FPDF_PAGEOBJ_PATH:
                self._add_fill(address, matrix)
            case pdfium.FPDF_PAGEOBJ_IMAGE | pdfium.FPDF_PAGEOBJ_SHADING:
                box = box_of(address, matrix)
                self._add_surface(SurfaceKind.PICTURE, box, None, is_opaque=True)
            case pdfium.FPDF_PAGEOBJ_FORM if depth < DEEPEST_FORM:
                inner = combined(matrix_of(address), matrix)
                count = min(_form_count(address), MOST_OBJECTS - len(self.painting.addresses))
                self._read(address, _form_object, count, inner, depth + 1)

    def _add_fill(self, address: int, matrix: Matrix) -> None:
        box = box_of(address, matrix)
        if box[2] - box[0] < THINNEST_FILL or box[3] - box[1] < THINNEST_FILL:
            return
        _draw_mode(address, *self._mode_places)
        if self._modes[0]:
            color, alpha = color_of(address)
            self._add_surface(SurfaceKind.FILL, box, color, is_opaque=alpha == 255)

    def _add_surface(
        self, kind: SurfaceKind, box: Box, color: Color | None, *, is_opaque: bool
    ) -> None:
        order = len(self.painting.addresses) - 1
        self.painting.surfaces.append(Surface(order, kind, box, color, is_opaque))


def color_of(address: int) -> tuple[Color | None, int]:
    """The colour that an object is filled with, None for a pattern; and how opaque, 0 to 255."""
    if not _fill_color(address, *_PAINT_PLACES):
        return None, 255
    return (_PAINT[0], _PAINT[1], _PAINT[2]), _PAINT[3]


def text_box(text: PaintedText) -> Box:
    """Where a piece of text stands."""
    return box_of(text.address, text.matrix)


def box_of(address: int, matrix: Matrix) -> Box:
    """An object's box."""
    _bounds(address, *_EDGE_PLACES)
    left, bottom, right, top = _EDGES
    box = left, bottom, right, top
    return box if matrix is UPRIGHT else moved(box, matrix)


def matrix_of(address: int) -> Matrix:
    """The matrix of a form."""
    matrix = (c_float * 6)()
    _matrix(address, ctypes.addressof(matrix))
    a, b, c, d, e, f = matrix
    return a, b, c, d, e, f


def combined(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that does what `inner` does and then what `outer` does."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    x, y = e * p + f * r + t, e * q + f * s + u
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, x, y


def moved(box: Box, matrix: Matrix) -> Box:
    """The box around a box after the matrix has been applied."""
    a, b, c, d, e, f = matrix
    left, bottom, right, top = box
    corners = [(x, y) for x in (left, right) for y in (bottom, top)]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def show(texts: "list[PaintedText]", *, shown: bool) -> None:
    """Paint these texts, or leave them out, when the page is rendered next."""
    for text in texts:
        _set_active(text.address, shown)
