"""What people have written onto the pages of a PDF: entries of forms, and comments.

pdfium leaves them out of a page's text, and so does the viewer. They stand after that text, so that
the places within it stay those of the viewer.
"""

import ctypes
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from indexer.parsing.pdf_lines import Written

MOST_ON_A_PAGE = 2000
GRID = 10_000
"""Points to which a page is divided in either direction, to say where something stands."""
LONGEST = 20_000
"""Characters of one entry or comment."""
FREE_TEXT = pdfium.FPDF_ANNOT_FREETEXT
COMMENTS = frozenset(
    {
        *(pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_HIGHLIGHT, pdfium.FPDF_ANNOT_UNDERLINE),
        *(pdfium.FPDF_ANNOT_SQUIGGLY, pdfium.FPDF_ANNOT_STRIKEOUT, pdfium.FPDF_ANNOT_STAMP),
        *(pdfium.FPDF_ANNOT_CARET, pdfium.FPDF_ANNOT_INK, pdfium.FPDF_ANNOT_LINE),
        *(pdfium.FPDF_ANNOT_SQUARE, pdfium.FPDF_ANNOT_CIRCLE, pdfium.FPDF_ANNOT_POLYGON),
    }
)
UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
PASSWORD = 1 << 13
"""Flag of a field whose entry is shown as dots."""
FILLED_IN = frozenset(
    {
        *(pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX),
        *(pdfium.FPDF_FORMFIELD_LISTBOX, pdfium.FPDF_FORMFIELD_CHECKBOX),
        pdfium.FPDF_FORMFIELD_RADIOBUTTON,
    }
)
NUMBER = re.compile(r"\[\d+\]$")
NOT_TICKED = frozenset({"", "Off"})


def comments_on(page: pypdfium2.PdfPage) -> tuple[Written, ...]:
    """What is typed onto the page or commented there, in the order of the file."""
    return tuple(_each(page.raw, _comment))


def has_form(document: pypdfium2.PdfDocument) -> bool:
    """Whether the document has fields to be filled in."""
    return document.get_formtype() in (pdfium.FORMTYPE_ACRO_FORM, pdfium.FORMTYPE_XFA_FOREGROUND)


def entries_of(path: Path) -> dict[int, tuple[Written, ...]]:
    """The entries of a form by the number of their page, from 1.

    The file is opened anew for it: where fields are known, pdfium paints pages with them, and what
    is hidden on a page is found out by painting.
    """
    with pypdfium2.PdfDocument(path) as document:
        document.init_forms()
        form = document.formenv
        if form is None:
            return {}
        found: dict[int, tuple[Written, ...]] = {}
        for number in range(1, len(document) + 1):
            if entries := tuple(_entries_on(document, form.raw, number)):
                found[number] = entries
        return found


def _entries_on(document: pypdfium2.PdfDocument, form: object, number: int) -> Iterator[Written]:
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return
    said: set[str] = set()
    try:
        for entry in _each(page.raw, lambda annotation: _entry(form, annotation)):
            if entry.text not in said:  # the buttons of one choice all tell it
                said.add(entry.text)
                yield entry
    finally:
        page.close()


def _each(page: object, read: Callable[[object], str]) -> Iterator[Written]:
    """What `read` finds in the annotations of a page, with their places."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST_ON_A_PAGE)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            if text := read(annotation):
                is_seen = not pdfium.FPDFAnnot_GetFlags(annotation) & UNSEEN
                yield Written(text, is_seen, *_box(page, annotation))
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _comment(annotation: object) -> str:
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    if kind != FREE_TEXT and kind not in COMMENTS:
        return ""
    words = _value(annotation, b"Contents")
    if not words:
        return ""
    author = _value(annotation, b"T")
    if kind != FREE_TEXT:
        words = f"Comment by {author}: {words}" if author else f"Comment: {words}"
    return words


def _entry(form: object, annotation: object) -> str:
    if pdfium.FPDFAnnot_GetSubtype(annotation) != pdfium.FPDF_ANNOT_WIDGET:
        return ""
    if pdfium.FPDFAnnot_GetFormFieldType(form, annotation) not in FILLED_IN:
        return ""
    if pdfium.FPDFAnnot_GetFormFieldFlags(form, annotation) & PASSWORD:
        return ""
    entry = _field(pdfium.FPDFAnnot_GetFormFieldValue, form, annotation)
    if entry in NOT_TICKED:
        return ""
    name = _field(pdfium.FPDFAnnot_GetFormFieldAlternateName, form, annotation)
    name = name or _last_name(_field(pdfium.FPDFAnnot_GetFormFieldName, form, annotation))
    return f"{name}: {entry}" if name else entry


def _last_name(name: str) -> str:
    """What a field is called within its groups, without its number among its namesakes."""
    return NUMBER.sub("", name.rsplit(".", 1)[-1])


def _box(page: object, annotation: object) -> tuple[float, float, float, float]:
    """Left, top, right and bottom as parts of the page as it is shown, turned and cut."""
    rectangle = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetRect(annotation, rectangle):
        return 0.0, 0.0, 0.0, 0.0
    across, down = ctypes.c_int(), ctypes.c_int()
    sides: list[tuple[float, float]] = []
    for x, y in ((rectangle.left, rectangle.bottom), (rectangle.right, rectangle.top)):
        pdfium.FPDF_PageToDevice(page, 0, 0, GRID, GRID, 0, x, y, across, down)
        sides.append((_within(across.value), _within(down.value)))
    (one, lower), (other, upper) = sides
    return min(one, other), min(lower, upper), max(one, other), max(lower, upper)


def _within(place: int) -> float:
    return min(max(place / GRID, 0.0), 1.0)


def _value(annotation: object, key: bytes) -> str:
    return _asked(lambda to, size: pdfium.FPDFAnnot_GetStringValue(annotation, key, to, size))


def _field(ask: Callable[..., int], form: object, annotation: object) -> str:
    return _asked(lambda to, size: ask(form, annotation, to, size))


def _asked(ask: Callable[[object, int], int]) -> str:
    """The characters that pdfium writes into a buffer, folded; it tells first how many bytes."""
    size = min(ask(None, 0), 2 * LONGEST)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    ask(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return " ".join(buffer.raw.decode("utf-16-le", "ignore").replace("\0", " ").split())
