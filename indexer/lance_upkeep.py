"""The steps that keep a large index quick, each committed on its own: a crash loses one step.

LanceDB's own `optimize` merges everything into one file and one index, which costs as much as the
whole table each time. The library below it can do less: data files of bounded size, and full-text
indexes in parts that are searched as one. Runs in `indexer.upkeep_child` only.
"""

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import lance

from indexer.lance_settings import (
    APPROXIMATE_FROM,
    FRAGMENT_ROWS,
    RETRAINED_AFTER_GROWTH,
    REVISION_COLUMN,
    REVISION_INDEX,
    ROWS_PER_PARTITION,
    SEGMENT_ROWS,
    TEXT_COLUMN,
    TEXT_INDEX,
    VECTOR_COLUMN,
    VECTOR_INDEX,
    WORDS,
)
from indexer.segments import Segment, groups_to_build

logger = logging.getLogger(__name__)

CLEAN_SEGMENTS = "clean-text-segments.json"
"""Names the parts of the full-text index that hold no word of deleted text, for certain."""

MOST_DELTAS = 8
"""Additions to an index that are searched one by one before they are merged into it."""

KEPT_FOR_READERS = timedelta(minutes=10)
AT_ONCE = timedelta(milliseconds=1)

Step = Callable[[], None]


