"""Parts of a PDF's page as pixels, to see whether something on it is to be seen."""

from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from indexer.parsing.pdf_painting import Box, visible_box


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels of four bytes each, rows from the top; the upper left corner is at `left`, `top`."""

    pixels: bytes
    width: int
    height: int
    stride: int
    scale: float
    """Pixels to a point."""
    left: float
    top: float

    def differing(self, other: "Picture", box: Box, threshold: int) -> int:
        """How many values of pixels within a box differ by more than the threshold."""
        first, last = self._range(box[0] - self.left, box[2] - self.left, self.width)
        upper, lower = self._range(self.top - box[3], self.top - box[1], self.height)
        found = 0
        for row in range(upper, lower):
            start = row * self.stride + first * 4
            end = start + max(0, last - first) * 4
            one, two = self.pixels[start:end], other.pixels[start:end]
            if one != two:
                found += distances(one, two, threshold)
        return found

    def contrast(self, box: Box) -> int:
        """The largest difference of a colour within a box: 0 where nothing is to be seen."""
        first, last = self._range(box[0] - self.left, box[2] - self.left, self.width)
        upper, lower = self._range(self.top - box[3], self.top - box[1], self.height)
        starts = [row * self.stride for row in range(upper, lower)]
        rows = [self.pixels[start + first * 4 : start + last * 4] for start in starts]
        bands = [b"".join(row[color::4] for row in rows) for color in range(3)]
        return max((max(band) - min(band) for band in bands if band), default=0)

    def _range(self, start: float, end: float, most: int) -> tuple[int, int]:
        return max(0, int(start * self.scale)), min(most, int(end * self.scale) + 1)


def distances(one: Sequence[int], two: Sequence[int], threshold: int) -> int:
    """How many numbers of two rows are further apart than the threshold."""
    return sum(abs(a - b) > threshold for a, b in zip(one, two, strict=True))


def render(page: pypdfium2.PdfPage, box: Box, scale: float) -> Picture:
    """A part of the page as it is seen, given in the page's own coordinates."""
    left, bottom, right, top = box
    width = max(1, round((right - left) * scale))
    height = max(1, round((top - bottom) * scale))
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGRx)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        shown = visible_box(page)
        across, down = (shown[0] - left) * scale, (top - shown[3]) * scale
        matrix = pdfium.FS_MATRIX(scale, 0, 0, scale, across, down)
        clip = pdfium.FS_RECTF(0, 0, width, height)
        pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap.raw, page.raw, matrix, clip, 0)
        return Picture(bytes(bitmap.buffer), width, height, bitmap.stride, scale, left, top)
    finally:
        bitmap.close()
