"""Chunks as columns of plain values, and back; what a table of chunks holds beside the vectors."""

from collections.abc import Mapping, Sequence
from typing import Any

from indexer.chunks import Chunk
from indexer.documents import Span

PLAIN_COLUMNS = ("revision", "ordinal", "page", "text", "embedding_text", "label")

COLUMNS = [*PLAIN_COLUMNS, "start", "end", "heading_path", "sentences", "sentence_labels"]
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
    }


def chunk_of(row: Mapping[str, Any]) -> Chunk:
    """The chunk of one row; `row` has at least `COLUMNS`."""
    edges: list[int] = row["sentences"]
    return Chunk(
        **{name: row[name] for name in PLAIN_COLUMNS},
        span=Span(row["start"], row["end"]),
        heading_path=tuple(row["heading_path"]),
        sentences=tuple(map(Span, edges[::2], edges[1::2])),
        sentence_labels=tuple(row["sentence_labels"]),
    )


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
