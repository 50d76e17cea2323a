"""What the store and its upkeep must agree on: the table, its indexes and their sizes."""

from pathlib import Path

TABLE = "chunks"
TEXT_COLUMN, TEXT_INDEX = "terms", "terms_idx"
VECTOR_COLUMN, VECTOR_INDEX = "vector", "vector_idx"
REVISION_COLUMN, REVISION_INDEX = "revision", "revision_idx"

WORDS = {
    "with_position": False,
    "base_tokenizer": "whitespace",
    "max_token_length": 64,
    "lower_case": False,
    "stem": False,
    "ascii_folding": False,
    # Stop words stay: a question may hold nothing else, and BM25 weighs them down anyway.
    "remove_stop_words": False,
}
"""How terms are read, in the names of both libraries; `indexer.analysis` has made them."""

FRAGMENT_ROWS = 65_536
"""Rows of one data file. Forgetting one text rewrites the file that it is in, never the table."""

SEGMENT_ROWS = 524_288
"""Most rows of one part of the full-text index; parts are searched as one, with the same scores.

Each part costs a search of its own: a million chunks in fourteen parts take twice the time of one.
Where deleted text is to be forgotten its part is built anew as a whole, in 13 s at most.
"""

APPROXIMATE_FROM = 50_000
"""Rows up to which vectors are compared one by one; beyond, that takes longer than 25 ms."""

ROWS_PER_PARTITION = 1000
RETRAINED_AFTER_GROWTH = 2
"""Partitions of the vector index are found anew when it has so many times the rows."""

PROBED_PARTITIONS = 300
CANDIDATES_COMPARED = 100
"""How many at least have their cosine computed from the vector itself, as all that are returned.

Both are chosen by benchmarks/million.py for a recall of .98 of exact search. The index keeps five
bits of every dimension: three times as many find nothing more, and reading them is what costs.
"""


def table_folder(index_folder: Path) -> Path:
    """Where LanceDB keeps the table of an index."""
    return index_folder / f"{TABLE}.lance"
