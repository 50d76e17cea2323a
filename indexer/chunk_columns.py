"""Chunks as columns of plain values, and back; what a table of chunks holds beside the vectors."""

from collections.abc import Mapping, Sequence
from typing import Any

from indexer.chunks import Chunk
from indexer.documents import HiddenBecause, HiddenText, Recognition, Span, WordBox

PLAIN_COLUMNS = ("revision", "ordinal", "page", "text", "embedding_text", "label")

LIST_COLUMNS = ("heading_path", "sentences", "sentence_labels", "hidden", "hidden_because")

RECOGNITION_COLUMNS = ("scanned", "confidence", "words", "word_boxes")

COLUMNS = [*PLAIN_COLUMNS, "start", "end", *LIST_COLUMNS, *RECOGNITION_COLUMNS]
"""The columns from which a chunk is made again."""


def columns_of(chunks: Sequence[Chunk]) -> dict[str, list[object]]:
    """The chunks' values by column name, in the table's order; `id` first."""
    return {
        "id": [chunk.id for chunk in chunks],
        "revision": [chunk.revision for chunk in chunks],
        "ordinal": [chunk.ordinal for chunk in chunks],
        "page": [chunk.page for chunk in chunks],
        "start": [chunk.span.start for chunk in chunks],
        "end": [chunk.span.end for chunk in chunks],
        "text": [_storable(chunk.text) for chunk in chunks],
        "embedding_text": [_storable(chunk.embedding_text) for chunk in chunks],
        "label": [_storable(chunk.label) for chunk in chunks],
        "heading_path": [_all_storable(chunk.heading_path) for chunk in chunks],
        "sentences": [_edges(chunk.sentences) for chunk in chunks],
        "sentence_labels": [_all_storable(chunk.sentence_labels) for chunk in chunks],
        "hidden": [_edges([hidden.span for hidden in chunk.hidden]) for chunk in chunks],
        "hidden_because": [[hidden.because.value for hidden in chunk.hidden] for chunk in chunks],
        **_recognition_columns([chunk.recognition for chunk in chunks]),
    }


def chunk_of(row: Mapping[str, Any]) -> Chunk:
    """The chunk of one row; `row` has at least `COLUMNS`."""
    return Chunk(
        **{name: row[name] for name in PLAIN_COLUMNS},
        span=Span(row["start"], row["end"]),
        heading_path=tuple(row["heading_path"]),
        sentences=_spans(row["sentences"]),
        sentence_labels=tuple(row["sentence_labels"]),
        hidden=tuple(
            HiddenText(span, HiddenBecause(because))
            for span, because in zip(_spans(row["hidden"]), row["hidden_because"], strict=True)
        ),
        recognition=_recognition(row) if row["scanned"] else None,
    )


def _recognition_columns(recognitions: Sequence[Recognition | None]) -> dict[str, list[object]]:
    words = [recognition.words if recognition else () for recognition in recognitions]
    return {
        "scanned": [recognition is not None for recognition in recognitions],
        "confidence": [recognition and recognition.confidence for recognition in recognitions],
        "words": [_edges([word.span for word in found]) for found in words],
        "word_boxes": [
            [side for word in found for side in (word.left, word.top, word.right, word.bottom)]
            for found in words
        ],
    }


def _recognition(row: Mapping[str, Any]) -> Recognition:
    sides: list[float] = row["word_boxes"]
    boxes = zip(sides[::4], sides[1::4], sides[2::4], sides[3::4], strict=True)
    words = tuple(
        WordBox(span, *box) for span, box in zip(_spans(row["words"]), boxes, strict=True)
    )
    return Recognition(row["confidence"], words)


def _spans(edges: Sequence[int]) -> tuple[Span, ...]:
    return tuple(map(Span, edges[::2], edges[1::2]))


def _edges(spans: Sequence[Span]) -> list[int]:
    """Start and end of each span, one after the other."""
    return [edge for span in spans for edge in (span.start, span.end)]


def _all_storable(texts: Sequence[str]) -> list[str]:
    return [_storable(text) for text in texts]


def _storable(text: str) -> str:
    """The text with the same number of characters, each of which UTF-8 can write."""
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, as broken PDFs have them
        return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    return text
