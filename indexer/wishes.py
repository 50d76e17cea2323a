"""What somebody wants of an indexing run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.rules import Rules


@dataclass(frozen=True, slots=True)
class Wish:
    """What to look at and what to do about it; the arguments of `ingest`, which explains them."""

    paths: Sequence[Path] | None
    rules: Rules
    retry_failed: bool
    read_again: bool
    follow_moves: bool
    read_files: bool
    give_way: Callable[[], bool]
