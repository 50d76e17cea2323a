"""Memory that nobody uses any more goes back to the system."""

import sys

import psutil
import pytest

from indexer.freed_memory import give_back_freed_memory, keep_few_heaps

BLOCKS = 40_000
BLOCK_BYTES = 2_000


@pytest.mark.skipif(sys.platform != "linux", reason="other systems' C libraries do so themselves")
def test_what_was_freed_below_something_that_stays_is_given_back() -> None:
    keep_few_heaps()
    process = psutil.Process()
    blocks = [bytearray(BLOCK_BYTES) for _ in range(BLOCKS)]
    full = process.memory_info().rss
    staying = blocks[::1000]
    del blocks
    give_back_freed_memory()
    assert full - process.memory_info().rss > BLOCKS * BLOCK_BYTES / 2
    assert len(staying) == BLOCKS // 1000


def test_elsewhere_nothing_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.freed_memory._glibc", lambda: None)
    keep_few_heaps()
    give_back_freed_memory()
