"""What a folder would bring to the library, counted without reading a file."""

import os
import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from indexer.discover import FoundFile, discover
from indexer.documents import ReasonCode
from indexer.ledger import Ledger
from indexer.ledger_records import Speed
from indexer.rules import LeftOut, Rules
from indexer.sources import Sources

MOST_FILES = 200_000
MOST_SECONDS = 3.0
"""Whoever waits for a preview wants an answer; a larger folder is counted so far."""

FILES_PER_STEP = 500

LEAST_FILES = 5
LEAST_SECONDS = 1.0
"""Files of a format that were read, and the time it took, before they say how long others take."""


@dataclass(frozen=True, slots=True)
class Share:
    """Files of one kind."""

    name: str
    """The format's name; for files that are not read their ending, or nothing without one."""
    files: int
    size: int
    """Bytes together."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What indexing a folder would bring; see `preview`."""

    path: str
    readable: tuple[Share, ...]
    """By size, largest first, like all shares here."""
    skipped: tuple[Share, ...]
    excluded: int
    """Files and folders that a rule, a hidden name or the system leaves out."""
    by_git: int
    """Of these, what a `.gitignore` leaves out."""
    seconds: float | None
    """An estimate by what such files took before, or None where too few were read."""
    complete: bool
    """False when the folder is so large that the counting was cut short."""


def preview(
    path: Path, library_folder: Path, ledger: Ledger | None, rules: Rules
) -> Generator[None, None, Preview]:
    """Count what is below a folder or file; every yield is a safe place to stop.

    Without a ledger there is no ground for an estimate. Raises OSError when the path cannot be
    read at all.
    """
    count = _Count(_unchanged(ledger, path))
    begun, complete = time.monotonic(), True
    for number, found in enumerate(_walk(str(path), library_folder, ledger, rules, count.left_out)):
        if number >= MOST_FILES or time.monotonic() - begun > MOST_SECONDS:
            complete = False
            break
        count.add(found)
        if number % FILES_PER_STEP == 0:
            yield
    return Preview(
        path=str(path),
        readable=_shares(count.readable),
        skipped=_shares(count.skipped),
        excluded=count.excluded + count.left_out.hidden + count.left_out.excluded,
        by_git=count.by_git + count.left_out.by_git,
        seconds=estimate(count.new_bytes, ledger.speeds() if ledger else ()),
        complete=complete,
    )


def estimate(new_bytes: Mapping[str, int], speeds: Sequence[Speed]) -> float | None:
    """Seconds that so many bytes of each format take, judged by the files that were read before.

    A format of which too little was read takes as long as all others together; None when even that
    is too little.
    """
    known = {speed.format_name: speed for speed in speeds if _is_enough(speed)}
    others = Speed(
        "",
        sum(speed.files for speed in speeds),
        sum(speed.seconds for speed in speeds),
        sum(speed.size for speed in speeds),
    )
    seconds = 0.0
    for name, size in new_bytes.items():
        speed = known.get(name, others)
        if not _is_enough(speed):
            return None
        seconds += size * speed.seconds / speed.size
    return seconds


def _is_enough(speed: Speed) -> bool:
    return speed.files >= LEAST_FILES and speed.seconds >= LEAST_SECONDS and speed.size > 0


def _walk(
    path: str, library_folder: Path, ledger: Ledger | None, rules: Rules, left_out: LeftOut
) -> Generator[FoundFile, None, None]:
    sources = Sources(ledger.source_records() if ledger else (), rules)
    source = sources.holding(path)
    if source is not None:
        rules = sources.rules_of(source)
    yield from discover(path, library_folder, rules, source=source, left_out=left_out)


def _unchanged(ledger: Ledger | None, path: Path) -> dict[str, tuple[int, int]]:
    """The files there that are indexed already, with size and time; they take no time again."""
    if ledger is None:
        return {}
    return {
        record.path: (record.size, record.mtime_ns)
        for record in ledger.files(path)
        if record.is_live
    }


Sizes = dict[str, tuple[int, int]]
"""Files and bytes, by kind."""


@dataclass(slots=True)
class _Count:
    """What has been met so far."""

    unchanged: dict[str, tuple[int, int]]
    readable: Sizes = field(default_factory=dict)
    skipped: Sizes = field(default_factory=dict)
    new_bytes: dict[str, int] = field(default_factory=dict)
    excluded: int = 0
    by_git: int = 0
    left_out: LeftOut = field(default_factory=LeftOut)

    def add(self, found: FoundFile) -> None:
        """One more file."""
        if found.problem is None:
            _count(self.readable, found.format_name, found.size)
            if self.unchanged.get(found.path) != (found.size, found.mtime_ns):
                new = self.new_bytes.get(found.format_name, 0)
                self.new_bytes[found.format_name] = new + found.size
        elif found.problem.code is ReasonCode.EXCLUDED:
            self.excluded += 1
            self.by_git += found.problem.is_from_git
        else:
            ending = os.path.splitext(found.path)[1].lower()  # noqa: PTH122
            _count(self.skipped, ending, found.size)


def _count(sizes: Sizes, name: str, size: int) -> None:
    files, together = sizes.get(name, (0, 0))
    sizes[name] = files + 1, together + size


def _shares(sizes: Sizes) -> tuple[Share, ...]:
    shares = [Share(name, files, size) for name, (files, size) in sizes.items()]
    return tuple(sorted(shares, key=lambda share: (-share.size, share.name)))
