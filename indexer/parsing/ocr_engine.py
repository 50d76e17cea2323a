"""Finds and reads lines of text in a picture; the only file that imports rapidocr and OpenCV.

The models (PP-OCRv6 small) come with the rapidocr package and are named by their paths, because
rapidocr would otherwise check them against a list and fetch what is missing from the network.
They read Latin letters, Chinese and Japanese, but no Cyrillic, Greek or Arabic.

A picture is an array of (height, width, 3) bytes, blue first, as OpenCV has it.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
import rapidocr
from numpy.typing import NDArray
from rapidocr import RapidOCR

Picture = NDArray[np.uint8]
Quad = NDArray[np.float32]
"""The corners of a line, (4, 2): upper left, upper right, lower right, lower left, in pixels."""

MODELS = {
    "Det.model_path": "PP-OCRv6_det_small.onnx",
    "Cls.model_path": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    "Rec.model_path": "PP-OCRv6_rec_small.onnx",
}
MOST_THREADS = 2
"""A page is read in the background; more threads would be felt and hardly be faster."""
DETECTION_SIDE = 1600
"""Pixels of the longer side at which lines are looked for; they are read at full size."""
SMALLEST_SIDE = 640
"""Narrow pictures, such as receipts, are enlarged until their shorter side has so many pixels."""


class EngineMissing(RuntimeError):
    """The models that come with rapidocr are not where they should be."""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """What was read in one line of a picture."""

    text: str
    confidence: float
    """Mean over the characters, 0 to 1."""
    places: tuple[float, ...]
    """For each character its middle, as a part of the line's width."""


def find_lines(picture: Picture) -> list[Quad]:
    """The lines of text in a picture, in no order."""
    height, width = picture.shape[:2]
    scale = detection_scale(height, width)
    size = round_to_32(width * scale), round_to_32(height * scale)
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    found = engine()(small, use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None:
        return []
    stretch = np.array([width / size[0], height / size[1]], dtype=np.float32)
    return [np.asarray(box, dtype=np.float32) * stretch for box in found.boxes]


def detection_scale(height: int, width: int) -> float:
    """How much to shrink or enlarge a picture before lines are looked for."""
    scale = min(1.0, DETECTION_SIDE / max(height, width))
    enlarged = SMALLEST_SIDE / min(height, width)
    longest = 1.25 * DETECTION_SIDE / max(height, width)
    return max(scale, min(enlarged, longest))


def round_to_32(length: float) -> int:
    """The network takes multiples of 32 pixels."""
    return max(32, round(length / 32) * 32)


def cut_out(picture: Picture, corners: Quad) -> Picture:
    """One line as an upright strip."""
    width = round(max(distance(corners[0], corners[1]), distance(corners[3], corners[2])))
    height = round(max(distance(corners[0], corners[3]), distance(corners[1], corners[2])))
    width, height = max(width, 4), max(height, 4)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    turn = cv2.getPerspectiveTransform(corners, target)
    strip = cv2.warpPerspective(
        picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(strip, dtype=np.uint8)


def distance(one: Quad, other: Quad) -> float:
    """Pixels between two points."""
    return float(np.linalg.norm(one - other))


def read_strips(strips: Sequence[Picture]) -> list[ReadLine]:
    """What stands in each strip; a text may be empty."""
    if not strips:
        return []
    read = engine().recognize_txt(list(strips))
    return [
        ReadLine(text, float(score), places_of(text, info))
        for text, score, info in zip(read.txts, read.scores, read.word_results, strict=True)
    ]


def places_of(text: str, info: object) -> tuple[float, ...]:
    """Where the characters stand, from the columns of the network; spaces between neighbours."""
    columns = [column for word in getattr(info, "word_cols", ()) for column in word]
    length = getattr(info, "line_txt_len", 0.0)
    seen = [character for character in text if not character.isspace()]
    if len(columns) != len(seen) or length <= 0:
        return tuple((index + 0.5) / len(text) for index in range(len(text)))
    known = iter((column + 0.5) / length for column in columns)
    places: list[float] = []
    for character in text:
        before = places[-1] if places else 0.0
        places.append(before if character.isspace() else min(1.0, next(known)))
    return tuple(places)


@cache
def engine() -> RapidOCR:
    """The engine, loaded when it is first needed; raises EngineMissing."""
    onnxruntime.disable_telemetry_events()
    cv2.setNumThreads(1)
    folder = Path(rapidocr.__file__).parent / "models"
    missing = [name for name in MODELS.values() if not (folder / name).is_file()]
    if missing:
        raise EngineMissing(f"{', '.join(missing)} is not in {folder}")
    threads = max(1, min(MOST_THREADS, (os.cpu_count() or 1) // 2))
    return RapidOCR(
        params={
            **{key: str(folder / name) for key, name in MODELS.items()},
            "Global.log_level": "error",
            "Global.use_preprocess_img": False,
            "Global.use_vertical_padding": False,
            "Global.return_word_box": True,
            "Det.limit_type": "max",
            "Det.limit_side_len": 1 << 16,  # sizes are chosen here
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
