"""Reads text off picture files: photographs, screenshots and scans; imports Pillow, alone.

A TIFF may hold several pages; of moving pictures the first is read. What is refused as too large
would take gigabytes once it is unpacked.
"""

import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from indexer.documents import Page, ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing.pdf_layout import layout
from indexer.parsing.pdf_lines import PageLines
from indexer.parsing.recognising import Recogniser

MOST_PIXELS = 90_000_000
"""An A1 sheet at 300 dots per inch has 70 million."""
LONGEST_SIDE = 3600
"""Larger pictures are shrunk to it: an A4 page at 300 dots per inch."""
SMALLEST_SIDE = 24
SMALLEST_AREA = 8000
"""Pixels; what is smaller in either way is an icon."""
MOST_PAGES = 2000
DOTS_PER_INCH = 200.0
"""What a picture is taken to have; only proportions matter."""
DEEP_GREYS = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")


def parse(path: Path) -> ParsedDocument:
    """The pages of a picture file; without words they are empty. Raises UnreadableDocument."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path) as image:
                return document_of(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadableDocument(ReasonCode.TOO_LARGE, "more than 90 million pixels") from error
    except (UnidentifiedImageError, SyntaxError, EOFError, OSError, ValueError) as error:
        if isinstance(error, FileNotFoundError | PermissionError):
            raise
        raise UnreadableDocument(ReasonCode.DAMAGED, "not a readable picture") from error


def document_of(image: Image.Image) -> ParsedDocument:
    """The pages of an open picture."""
    count = pages_in(image)
    recogniser = Recogniser(count)
    read = list(read_pages(image, count, recogniser))
    pages = [page or PageLines(number, "", ()) for number, page in enumerate(read, 1)]
    blocks = layout(pages, {})
    return ParsedDocument(
        media_type=Image.MIME.get(image.format or "", "image/*"),
        pages=tuple(
            Page(page.number if count > 1 else None, page.text, found, recognition=page.recognition)
            for page, found in zip(pages, blocks, strict=True)
        ),
        warnings=tuple(warnings_about(recogniser, image)),
    )


def pages_in(image: Image.Image) -> int:
    """How many pages are read."""
    frames = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
    return min(max(1, frames), MOST_PAGES)


def read_pages(
    image: Image.Image, count: int, recogniser: Recogniser
) -> Iterator[PageLines | None]:
    """What stands on each page, None where nothing does."""

    def read() -> PageLines:
        # Loading the models takes a second and 200 MB, which most files do not need.
        from indexer.parsing.ocr_page import read_page

        if number > 1:
            image.seek(number - 1)
        return read_page(pixels_of(image), number, DOTS_PER_INCH)

    for number in range(1, count + 1):
        if min(image.size) < SMALLEST_SIDE or image.width * image.height < SMALLEST_AREA:
            yield None
        else:
            yield recogniser.read(number, read)


def pixels_of(image: Image.Image) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    """The picture as it is shown, on white, not larger than needed; blue first."""
    if image.width * image.height > MOST_PIXELS:
        raise UnreadableDocument(ReasonCode.TOO_LARGE, "more than 90 million pixels")
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is unpacked smaller
    shown = ImageOps.exif_transpose(image)
    if shown.mode in DEEP_GREYS:
        shown = eight_bits(shown)
    shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if shown.has_transparency_data:
        on_white = Image.new("RGBA", shown.size, "white")
        on_white.alpha_composite(shown.convert("RGBA"))
        shown = on_white
    return np.ascontiguousarray(np.asarray(shown.convert("RGB"))[:, :, ::-1])


def eight_bits(image: Image.Image) -> Image.Image:
    """A picture of deep greys in 256 of them."""
    greys = np.asarray(image).astype(np.float32)
    span = float(greys.max() - greys.min()) or 1.0
    return Image.fromarray(((greys - greys.min()) * (255 / span)).astype(np.uint8))


def warnings_about(recogniser: Recogniser, image: Image.Image) -> Iterator[str]:
    """What was not read."""
    if recogniser.count > 1:
        yield from recogniser.warnings()
    elif recogniser.failed:
        yield "the picture could not be recognised"
    if image.format == "TIFF" and getattr(image, "n_frames", 1) > MOST_PAGES:
        yield f"only the first {MOST_PAGES} pages were read"
