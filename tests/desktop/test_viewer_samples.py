"""Every golden passage of the sample PDFs, shown as a citation would be."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtPdf import QPdfDocument
from pytestqt.qtbot import QtBot

from desktop.viewer.passages import PassagePlace
from desktop.viewer.pdf_view import PdfView

GOLDEN = Path(__file__).parent.parent / "samples_source" / "questions.jsonl"
PASSAGES = [
    gold
    for line in GOLDEN.read_text(encoding="utf-8").splitlines()
    for gold in json.loads(line)["gold"]
    if gold["file"].endswith(".pdf")
]


@pytest.mark.parametrize("gold", PASSAGES, ids=lambda gold: f"{gold['file']}:{gold['start']}")
def test_a_golden_passage_is_highlighted_word_for_word(
    qtbot: QtBot, samples: Path, gold: dict[str, Any]
) -> None:
    view = PdfView()
    qtbot.addWidget(view)
    view.resize(500, 500)
    assert view.open(samples / gold["file"]) is None
    place = view.show_passage(gold["page"], gold["start"], gold["text"])
    assert place is PassagePlace.UNCHANGED
    shapes = [shape.boundingRect() for shape in view.highlight_polygons(gold["page"])]
    words = word_boxes(samples / gold["file"], gold)
    assert words
    for word, box in words:
        assert any(shape.adjusted(-1, -1, 1, 1).contains(box) for shape in shapes), word
    assert sum(area(shape) for shape in shapes) <= 2.2 * sum(area(box) for _, box in words)


def word_boxes(path: Path, gold: dict[str, Any]) -> list[tuple[str, QRectF]]:
    """Each word of the passage with the box that the document gives for that word alone."""
    document = QPdfDocument()
    document.load(str(path))
    return [
        (
            word.group(),
            document.getSelectionAtIndex(
                gold["page"] - 1, gold["start"] + word.start(), len(word.group())
            ).boundingRectangle(),
        )
        for word in re.finditer(r"\S+", gold["text"])
    ]


def area(box: QRectF) -> float:
    return box.width() * box.height()
