"""How long the list of files holds the window up while it is filled, filtered and sorted.

python benchmarks/file_list.py [--files 100000] [--save FILE]

The longest block is the longest stretch of work between two turns of the window's event loop; a
person sees a window hesitate from about 100 ms on. All times are processor time of this process, so
that they hold on a busy machine too.
"""

import argparse
import os
import random
import time
from collections.abc import Callable, Iterator

import harness
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from assistant.messages import EngineEvent, FileEntry, LibraryListed, decode_event, encode_line
from desktop.item_models.file_arrangement import Column
from desktop.ledger import Ledger
from desktop.panels.ledger_panel import LedgerPanel
from desktop.theme import ThemeChoice, apply_theme
from indexer.documents import FileStatus, Reason, ReasonCode

FOLDER = "/home/person/Documents"
PART = 5_000
WORDS = ("lease", "contract", "minutes", "invoice", "amendment", "letter", "report", "budget")


class Watch:
    """Measures the work between the turns of the event loop."""

    def __init__(self) -> None:
        self._last = time.process_time()
        self.longest = 0.0
        self._timer = QTimer(interval=0)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    def measure(
        self, act: Callable[[], object], is_done: Callable[[], bool]
    ) -> tuple[float, float]:
        """Seconds in all, and the longest block among them."""
        QApplication.processEvents()
        self.longest, begun = 0.0, time.process_time()
        self._last = begun
        act()
        while not is_done():
            QApplication.processEvents()
        self._turn()
        return time.process_time() - begun, self.longest

    def _turn(self) -> None:
        now = time.process_time()
        self.longest = max(self.longest, now - self._last)
        self._last = now


def files(count: int) -> list[FileEntry]:
    """Names, folders and states as a large library has them; the same in every run."""
    chance = random.Random(1)
    statuses = [FileStatus.INDEXED] * 9 + [FileStatus.FAILED]
    reasons = {FileStatus.INDEXED: None, FileStatus.FAILED: Reason(ReasonCode.DAMAGED)}
    found = []
    for number in range(count):
        status = chance.choice(statuses)
        folder = f"{FOLDER}/{chance.choice(WORDS)}/{number % 97}"
        name = f"{chance.choice(WORDS)} {chance.choice(WORDS)} {number}.pdf"
        size = chance.randrange(10_000_000)
        entry = FileEntry(path=f"{folder}/{name}", status=status, reason=reasons[status], size=size)
        found.append(entry)
    return found


def lines(entries: list[FileEntry]) -> Iterator[bytes]:
    """The list as the engine sends it, in parts."""
    for start in range(0, len(entries), PART):
        part = tuple(entries[start : start + PART])
        yield encode_line(EngineEvent(1, LibraryListed(sources=(FOLDER,), files=part)))


def measured(count: int) -> Iterator[tuple[str, float, float]]:
    """What was done, its seconds, and its longest block."""
    ledger = Ledger()
    ledger.set_sources((FOLDER,))
    panel = LedgerPanel(ledger)
    panel.resize(950, 700)
    panel.show()
    watch = Watch()
    entries = files(count)

    def is_done() -> bool:
        return not ledger.is_filling and not panel.files.is_arranging

    def step(name: str, act: Callable[[], object]) -> tuple[str, float, float]:
        return name, *watch.measure(act, is_done)

    for line in list(lines(entries))[:1]:
        yield step(f"decode {PART:,} of the files", lambda line=line: decode_event(line))
    yield step("show all files", lambda: ledger.replace_all(entries))
    yield step("list them again, nothing changed", lambda: ledger.replace_all(entries))
    yield step("filter by a word", lambda: panel.filter_field.setText("lease 77"))
    yield step("clear the filter", panel.filter_field.clear)
    yield step("show the failed ones", lambda: panel.show_status(FileStatus.FAILED))
    yield step("show all", lambda: panel.show_status(None))
    order = Qt.SortOrder.DescendingOrder
    yield step("sort by size", lambda: panel.table.sortByColumn(Column.SIZE, order))
    yield step("group by source", lambda: panel.files.choose(grouped=True))
    fresh = [(f"{FOLDER}/new {number}.pdf", FileStatus.INDEXED) for number in range(100)]
    done = [(path, FileEntry(path=path, status=status)) for path, status in fresh]
    yield step("100 files done", lambda: ledger.apply(done))


def main() -> None:
    """Measure and print the table."""
    parser: argparse.ArgumentParser = harness.argument_parser(__doc__ or "")
    parser.add_argument("--files", type=int, default=100_000)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication([])
    apply_theme(application, ThemeChoice.LIGHT)
    rows = [
        (name, f"{seconds:.2f}", f"{block * 1_000:.0f}")
        for name, seconds, block in measured(options.files)
    ]
    text = harness.table(("", "seconds", "longest block, ms"), rows)
    foot = f"{options.files:,} files, {application.platformName()}. {harness.machine(['pyside6'])}"
    harness.publish(f"{text}\n\n{foot}", options.save)


if __name__ == "__main__":
    main()
