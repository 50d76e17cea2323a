"""Upkeep of a large index: beside searches, in steps that may end anywhere, forgetting for good."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from indexer.chunks import ScoredChunk
from indexer.lance_settings import SEGMENT_ROWS
from indexer.lance_store import LanceChunkStore
from indexer.lance_upkeep import CLEAN_SEGMENTS, TableUpkeep
from indexer.segments import Segment, groups_to_build
from indexer.upkeep import UpkeepFailed, UpkeepProcess
from tests.indexer.test_chunk_stores import EMBEDDER, add, chunk, holds, ids, run_python

CANARY = b"qxzvwkjcanary"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LanceChunkStore]:
    """A store that takes any table for a large one."""
    store = LanceChunkStore(tmp_path / "index", EMBEDDER.dimension, small_rows=0)
    yield store
    store.close()


def keep_up(folder: Path, *, forget: bool = False, approximate_from: int = 10**9) -> None:
    """The child's steps, here."""
    upkeep = TableUpkeep(folder / "index" / "chunks.lance", approximate_from)
    for step in upkeep.steps(forget=forget):
        step()


def plain(hits: list[ScoredChunk]) -> dict[str, float]:
    return {hit.chunk.id: round(hit.score, 4) for hit in hits}


def test_a_search_ends_while_upkeep_goes_on(store: LanceChunkStore) -> None:
    add(store, *(chunk("a", number, f"apples and pears {number}") for number in range(600)))
    steps = store.maintenance()
    next(steps)
    assert ids(store.search_text("apples 17", 1)) == ["a:17"]
    next(steps)  # ends with StopIteration when there is no upkeep any more
    assert list(steps) is not None
    assert ids(store.search_text("apples 17", 1)) == ["a:17"]


def test_upkeep_begun_in_a_run_does_not_hold_the_run_up(store: LanceChunkStore) -> None:
    add(store, *(chunk("a", number, f"apples {number}") for number in range(2100)))
    store.maintain()
    assert store._upkeep.is_running
    add(store, chunk("b", 0, "pears meanwhile"))
    store.delete_revisions(["a"])
    assert not store._upkeep.is_running
    assert ids(store.search_text("pears", 5)) == ["b:0"]
    assert store.count() == 1


def test_few_new_chunks_are_not_worth_upkeep(store: LanceChunkStore) -> None:
    add(store, chunk("a", 0, "apples"))
    assert list(store.maintenance()) == []


def test_deleted_text_leaves_the_disk_of_a_large_table(
    store: LanceChunkStore, tmp_path: Path
) -> None:
    add(store, *(chunk("a", number, f"harmless {number}") for number in range(300)))
    store.maintain(settle=True)
    texts = ["qxzvwkjcanary" if number == 7 else f"other {number}" for number in range(300)]
    add(store, *(chunk(f"b{number}", 0, text) for number, text in enumerate(texts)))
    keep_up(tmp_path)
    store.delete_revisions(["b7"])
    keep_up(tmp_path)
    assert holds(tmp_path, CANARY)
    store.maintain(forget=True)
    assert not holds(tmp_path, CANARY)
    assert ids(store.search_text("harmless 211", 1)) == ["a:211"]
    assert ids(store.search_text("other 211", 1)) == ["b211:0"]


def test_forgetting_leaves_the_parts_alone_that_nothing_was_deleted_from(
    store: LanceChunkStore, tmp_path: Path
) -> None:
    add(store, *(chunk("a", number, f"harmless {number}") for number in range(400)))
    keep_up(tmp_path, forget=True)
    (first,) = json.loads((tmp_path / "index" / CLEAN_SEGMENTS).read_text())
    add(store, *(chunk(f"b{number}", 0, f"more {number}") for number in range(150)))
    keep_up(tmp_path)
    store.delete_revisions(["b7"])
    keep_up(tmp_path, forget=True)
    present = json.loads((tmp_path / "index" / CLEAN_SEGMENTS).read_text())
    assert first in present
    assert len(present) == 2


def test_forgetting_that_was_cut_short_is_made_good_by_the_next(
    store: LanceChunkStore, tmp_path: Path
) -> None:
    add(store, *(chunk(f"a{number}", 0, f"harmless {number}") for number in range(300)))
    add(store, chunk("b", 0, "qxzvwkjcanary"))
    keep_up(tmp_path)
    store.delete_revisions(["b"])
    steps = TableUpkeep(tmp_path / "index" / "chunks.lance").steps(forget=True)
    next(steps)()  # the data file is rewritten, and here the power fails
    keep_up(tmp_path, forget=True)
    assert not holds(tmp_path, CANARY)


def test_ending_upkeep_anywhere_leaves_a_table_that_works(
    store: LanceChunkStore, tmp_path: Path
) -> None:
    add(store, *(chunk("a", number, f"apples {number}") for number in range(500)))
    for looks in (1, 8, 14):
        steps = store.maintenance(forget=True)
        for _ in zip(range(looks), steps, strict=False):
            pass
        steps.close()
        assert ids(store.search_text("apples 17", 1)) == ["a:17"]
    store.maintain(forget=True)
    assert store.count() == 500
    assert ids(store.search_text("apples 499", 1)) == ["a:499"]


