"""From starting the process to the painted window.

python benchmarks/startup.py [--runs 7] [--save FILE]

Nothing is taken out: the time runs from before the interpreter starts until the window has
painted itself for the first time. The first run warms the disk's cache and is not counted.
"""

import os
import sys
import tempfile
import time

import harness

# The window's own log and settings must not be those of whoever measures.
FOLDERS = ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")


def run_window_once(started: float, library: str) -> None:
    """Open the window in this process, report when it was painted, and close it again."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    import desktop.application as application_module

    class FirstPaint(QObject):
        """Reports the first painting of the window it watches."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            """Wait until the painting is over, then say so once."""
            if event.type() is QEvent.Type.Paint:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, lambda: self.end(watched))
            return False

        def end(self, window: QObject) -> None:
            """Report, and close the window."""
            harness.report({"seconds": time.monotonic() - started})
            window.close()

    class MeasuredApplication(QApplication):
        """Watches the window as soon as events are handled."""

        def exec(self) -> int:
            """Run as always, with the watcher in place."""
            windows = [w for w in self.topLevelWidgets() if isinstance(w, QMainWindow)]
            self.watcher = FirstPaint()
            windows[0].installEventFilter(self.watcher)
            return QApplication.exec()

    application_module.QApplication = MeasuredApplication
    sys.exit(application_module.run_window(["footnote", "--library", library]))


def measure(runs: int) -> list[float]:
    """Seconds of each run after the first."""
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(dict.fromkeys(FOLDERS, folder))
        for _ in range(runs + 1):
            arguments = [repr(time.monotonic()), folder + "/library"]
            seconds.append(harness.run_side(__file__, "window", arguments)["seconds"])
    return seconds[1:]


def main() -> None:
    parser = harness.argument_parser("Start-up of the window.")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("child", nargs="*", help=harness.argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        run_window_once(float(options.child[0]), options.child[1])
    seconds = measure(options.runs)
    row = (
        "window painted",
        f"{harness.median(seconds):.2f}",
        f"{min(seconds):.2f}-{max(seconds):.2f}",
    )
    table = harness.table(("", "seconds, median", "range"), [row])
    platform = os.environ.get("QT_QPA_PLATFORM", "the screen")
    note = f"{options.runs} runs, warm, on {platform}. {harness.machine(('pyside6',))}"
    harness.publish(f"{table}\n\n{note}", options.save)


if __name__ == "__main__":
    main()
