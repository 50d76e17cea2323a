"""Whatever happens to a folder and to the runs over it, the index ends as a fresh one.

`FOOTNOTE_SEQUENCES=300 pytest tests/indexer/test_any_sequence.py` tries that many new sequences.
"""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.indexer.any_sequence import (
    NAMES,
    SENTENCES,
    Playground,
    Text,
    index_rows,
    ledger_rows,
    search_results,
)

LONG_RUN = "FOOTNOTE_SEQUENCES" in os.environ
SEQUENCES = int(os.environ.get("FOOTNOTE_SEQUENCES", "12"))

names = st.sampled_from(NAMES)
texts = st.builds(Text, st.sampled_from(sorted(SENTENCES)), st.sampled_from([1, 2, 40, 400]))
moments = st.integers(0, 25)

changes = st.one_of(
    st.tuples(st.just("create"), names, texts),
    st.tuples(st.just("create"), names, texts),
    st.tuples(st.just("append"), names, texts),
    st.tuples(st.just("empty"), names),
    st.tuples(st.just("touch"), names),
    st.tuples(st.just("move"), names, names),
    st.tuples(st.just("copy"), names, names),
    st.tuples(st.just("delete"), names),
    st.tuples(st.just("delete_folder"), st.sampled_from(["sub/deep/d.txt", "other/e.xyz"])),
    st.tuples(st.just("replace_by_folder"), names, texts),
    st.tuples(st.just("change_mode"), names),
    st.tuples(st.just("lock"), names),
    st.tuples(st.just("unlock")),
)
runs = st.one_of(
    st.tuples(st.just("index")),
    st.tuples(st.just("stop"), moments),
    st.tuples(st.just("pause"), moments, names, texts),
)
# A process of its own takes a second to start, so there is at most one in a sequence.
deaths = st.one_of(
    st.tuples(st.just("kill"), moments),
    st.tuples(st.just("kill_later"), st.integers(0, 60)),
)
stages = st.tuples(st.lists(changes, min_size=1, max_size=5), runs)
sequences = st.tuples(
    st.lists(stages, min_size=1, max_size=2),
    st.lists(st.tuples(st.lists(changes, max_size=4), deaths), max_size=1),
    st.lists(changes, max_size=4),
)


@pytest.mark.timeout(20 * SEQUENCES)
@settings(
    max_examples=SEQUENCES,
    deadline=None,
    derandomize=not LONG_RUN,
    database=None,
    print_blob=True,
    # Shrinking starts hundreds of processes; the sequence that failed is short enough as it is.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(sequences)
def test_any_sequence_ends_in_the_index_of_a_fresh_run(sequence) -> None:  # noqa: ANN001
    before, killed, last = sequence
    with tempfile.TemporaryDirectory() as scratch:
        playground = Playground(Path(scratch, "documents"), Path(scratch, "library"))
        playground.folder.mkdir()
        for changed, run in [*before, *killed]:
            for change in changed:
                do(playground, change)
            do(playground, run)
        for change in last:
            do(playground, change)
        playground.unlock()
        playground.index()
        fresh = Playground(playground.folder, Path(scratch, "fresh"))
        fresh.index()
        assert ledger_rows(playground.library) == ledger_rows(fresh.library)
        assert index_rows(playground.library) == index_rows(fresh.library)
        assert search_results(playground.library) == search_results(fresh.library)


def do(playground: Playground, step: tuple[object, ...]) -> None:
    """One step, as a method's name with its arguments."""
    name, *arguments = step
    getattr(playground, str(name))(*arguments)
