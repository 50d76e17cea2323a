"""Drives the real engine process through its pipes, as the window does."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Self, TypeVar

from assistant.messages import (
    AnyEvent,
    EngineEvent,
    EngineReady,
    Request,
    RequestDone,
    RequestFailed,
    decode_event,
    encode_line,
)
from assistant.requests import AnyRequest

PATIENCE = 90.0
"""Seconds until a test gives up waiting; generous, because two cores may be shared by many."""

Body = TypeVar("Body")


class EngineProcess:
    """The engine over one library; events are collected by a thread and waited for."""

    def __init__(self, library: Path) -> None:
        self._last_id = 0
        self._events: list[EngineEvent] = []
        self._changed = threading.Condition()
        self._ended = False
        self.process = subprocess.Popen(
            [sys.executable, "-m", "assistant.engine", "--library", str(library)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "2"},
        )
        self._collector = threading.Thread(target=self._collect, daemon=True)
        self._collector.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._collector.join(PATIENCE)
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()

    @property
    def stdin(self) -> IO[bytes]:
        assert self.process.stdin is not None
        return self.process.stdin

    def send(self, body: AnyRequest) -> int:
        self._last_id += 1
        self.write(encode_line(Request(self._last_id, body)))
        return self._last_id

    def write(self, line: bytes) -> None:
        self.stdin.write(line)
        self.stdin.flush()

    def ready(self) -> EngineReady:
        return self.wait_for(None, EngineReady)

    def wait_for(
        self,
        request: int | None,
        kind: type[Body],
        accept: Callable[[Body], bool] = lambda _: True,
    ) -> Body:
        """The first event of that kind that is accepted; fails when the request ends without it."""

        def found() -> Body | None:
            for body in self.events(request):
                if isinstance(body, kind) and accept(body):
                    return body
            return None

        with self._changed:
            self._changed.wait_for(lambda: found() is not None or self._ended, PATIENCE)
            body = found()
        assert body is not None, f"no {kind.__name__} among {self.events(request)[-5:]}"
        return body

    def finish(self, body: AnyRequest) -> RequestDone | RequestFailed:
        """Send a request and wait until it has ended."""
        return self.ending(self.send(body))

    def ending(self, request: int) -> RequestDone | RequestFailed:
        return self.wait_for(request, RequestDone | RequestFailed)  # type: ignore[arg-type]

    def events(self, request: int | None) -> list[AnyEvent]:
        return [event.body for event in list(self._events) if event.request == request]

    def order(self) -> list[EngineEvent]:
        """All events as they came."""
        return list(self._events)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def end(self) -> int:
        """Close its input and wait until it has ended."""
        self.stdin.close()
        return self.process.wait(PATIENCE)

    def _collect(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._changed:
                self._events.append(decode_event(line))
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()
