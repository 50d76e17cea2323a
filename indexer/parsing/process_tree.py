"""A process together with what it has started: the time they have computed, and their end."""

import contextlib
import os

import psutil


def seconds_computed() -> float:
    """Seconds of the processor that this process has had, with what it started and waited for.

    They pass alike on a busy machine and on an idle one, unlike those of the clock.
    """
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def end_tree(pid: int) -> None:
    """End a process and all that it has started."""
    end_descendants(pid)
    with contextlib.suppress(psutil.Error):
        psutil.Process(pid).kill()


def end_descendants(pid: int | None = None) -> None:
    """End what a process, by default this one, has started, the youngest first."""
    with contextlib.suppress(psutil.Error):
        for process in reversed(psutil.Process(pid).children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                process.kill()
