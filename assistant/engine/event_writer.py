"""Sends events to the window, a line each, from any thread."""

import logging
import threading
from typing import BinaryIO

from msgspec.structs import replace

from assistant.messages import AnyEvent, EngineEvent, RequestFailed, encode_line
from assistant.standard_output import write_fully

logger = logging.getLogger(__name__)


class EventWriter:
    """Writes whole lines; once the window is gone it stays silent."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._gone = False

    def __call__(self, request: int | None, body: AnyEvent) -> None:
        """Send one event; `request` is None for what was not asked for."""
        line = _line(EngineEvent(request, body))
        with self._lock:
            if self._gone:
                return
            try:
                write_fully(self._stream, line)
            except OSError as error:
                self._gone = True
                logger.info("the window no longer listens: %s", error)


def _line(event: EngineEvent) -> bytes:
    """One line; a failure whose message quotes what is no text is sent with question marks."""
    try:
        return encode_line(event)
    except UnicodeEncodeError:
        if not isinstance(event.body, RequestFailed):
            raise
        message = event.body.message.encode("utf-8", "replace").decode()
        return encode_line(EngineEvent(event.request, replace(event.body, message=message)))
