"""Looking again at a folder in which nothing or one file changed, and what watching costs.

python benchmarks/rescan.py [--files 10000] [--rounds 5] [--idle 60] [--save FILE]

The files are small texts in folders of a hundred; indexing them is not counted. "All sources" is
what a start does; "one source of two" what a saved file brings about. The rules are a hundred
patterns that leave nothing out; their runs take turns with those without. Idle is the processor
time of a process that watches three folders in which nothing happens, natively and by polling.
"""

import argparse
import contextlib
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

import harness

sys.path.append(str(harness.REPOSITORY))

FILES_PER_FOLDER = 100

PATTERNS = tuple(
    pattern.replace("N", str(number))
    for number in range(20)
    for pattern in ("*.logN", "buildN/", "/outN", "**/cacheN/*", "draft*N.doc")
)


def fill(folder: Path, count: int) -> None:
    """Small texts, long enough ago that their times prove them unchanged."""
    for number in range(count):
        path = folder / f"{number // FILES_PER_FOLDER:04}" / f"note{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Note {number} says that drawer {number} is empty.\n")
        os.utime(path, (1_700_000_000, 1_700_000_000))


def measure_rescan(files: int, rounds: int) -> dict[str, float]:
    """Seconds of runs over an indexed folder."""
    with tempfile.TemporaryDirectory() as scratch:
        large, small = Path(scratch, "large"), Path(scratch, "small")
        fill(large, files)
        fill(small, FILES_PER_FOLDER)
        _index(scratch, [large, small])
        everything, ruled = [], []
        for _ in range(rounds):
            everything.append(_index(scratch, None))
            ruled.append(_index(scratch, None, PATTERNS))
        one = [_index(scratch, [small]) for _ in range(rounds)]
        saved = []
        for number in range(rounds):
            (large / "0000" / "note000000.txt").write_text(f"Saved for the time {number}.\n")
            saved.append(_index(scratch, [large]))
    sides = {
        "all sources, nothing changed": everything,
        "all sources, nothing changed, 100 patterns": ruled,
        "the small source of two, nothing changed": one,
        "the large source, one file saved": saved,
    }
    numbers = {}
    for what, taken in sides.items():
        numbers[what] = harness.median(seconds for seconds, _ in taken)
        numbers[f"{what} (processor)"] = harness.median(used for _, used in taken)
    return numbers


def _index(
    scratch: str, paths: list[Path] | None, patterns: tuple[str, ...] = ()
) -> tuple[float, float]:
    from indexer.ingest import ingest
    from indexer.library import Library
    from indexer.parsing.pool import InlineParser
    from indexer.rules import Rules
    from tests.fakes import HashEmbedder

    with Library.open(Path(scratch, "library"), create=True, write=True) as library:
        started, used = time.monotonic(), time.process_time()
        rules = Rules(patterns)
        run = ingest(library, InlineParser(), HashEmbedder(), paths, rules=rules, follow_moves=True)
        for _ in run:
            pass
        return time.monotonic() - started, time.process_time() - used


def measure_idle(files: int, seconds: float, *, polling: bool) -> dict[str, float]:
    """Percent of one core that watching three folders takes."""
    from indexer import watching
    from indexer.volumes import Volume

    if polling:  # as if all of it lay on a network drive
        watching.connected_volumes = lambda: [Volume("/", "nfs4")]
    with tempfile.TemporaryDirectory() as scratch:
        sources = [Path(scratch, name) for name in ("one", "two", "three")]
        for source in sources:
            fill(source, files // len(sources))
        over = threading.Event()
        thread = threading.Thread(target=_watch, args=(sources, over))
        thread.start()
        time.sleep(3.0)  # until the folders are watched
        before, began = time.process_time(), time.monotonic()
        time.sleep(seconds)
        used = time.process_time() - before
        lasted = time.monotonic() - began
        over.set()
        thread.join()
    return {"percent": 100 * used / lasted}


def _watch(sources: list[Path], over: threading.Event) -> None:
    from indexer.watching import watch_sources

    with contextlib.closing(watch_sources(sources, should_stop=over.is_set)) as changes:
        for _ in changes:
            pass


def main() -> None:
    """Measure each side in a process of its own and print the table."""
    parser = harness.argument_parser(__doc__ or "")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--idle", type=float, default=60.0, help="seconds to watch for")
    arguments = parser.parse_args()
    if arguments.side:
        harness.report(_side(arguments))
        return
    given = [f"--{name}={getattr(arguments, name)}" for name in ("files", "rounds", "idle")]
    rescan = harness.run_side(__file__, "rescan", given)
    rows = [(what, f"{seconds:.2f} s") for what, seconds in rescan.items()]
    for side in ("native", "polling"):
        percent = harness.run_side(__file__, side, given)["percent"]
        rows.append((f"watching three folders, {side}", f"{percent:.2f} % of a core"))
    text = harness.table((f"{arguments.files:,} files", "median"), rows)
    text += f"\n\n{arguments.rounds} rounds, {arguments.idle:g} s of idling. "
    text += harness.machine(["lancedb", "watchfiles"])
    harness.publish(text, arguments.save)


def _side(arguments: argparse.Namespace) -> dict[str, float]:
    if arguments.side == "rescan":
        return measure_rescan(arguments.files, arguments.rounds)
    polling = arguments.side == "polling"
    return measure_idle(arguments.files, arguments.idle, polling=polling)


if __name__ == "__main__":
    main()
