"""Pages of a PDF without text of use: which they are, and as which picture they are read."""

from itertools import islice

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from indexer.parsing.pdf_layout import is_meaningless
from indexer.parsing.pdf_lines import PageLines
from indexer.parsing.pdf_painting import painting_of, visible_box
from indexer.parsing.pdf_suspects import SCAN_SHARE, picture_share

DRAWN_LETTERS = 40
"""Paths on a page without text from which on it may be text drawn as outlines."""
FEW_LETTERS = 150
"""On a page that is a picture, so many may be a stamp, a page number or a note of the archive's."""
MANY_MORE = 3
"""A picture with this many times the letters of its page's own text is worth more than that."""
DOTS_PER_INCH = 200
LEAST_SIDE, MOST_SIDE = 1200, 3600
"""Pixels of the longer side; receipts come as tiny pages, plans as huge ones."""
MOST_DOTS_PER_INCH = 400


def has_no_use(page: pypdfium2.PdfPage, text: str) -> bool:
    """Whether a page has no text of use but something to be seen, where text may be."""
    if not text.strip():
        return shows_something(page)
    if is_meaningless(text):
        return True
    if has_many_letters(text):
        return False
    return picture_share(painting_of(page).surfaces, visible_box(page)) >= SCAN_SHARE


def says_more(read: PageLines, page: PageLines) -> bool:
    """Whether what was read off the picture of a page is worth more than the page's own text."""
    return is_meaningless(page.text) or letters_in(read.text) >= MANY_MORE * letters_in(page.text)


def letters_in(text: str) -> int:
    """Letters and digits."""
    return sum(map(str.isalnum, text))


def has_many_letters(text: str) -> bool:
    """Whether a text has more than a few letters and digits; most pages show it in their head."""
    beyond = islice(filter(str.isalnum, text), FEW_LETTERS, None)
    return next(beyond, None) is not None


def shows_something(page: pypdfium2.PdfPage) -> bool:
    """Whether a page without text has a picture, or enough drawing to be outlined letters."""
    drawn = 0
    for shown in page.get_objects(max_depth=4):
        if shown.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            return True
        drawn += shown.type == pdfium.FPDF_PAGEOBJ_PATH
        if drawn >= DRAWN_LETTERS:
            return True
    return False


def read_scan(page: pypdfium2.PdfPage, number: int, label: str) -> PageLines:
    """What stands on the page as it is shown; empty where that is nothing."""
    # Loading the models takes a second and 200 MB, which most files do not need.
    from indexer.parsing.ocr_page import read_page

    dots = dots_per_inch(*page.get_size())
    bitmap = page.render(scale=dots / 72)
    try:
        picture = np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
    finally:
        bitmap.close()
    return read_page(picture, number, dots, label)


def dots_per_inch(width: float, height: float) -> float:
    """At which resolution a page of that size, in points, is read."""
    longest = max(width, height, 1.0)
    least = min(MOST_DOTS_PER_INCH, LEAST_SIDE * 72 / longest)
    return min(max(DOTS_PER_INCH, least), MOST_SIDE * 72 / longest)
