"""`python -m assistant.engine --library DIR`: opens one library and does what the window asks.

The main thread works (indexing, answers), a second one looks things up while anything else runs,
and a third reads the requests. The end of standard input ends the process.
"""

import argparse
import logging
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from assistant.engine.engine_log import begin_logging
from assistant.engine.event_writer import EventWriter
from assistant.engine.failures import failure_of
from assistant.messages import RequestFailed
from assistant.wording import FailureCode, failure_sentence
from indexer.errors import LibraryError
from indexer.library import default_library_folder

if TYPE_CHECKING:
    from assistant.engine.session import Session

logger = logging.getLogger("assistant.engine")

SECONDS_TO_END = 2.0
"""After its input has ended the engine finishes its step for so long; then it ends at once."""

REFUSED = 3
"""Exit status when the library cannot be opened."""


def main() -> int:
    """Serve one window until it goes; returns the exit status."""
    folder = _arguments().library
    writer = EventWriter(begin_logging(folder))
    logger.info("engine starts for %s", folder)
    try:
        return _serve(folder, writer)
    except LibraryError as error:
        logger.warning("%s", error)
        writer(None, failure_of(error) or _internal(error))
        return REFUSED
    except Exception as error:
        logger.exception("the engine ends")
        writer(None, _internal(error))
        return 1


def _serve(folder: Path, writer: EventWriter) -> int:
    from assistant.engine.session import Session  # after standard output has been taken

    session = Session(folder, writer)
    session.announce()
    reader = threading.Thread(
        target=_read, args=(session, sys.stdin.buffer), name="reader", daemon=True
    )
    reader.start()
    session.run()
    logger.info("engine ends")
    return 0


def _read(session: "Session", lines: BinaryIO) -> None:
    """Read until the window is gone; whatever cannot stop by then is left to the operating system.

    Every document is committed on its own, so nothing is lost.
    """
    try:
        session.reader.read(lines)
    finally:
        session.close()
    if not session.ended.wait(SECONDS_TO_END):
        logger.warning("a step does not end; the engine ends without it")
        session.shelf.forgive()
        os._exit(0)


def _internal(error: Exception) -> RequestFailed:
    fact = f"{type(error).__name__}: {error}"
    message = failure_sentence(FailureCode.INTERNAL, fact)
    return RequestFailed(code=FailureCode.INTERNAL, message=message)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="footnote-engine", description="Footnote's engine; the window starts it."
    )
    parser.add_argument("--library", type=Path, default=default_library_folder(), metavar="DIR")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