class TableUpkeep:
    """Brings one table's files and indexes up to date."""

    def __init__(self, table: Path, approximate_from: int = APPROXIMATE_FROM) -> None:
        self._table = table
        self._approximate_from = approximate_from

    def steps(self, *, forget: bool) -> Iterator[Step]:
        """What is to be done, in order; with `forget`, deleted text leaves the disk.

        Forgetting also deletes files that belong to no version, so nobody may write meanwhile.
        """
        yield lambda: self._compact(forget=forget)
        yield self._index_new_text
        if forget:
            yield from self._rebuild_steps()
        yield self._index_revisions
        yield self._index_vectors
        yield lambda: self._clean_up(forget=forget)

    def _dataset(self) -> "lance.LanceDataset":
        return lance.dataset(str(self._table))

    # -- data files ------------------------------------------------------------------------------

    def _compact(self, *, forget: bool) -> None:
        """Merge small files; with `forget`, rewrite every file that has deleted rows."""
        self._dataset().optimize.compact_files(
            target_rows_per_fragment=FRAGMENT_ROWS,
            materialize_deletions=True,
            materialize_deletions_threshold=0.0 if forget else 0.1,
            num_threads=1,
        )

    def _clean_up(self, *, forget: bool) -> None:
        """Delete files of older versions; a reader that still has one open reads again."""
        self._dataset().cleanup_old_versions(
            AT_ONCE if forget else KEPT_FOR_READERS, delete_unverified=forget
        )

    # -- full text -------------------------------------------------------------------------------

    def _index_new_text(self) -> None:
        dataset = self._dataset()
        covered = {number for part in _segments(dataset, TEXT_INDEX) for number in part.fragments}
        new = [number for number in _rows_of_fragments(dataset) if number not in covered]
        if new:
            self._build_text(dataset, new)

    def _build_text(self, dataset: "lance.LanceDataset", new: Sequence[int]) -> None:
        """Index these files' text together with small older parts, so that parts stay few."""
        rows = _rows_of_fragments(dataset)
        groups = groups_to_build(new, _segments(dataset, TEXT_INDEX), rows, SEGMENT_ROWS)
        self._commit_text(dataset, groups)

    def _rebuild_steps(self) -> Iterator[Step]:
        """One step for each part that may hold words of deleted text."""
        clean = self._clean()
        for part in _segments(self._dataset(), TEXT_INDEX):
            if part.name not in clean:
                yield lambda part=part: self._rebuild(part)  # type: ignore[misc]

    def _rebuild(self, part: Segment) -> None:
        dataset = self._dataset()
        rows = _rows_of_fragments(dataset)
        present = [number for number in part.fragments if number in rows]
        if present:
            self._commit_text(dataset, groups_to_build(present, [], rows, SEGMENT_ROWS))

    def _commit_text(self, dataset: "lance.LanceDataset", groups: Sequence[Sequence[int]]) -> None:
        """Index each group of files as one part; parts that covered those files give way."""
        built = [
            dataset.create_index_uncommitted(
                TEXT_COLUMN,
                "INVERTED",
                name=TEXT_INDEX,
                replace=True,
                fragment_ids=list(group),
                **WORDS,
            )
            for group in groups
        ]
        self._note_clean([part.uuid for part in built])
        dataset.commit_existing_index_segments(TEXT_INDEX, TEXT_COLUMN, built)

    def _clean(self) -> set[str]:
        """The parts that were built from the text as it is now.

        A part that follows a rewritten file gets a new name, and so is not among them.
        """
        dataset = self._dataset()
        untouched = {
            fragment.fragment_id
            for fragment in dataset.get_fragments()
            if not fragment.num_deletions
        }
        return {
            part.name
            for part in _segments(dataset, TEXT_INDEX)
            if part.name in self._noted() and untouched.issuperset(part.fragments)
        }

    def _noted(self) -> set[str]:
        try:
            return set(json.loads(self._note.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return set()

    def _note_clean(self, names: Sequence[str]) -> None:
        present = {part.name for part in _segments(self._dataset(), TEXT_INDEX)}
        self._note.write_text(
            json.dumps(sorted((self._noted() & present).union(names))), encoding="utf-8"
        )

    @property
    def _note(self) -> Path:
        return self._table.with_name(CLEAN_SEGMENTS)

    # -- revisions and vectors -------------------------------------------------------------------

    def _index_revisions(self) -> None:
        dataset = self._dataset()
        if not _segments(dataset, REVISION_INDEX):
            dataset.create_scalar_index(REVISION_COLUMN, "BTREE", name=REVISION_INDEX)
        else:
            self._extend(dataset, REVISION_INDEX)

    def _index_vectors(self) -> None:
        """Find partitions once the table is large, and anew when it has outgrown them."""
        dataset = self._dataset()
        rows = dataset.count_rows()
        if rows < self._approximate_from:
            return
        trained = _partitions(dataset) * ROWS_PER_PARTITION
        if not trained or rows > trained * RETRAINED_AFTER_GROWTH:
            dataset.create_index(
                VECTOR_COLUMN,
                "IVF_RQ",
                name=VECTOR_INDEX,
                metric="dot",
                replace=True,
                num_partitions=max(1, rows // ROWS_PER_PARTITION),
            )
        else:
            self._extend(dataset, VECTOR_INDEX)

    def _extend(self, dataset: "lance.LanceDataset", index: str) -> None:
        """Add what is new as an addition of its own; merge additions when they are many."""
        covered = {number for part in _segments(dataset, index) for number in part.fragments}
        if covered.issuperset(_rows_of_fragments(dataset)):
            return
        many = len(_segments(dataset, index)) > MOST_DELTAS
        merged = MOST_DELTAS if many else 0
        dataset.optimize.optimize_indices(index_names=[index], num_indices_to_merge=merged)


def _segments(dataset: "lance.LanceDataset", index: str) -> list[Segment]:
    """The parts of an index; none when there is no such index."""
    return [
        Segment(part.uuid, frozenset(part.fragment_ids))
        for description in dataset.describe_indices()
        if description.name == index
        for part in description.segments
    ]


def _rows_of_fragments(dataset: "lance.LanceDataset") -> dict[int, int]:
    """The number of each data file with its rows."""
    return {
        fragment.fragment_id: fragment.physical_rows - fragment.num_deletions
        for fragment in dataset.get_fragments()
    }


def _partitions(dataset: "lance.LanceDataset") -> int:
    """Partitions of the vector index, or 0 when there is none."""
    if not _segments(dataset, VECTOR_INDEX):
        return 0
    parts = dataset.stats.index_stats(VECTOR_INDEX)["indices"]
    return max(int(part.get("num_partitions", 0)) for part in parts)