def test_parts_of_the_text_index_score_as_one_index_does(
    store: LanceChunkStore, tmp_path: Path
) -> None:
    other = LanceChunkStore(tmp_path / "one", EMBEDDER.dimension)
    words = ["apple", "pear", "plum", "fig", "quince", "medlar"]
    for size in (300, 90, 40):
        chunks = [
            chunk(f"{size}-{number}", 0, " ".join(words[number % 5 :]) + f" {number}")
            for number in range(size)
        ]
        add(store, *chunks)
        add(other, *chunks)
        keep_up(tmp_path)
    other.maintain(forget=True)
    query = "plum medlar 39"
    assert plain(store.search_text(query, 3)) == plain(other.search_text(query, 3))
    assert len(json.loads((tmp_path / "index" / CLEAN_SEGMENTS).read_text())) >= 2


def test_a_vector_index_finds_what_comparing_all_finds_and_scores_it_alike(
    store: LanceChunkStore, tmp_path: Path
) -> None:
    random = np.random.default_rng(1)
    vectors = random.normal(size=(3000, EMBEDDER.dimension)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    store.add([chunk(f"a{number}", 0, "x") for number in range(3000)], vectors)
    exact = [store.search_vectors(vector, 10) for vector in vectors[:20]]
    keep_up(tmp_path, approximate_from=2000)
    found = [store.search_vectors(vector, 10) for vector in vectors[:20]]
    pairs = list(zip(map(plain, exact), map(plain, found), strict=True))
    assert np.mean([len(one.keys() & two.keys()) / 10 for one, two in pairs]) > 0.95
    for one, two in pairs:
        for name in one.keys() & two.keys():
            assert two[name] == pytest.approx(one[name], abs=1e-3)


def test_vectors_that_are_in_no_index_yet_are_found_too(
    store: LanceChunkStore, tmp_path: Path
) -> None:
    add(store, *(chunk(f"a{number}", 0, f"apples {number}") for number in range(500)))
    keep_up(tmp_path, approximate_from=400)
    add(store, chunk("new", 0, "slow trains"))
    vector = EMBEDDER.embed_query("Title slow trains")
    assert ids(store.search_vectors(vector, 1)) == ["new:0"]
    keep_up(tmp_path, approximate_from=400)
    assert ids(store.search_vectors(vector, 1)) == ["new:0"]
    assert ids(store.search_vectors(vector, 1, ["a7"])) == ["a7:0"]


FULL_DISK = """
import resource, sys
from pathlib import Path
from indexer.errors import StorageFull
from indexer.lance_settings import SEGMENT_ROWS
from indexer.lance_store import LanceChunkStore
from tests.indexer.test_chunk_stores import add, chunk
store = LanceChunkStore(Path(sys.argv[1]), 64, small_rows=0)
for part in range(3):
    add(store, *(chunk(f"b{part}", number, "apples " * 9) for number in range(200)))
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
try:
    store.maintain(settle=True)
except StorageFull as error:
    print(error)
assert len(store.search_text("apples", 3)) == 3
store.close()
"""


@pytest.mark.skipif("sys.platform == 'win32'", reason="limits of a process's files are POSIX")
def test_a_disk_that_is_full_is_said_and_searching_goes_on(tmp_path: Path) -> None:
    result = run_python(FULL_DISK, tmp_path / "index")
    assert "free some space" in result.stdout
    assert result.returncode == 0, result.stderr


def test_a_child_that_fails_says_why(tmp_path: Path) -> None:
    upkeep = UpkeepProcess(tmp_path / "no such table")
    upkeep.start()
    with pytest.raises(UpkeepFailed, match="not found"):
        list(upkeep.wait())


@pytest.mark.parametrize(
    ("new", "sizes", "groups"),
    [
        ([9], {}, [[9]]),
        ([9], {1: 100}, [[9]]),
        ([9], {1: 20}, [[9, 1]]),
        ([9], {1: 20, 2: 15, 3: 100}, [[9, 2, 1]]),
        ([8, 9], {}, [[8, 9]]),
        ([7, 8, 9], {}, [[7, 8], [9]]),
    ],
)
def test_small_parts_are_joined_and_large_ones_left(
    new: list[int], sizes: dict[int, int], groups: list[list[int]]
) -> None:
    rows = {**sizes, 7: 60, 8: 40, 9: 10}
    parts = [Segment(str(number), frozenset([number])) for number in sizes]
    assert groups_to_build(new, parts, rows, most=100) == groups


def test_a_million_chunks_are_in_two_parts() -> None:
    # Merging makes data files of a little more than is asked for, as they come.
    rows = dict.fromkeys(range(13), 70_000) | {13: 90_000}
    groups = groups_to_build(list(rows), [], rows, SEGMENT_ROWS)
    assert [len(group) for group in groups] == [7, 7]


def test_parts_that_an_earlier_version_kept_apart_are_joined_as_new_text_comes() -> None:
    rows = dict.fromkeys(range(4), 70_000) | {4: 40_000}
    parts = [Segment(str(number), frozenset([number])) for number in range(4)]
    assert groups_to_build([4], parts, rows, SEGMENT_ROWS) == [[4, 0, 1, 2, 3]]
