"""Ends processes together with what they have started."""

import contextlib

import psutil


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
