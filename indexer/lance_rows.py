"""Chunks as rows of the LanceDB table, which takes them in Arrow's form."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec
import numpy as np
import pyarrow as pa

from indexer.chunk_columns import PACKED, columns_of, unpack
from indexer.chunks import Chunk, ScoredChunk
from models.interfaces import Vectors

CHUNKS_KEPT = 512
"""What one question finds, most of it by several searches; the next question finds some again."""

FoundRow = tuple[bytes, float]
"""A chunk still packed, and its score."""


class _Revision(msgspec.Struct, array_like=True, frozen=True):
    """The first field of a packed chunk, for which the others need not be read."""

    revision: str


_revision_decoder = msgspec.msgpack.Decoder(_Revision)


def schema_of(dimension: int) -> pa.Schema:
    """The columns of the table for vectors of that length."""
    return pa.schema(
        [
            pa.field("id", pa.string(), nullable=False),
            pa.field("revision", pa.string(), nullable=False),
            # What full text search compares, divided by spaces.
            pa.field("terms", pa.string(), nullable=False),
            pa.field(PACKED, pa.binary(), nullable=False),
            pa.field("vector", pa.list_(pa.float32(), dimension), nullable=False),
        ]
    )


def rows_of(chunks: Sequence[Chunk], vectors: Vectors) -> pa.Table:
    """Chunks and their vectors as rows of the table; as many of one as of the other."""
    count, dimension = vectors.shape
    if count != len(chunks):
        raise ValueError(f"{len(chunks)} chunks and {count} vectors")
    schema = schema_of(dimension)
    arrays = [
        pa.array(values, schema.field(name).type) for name, values in columns_of(chunks).items()
    ]
    flat = pa.array(np.ascontiguousarray(vectors, np.float32).ravel())
    arrays.append(pa.FixedSizeListArray.from_arrays(flat, dimension))
    return pa.Table.from_arrays(arrays, schema=schema)


def found_rows(table: pa.Table) -> list[FoundRow]:
    """What a search brought, best first; nothing is unpacked, for some of it may not be wanted."""
    packed = table[PACKED].to_pylist()
    if "_score" in table.column_names:
        scores = table["_score"].to_pylist()
    else:  # rows have length 1, so LanceDB's distance is 1 - cosine
        scores = [1.0 - distance for distance in table["_distance"].to_pylist()]
    return list(zip(packed, scores, strict=True))


def revision_of(row: FoundRow) -> str:
    """The revision of what was found, for a tenth of what unpacking it takes."""
    return _revision_decoder.decode(row[0]).revision


def hits_of(rows: Iterable[FoundRow]) -> list[ScoredChunk]:
    """The chunks found, with their scores."""
    return [ScoredChunk(_unpacked(data), score) for data, score in rows]


@lru_cache(maxsize=CHUNKS_KEPT)
def _unpacked(data: bytes) -> Chunk:
    return unpack(data)
