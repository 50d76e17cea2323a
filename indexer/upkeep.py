"""Upkeep of a large index in a child process, so that nothing waits for it and nobody feels it.

Inside one process LanceDB's searches would queue behind its index builds, priority or not.
"""

import contextlib
import logging
import subprocess
import sys
import threading
from collections.abc import Generator
from pathlib import Path
from typing import IO

from indexer.parsing.pool import child_environment
from indexer.upkeep_child import FORGET

logger = logging.getLogger(__name__)

LOOK_EVERY = 0.1
"""Seconds between two looks at whether the child has ended."""


class UpkeepFailed(Exception):
    """The child could not finish; the index is as its last finished step left it."""


class UpkeepProcess:
    """At most one child at work on one table."""

    def __init__(self, table: Path) -> None:
        self._table = table
        self._child: subprocess.Popen[bytes] | None = None
        self._log: list[str] = []
        self._reader: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        """Whether a child is at work."""
        return self._child is not None and self._child.poll() is None

    def start(self, *, forget: bool = False) -> None:
        """Begin, unless a child is at work already; while one forgets, nobody else may write."""
        if self.is_running:
            return
        self.stop()
        self._child = _start(self._table, FORGET if forget else "add")
        self._log = []
        self._reader = threading.Thread(target=self._read_log, name="upkeep log", daemon=True)
        self._reader.start()

    def wait(self) -> Generator[None, None, None]:
        """Wait for the child, if any, in steps of `LOOK_EVERY`; raises UpkeepFailed."""
        while (child := self._child) is not None:
            try:
                status = child.wait(LOOK_EVERY)
            except subprocess.TimeoutExpired:
                yield
                continue
            self.stop()
            if status != 0:
                raise UpkeepFailed(self._log[-1] if self._log else f"exit status {status}")

    def stop(self) -> None:
        """End the child at once; what it had committed stays."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        with contextlib.suppress(OSError):
            _open(child.stdin).close()
        if self._reader is not None:
            self._reader.join()
        _open(child.stderr).close()

    def _read_log(self) -> None:
        child = self._child
        if child is None:
            return
        for line in _open(child.stderr):
            text = line.decode(errors="replace").strip()
            logger.debug("upkeep: %s", text)
            self._log.append(text)


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def _start(table: Path, mode: str) -> "subprocess.Popen[bytes]":
    """Start the child; -P keeps Python from importing what lies in the current folder."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "indexer.upkeep_child", str(table), mode],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=child_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
