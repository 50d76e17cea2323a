"""Scans made by hand: text drawn into pictures, so that tests know where every word stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 900, 640
SIZE = 28


@dataclass
class Scan:
    """A page that is drawn, and the boxes of its words as parts of its width and height."""

    image: Image.Image = field(default_factory=lambda: blank(WIDTH, HEIGHT))
    boxes: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)

    def write(self, lines: Sequence[str], left: int = 80, top: int = 90, size: int = SIZE) -> None:
        """Draw lines below each other."""
        pen = ImageDraw.Draw(self.image)
        font = ImageFont.load_default(size)
        for number, line in enumerate(lines):
            y = top + round(number * size * 1.5)
            pen.text((left, y), line, font=font, fill=(20, 20, 20))
            self._remember(pen, line, left, y, font)

    def _remember(
        self, pen: ImageDraw.ImageDraw, line: str, left: int, top: int, font: ImageFont.FreeTypeFont
    ) -> None:
        at = 0
        for word in line.split():
            at = line.index(word, at)
            start = left + pen.textlength(line[:at], font=font)
            box = pen.textbbox((start, top), word, font=font)
            width, height = self.image.size
            self.boxes[word] = (
                box[0] / width,
                box[1] / height,
                box[2] / width,
                box[3] / height,
            )
            at += len(word)


def blank(width: int, height: int) -> Image.Image:
    """Paper that is not quite white."""
    return Image.new("RGB", (width, height), (252, 252, 250))


def scan(*lines: str, size: int = SIZE) -> Scan:
    """A page with these lines."""
    page = Scan()
    page.write(lines, size=size)
    return page


def write_scanned_pdf(path: Path, images: Sequence[Image.Image]) -> Path:
    """A PDF that holds nothing but pictures, as a scanner makes them."""
    images[0].save(path, "PDF", save_all=True, append_images=list(images[1:]), resolution=150)
    return path


def share_covered(
    box: tuple[float, float, float, float], by: tuple[float, float, float, float]
) -> float:
    """Which part of a box lies within another one."""
    width = min(box[2], by[2]) - max(box[0], by[0])
    height = min(box[3], by[3]) - max(box[1], by[1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    return max(0.0, width) * max(0.0, height) / area
