"""Chunks as columns of a table and back: what is searched by has a column, the rest is packed.

A hit is read from its place in the table column by column, so one column costs a fifth of twenty.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from indexer.analysis import index_terms
from indexer.chunks import Chunk
from indexer.documents import HiddenBecause, HiddenText, Recognition, Span, WordBox

PACKED = "packed"

COLUMNS = [PACKED]
"""The columns from which a chunk is made again."""


class PackedRecognition(msgspec.Struct, array_like=True, frozen=True):
    """How a chunk's text was read off a picture."""

    confidence: float | None
    words: list[int]
    """Start and end of each word, one after the other."""
    boxes: list[float]
    """Left, top, right and bottom of each word, one after the other."""


class PackedChunk(msgspec.Struct, array_like=True, frozen=True):
    """What is kept of a chunk, in the order it is written in: new fields go to the end."""

    revision: str
    ordinal: int
    page: int | None
    span: tuple[int, int]
    text: str
    label: str
    language: str
    heading_path: list[str]
    sentences: list[int]
    """Start and end of each sentence, one after the other."""
    sentence_labels: list[str]
    hidden: list[int]
    hidden_because: list[HiddenBecause]
    recognition: PackedRecognition | None
    placed: PackedRecognition | None = None
    """Words and boxes alone; a store of an earlier version has none."""


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(PackedChunk)


def columns_of(chunks: Sequence[Chunk]) -> dict[str, list[object]]:
    """The chunks' values by column name, in the table's order; `id` first."""
    return {
        "id": [chunk.id for chunk in chunks],
        "revision": [chunk.revision for chunk in chunks],
        "terms": [" ".join(terms_of(chunk)) for chunk in chunks],
        PACKED: [pack(chunk) for chunk in chunks],
    }


def terms_of(chunk: Chunk) -> list[str]:
    """What full text search finds the chunk by."""
    return index_terms(_storable(chunk.embedding_text), chunk.language)


def chunk_of(row: Mapping[str, Any]) -> Chunk:
    """The chunk of one row; `row` has at least `COLUMNS`."""
    return unpack(row[PACKED])


def pack(chunk: Chunk) -> bytes:
    """All of a chunk but what it is searched by."""
    packed = PackedChunk(
        revision=chunk.revision,
        ordinal=chunk.ordinal,
        page=chunk.page,
        span=(chunk.span.start, chunk.span.end),
        text=_storable(chunk.text),
        label=_storable(chunk.label),
        language=chunk.language,
        heading_path=_all_storable(chunk.heading_path),
        sentences=_edges(chunk.sentences),
        sentence_labels=_all_storable(chunk.sentence_labels),
        hidden=_edges([hidden.span for hidden in chunk.hidden]),
        hidden_because=[hidden.because for hidden in chunk.hidden],
        recognition=_packed_recognition(chunk.recognition),
        placed=_packed_recognition(Recognition(None, chunk.placed) if chunk.placed else None),
    )
    return _encoder.encode(packed)


def unpack(data: bytes) -> Chunk:
    """The chunk again, without what it is searched by."""
    packed = _decoder.decode(data)
    hidden = zip(_spans(packed.hidden), packed.hidden_because, strict=True)
    placed = _recognition(packed.placed)
    return Chunk(
        revision=packed.revision,
        ordinal=packed.ordinal,
        page=packed.page,
        span=Span(*packed.span),
        text=packed.text,
        embedding_text="",
        label=packed.label,
        language=packed.language,
        heading_path=tuple(packed.heading_path),
        sentences=_spans(packed.sentences),
        sentence_labels=tuple(packed.sentence_labels),
        hidden=tuple(HiddenText(span, because) for span, because in hidden),
        recognition=_recognition(packed.recognition),
        placed=placed.words if placed else (),
    )


def _packed_recognition(recognition: Recognition | None) -> PackedRecognition | None:
    if recognition is None:
        return None
    words = recognition.words
    return PackedRecognition(
        recognition.confidence,
        _edges([word.span for word in words]),
        [side for word in words for side in (word.left, word.top, word.right, word.bottom)],
    )


def _recognition(packed: PackedRecognition | None) -> Recognition | None:
    if packed is None:
        return None
    sides = packed.boxes
    boxes = zip(sides[::4], sides[1::4], sides[2::4], sides[3::4], strict=True)
    words = zip(_spans(packed.words), boxes, strict=True)
    return Recognition(packed.confidence, tuple(WordBox(span, *box) for span, box in words))


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
