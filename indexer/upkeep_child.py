"""The upkeep child: keeps one index quick at the lowest priority, then ends.

Run as `python -m indexer.upkeep_child TABLE MODE`, MODE being `add` or `forget`. It ends when its
standard input does, so that it never outlives its parent: every step is committed on its own.
"""

import contextlib
import logging
import os
import signal
import sys
import threading
from pathlib import Path
from typing import IO

import psutil

LOWEST_PRIORITY = 19
"""POSIX niceness: a search beside it must not be felt to be slower."""

FORGET = "forget"

logger = logging.getLogger(__name__)


def main(arguments: list[str]) -> None:
    """Take all steps, then end."""
    table, mode = arguments
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    end_with_parent(sys.stdin.buffer)
    yield_to_others()
    status = keep_up(Path(table), forget=mode == FORGET)
    sys.stderr.flush()
    os._exit(status)  # an orderly end would wait for the thread that reads the pipe


def keep_up(table: Path, *, forget: bool) -> int:
    """Take the steps; the first that fails ends it, and its reason is the last line of the log."""
    from indexer.lance_upkeep import TableUpkeep  # reads the environment when imported

    try:
        for step in TableUpkeep(table).steps(forget=forget):
            step()
    except (RuntimeError, OSError, ValueError) as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return 1
    return 0


def end_with_parent(pipe: IO[bytes]) -> None:
    """End the process, whatever it is doing, once the parent has closed the pipe."""

    def wait() -> None:
        pipe.read()
        os._exit(0)

    threading.Thread(target=wait, name="parent", daemon=True).start()


def yield_to_others() -> None:
    """One thread, and only when nobody else wants the processor or the disk."""
    os.environ.update(LANCE_CPU_THREADS="1", RAYON_NUM_THREADS="1", LANCE_LOG="error")
    process = psutil.Process()
    with contextlib.suppress(psutil.Error, OSError):
        if sys.platform == "win32":
            process.nice(psutil.IDLE_PRIORITY_CLASS)
        else:
            process.nice(LOWEST_PRIORITY)
    if sys.platform == "linux":
        with contextlib.suppress(psutil.Error, OSError):
            process.ionice(psutil.IOPRIO_CLASS_IDLE)


if __name__ == "__main__":
    main(sys.argv[1:])
