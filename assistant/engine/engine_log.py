"""Where the engine writes what only its makers read: the library's `logs` folder.

Personal data is masked in the log, because a log is what people send to others for help.
"""

import faulthandler
import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import BinaryIO

from assistant.masking import MaskingFormatter
from assistant.standard_output import take_standard_output

LARGEST_LOG = 1_000_000
KEPT_LOGS = 3


def begin_logging(library: Path) -> BinaryIO:
    """Start the log and return the real standard output, for the protocol alone.

    What native libraries print, and the trace of a crash in one of them, goes to `output.log`.
    Where the folder cannot be written everything goes to standard error.
    """
    try:
        folder = library / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        output = _open_output(folder / "output.log")
        handler: logging.Handler = RotatingFileHandler(
            folder / "engine.log", maxBytes=LARGEST_LOG, backupCount=KEPT_LOGS, encoding="utf-8"
        )
    except OSError:
        output, handler = 2, logging.StreamHandler()
    _set_up(handler)
    faulthandler.enable(file=output)
    return take_standard_output(output)


def _open_output(file: Path) -> int:
    """Opened for the life of the process; emptied once it has grown large."""
    grown = file.exists() and file.stat().st_size > LARGEST_LOG
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | (os.O_TRUNC if grown else 0)
    return os.open(file, flags, 0o600)


def _set_up(handler: logging.Handler) -> None:
    handler.setFormatter(
        MaskingFormatter(
            "%(asctime)s %(process)d %(threadName)s %(levelname)s %(name)s: %(message)s"
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(True)
