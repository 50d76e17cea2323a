"""Chunks as rows of the LanceDB table, which takes them in Arrow's form."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from indexer.chunk_columns import PACKED, columns_of
from indexer.chunks import Chunk
from models.interfaces import Vectors


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
