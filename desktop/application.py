"""Starts the window; the engine may still be loading when it is already there."""

import argparse
import logging
import logging.handlers
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import platformdirs
from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from assistant.masking import MaskingFormatter
from assistant.settings import Settings
from desktop.engine_client import EngineClient
from desktop.engine_process import engine_command
from desktop.main_window import MainWindow
from desktop.plurals import install_plurals
from desktop.settings_dialog import THEME
from desktop.theme import ICON_FOLDER, ThemeChoice, apply_theme

log = logging.getLogger(__name__)

LOG_BYTES = 1_000_000
INTERRUPT_CHECK = 200
"""Milliseconds between two chances for Python to see Ctrl+C in the terminal."""


def run_window(argv: Sequence[str]) -> int:
    """Open the window and run until it is closed; returns the exit status."""
    options, for_qt = _parser().parse_known_args(list(argv[1:]))
    _start_log()
    application = QApplication([argv[0], *for_qt])
    application.setApplicationName("Footnote")
    application.setDesktopFileName("footnote")
    application.setWindowIcon(QIcon(str(ICON_FOLDER / "footnote.svg")))
    install_plurals(application)
    settings = Settings()
    dress(application, settings)
    client = EngineClient(engine_command(options.library), application)
    window = MainWindow(client, settings)
    # The window closes at once; the application ends when the engine has finished its step.
    application.setQuitOnLastWindowClosed(False)
    client.closed.connect(application.quit)
    window.show()
    QTimer.singleShot(0, client, client.start)
    _quit_on_interrupt(window)
    return application.exec()


def dress(application: QApplication, settings: Settings) -> None:
    """Apply the theme that was chosen, and follow the system where it was left to it."""
    apply_theme(application, ThemeChoice(settings.get(THEME)))
    application.styleHints().colorSchemeChanged.connect(
        lambda: apply_theme(application, ThemeChoice(settings.get(THEME)))
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="footnote")
    parser.add_argument("--library", type=Path, default=None)
    return parser


def _start_log() -> None:
    folder = Path(platformdirs.user_log_dir("Footnote", appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            folder / "window.log", maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(MaskingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])


def _quit_on_interrupt(window: MainWindow) -> None:
    """Let Ctrl+C in the terminal close the window as its own button would."""
    if sys.stdin is None or not sys.stdin.isatty():
        return
    signal.signal(signal.SIGINT, lambda *_: window.close())
    timer = QTimer(window, interval=INTERRUPT_CHECK)
    timer.timeout.connect(lambda: None)
    timer.start()
