"""The window's end of the line to the engine process: requests out, typed events in.

The engine may die at any time; its client says which requests went with it and starts it again.
"""

import logging
import os
import time
from collections import deque
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from assistant.messages import (
    EngineEvent,
    EngineReady,
    Notice,
    Request,
    RequestDone,
    RequestFailed,
    decode_event,
    encode_line,
)
from assistant.requests import AnyRequest, Cancel
from desktop.engine_process import EngineCommand, EngineLoss, EngineState, Patience

log = logging.getLogger(__name__)

ENGINE_STOPPED = "engine-stopped"
"""Code of the `RequestFailed` that the client itself sends for requests lost with the engine."""
READING_SECONDS = 0.015
"""Lines are read this long before the window gets its turn again."""


class EngineClient(QObject):
    """Runs the engine and speaks with it; every request ends with a done or a failed event."""

    event_received = Signal(int, object)
    """Request id (0 when unasked) and an event, `RequestDone` and `RequestFailed` included."""
    ready = Signal(EngineReady)
    notice_received = Signal(Notice)
    state_changed = Signal(EngineState)
    lost = Signal(EngineLoss)
    closed = Signal()

    def __init__(
        self,
        command: EngineCommand,
        parent: QObject | None = None,
        patience: Patience | None = None,
    ) -> None:
        super().__init__(parent)
        self._command = command
        self._patience = patience or Patience()
        self._state = EngineState.OFF
        self._last_id = 0
        self._unanswered: dict[int, AnyRequest] = {}
        self._unsent: deque[Request] = deque()
        self._cancelled: set[int] = set()
        self._crashes: deque[float] = deque()
        self._refusal: RequestFailed | None = None
        self._process = self._build_process()
        self._restart_timer = self._build_timer(self.start)
        self._close_timer = self._build_timer(self._process.kill)

    @property
    def state(self) -> EngineState:
        """Where the engine stands."""
        return self._state

    @property
    def process_id(self) -> int:
        """The engine's process id; 0 while there is none."""
        return int(self._process.processId())

    def start(self) -> None:
        """Start the engine; requests may be sent at once and wait until it is ready."""
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            return
        self._refusal = None
        self._set_state(EngineState.STARTING)
        self._process.start(self._command.program, list(self._command.arguments))

    def send(self, body: AnyRequest) -> int:
        """Send a request as soon as the engine is ready; returns the id its events will carry."""
        self._last_id += 1
        request = Request(self._last_id, body)
        self._unanswered[request.id] = body
        if self._state is EngineState.READY:
            self._write(request)
        elif self._state is EngineState.STARTING:
            self._unsent.append(request)
        else:
            QTimer.singleShot(0, self, lambda: self._fail([request.id]))
        return request.id

    def cancel(self, request_id: int) -> None:
        """End a request; an engine that does not obey in time is killed and started again."""
        if request_id not in self._unanswered or request_id in self._cancelled:
            return
        if any(request.id == request_id for request in self._unsent):
            self._unsent = deque(each for each in self._unsent if each.id != request_id)
            self._end(request_id, RequestDone(cancelled=True))
            return
        self._cancelled.add(request_id)
        self.send(Cancel(request=request_id))
        QTimer.singleShot(self._patience.cancel, self, lambda: self._insist(request_id))

    def close(self) -> None:
        """Let the engine finish its step and exit, or kill it after a while; ends in `closed`."""
        if self._state is EngineState.CLOSING:
            return
        self._restart_timer.stop()
        self._set_state(EngineState.CLOSING)
        if self._process.state() is QProcess.ProcessState.NotRunning:
            QTimer.singleShot(0, self, self._finish_closing)
            return
        self._process.closeWriteChannel()
        self._close_timer.start(self._patience.close)

    def _build_process(self) -> QProcess:
        environment = QProcessEnvironment.systemEnvironment()
        rooms = str(Path(__file__).resolve().parent.parent)
        inherited = environment.value("PYTHONPATH")
        environment.insert(
            "PYTHONPATH", os.pathsep.join(part for part in (rooms, inherited) if part)
        )
        environment.insert("PYTHONUTF8", "1")
        process = QProcess(self)
        process.setProcessEnvironment(environment)
        process.readyReadStandardOutput.connect(self._read_some)
        process.readyReadStandardError.connect(self._log_errors)
        process.errorOccurred.connect(self._on_error)
        process.finished.connect(self._on_finished)
        return process

    def _build_timer(self, run: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(run)
        return timer

    def _set_state(self, state: EngineState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)

    def _write(self, request: Request) -> None:
        self._process.write(encode_line(request))

    def _read_some(self) -> None:
        """Read lines for a moment; the rest after the window has had its turn."""
        until = time.monotonic() + READING_SECONDS
        while self._process.canReadLine():
            self._read_line(bytes(self._process.readLine().data()))
            if time.monotonic() > until:
                QTimer.singleShot(0, self, self._read_some)
                return

    def _read_line(self, line: bytes) -> None:
        try:
            event = decode_event(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            log.error("the engine sent a line that is no event (%s): %.200r", error, line)
            return
        self._deliver(event)

    def _deliver(self, event: EngineEvent) -> None:
        body = event.body
        if event.request is not None:
            if isinstance(body, RequestDone | RequestFailed):
                self._end(event.request, body)
            else:
                self.event_received.emit(event.request, body)
        elif isinstance(body, EngineReady):
            self._become_ready(body)
        elif isinstance(body, Notice):
            self.notice_received.emit(body)
        elif isinstance(body, RequestFailed):
            self._refusal = body
        else:
            self.event_received.emit(0, body)

    def _become_ready(self, ready: EngineReady) -> None:
        if self._state is not EngineState.STARTING:
            return
        self._set_state(EngineState.READY)
        self.ready.emit(ready)
        while self._unsent:
            self._write(self._unsent.popleft())

    def _end(self, request_id: int, ending: RequestDone | RequestFailed) -> None:
        self._cancelled.discard(request_id)
        if self._unanswered.pop(request_id, None) is not None:
            self.event_received.emit(request_id, ending)

    def _fail(self, request_ids: list[int]) -> None:
        message = self.tr("The engine stopped before it had finished.")
        for request_id in request_ids:
            cancelled = request_id in self._cancelled
            self._end(
                request_id,
                RequestDone(cancelled=True)
                if cancelled
                else RequestFailed(code=ENGINE_STOPPED, message=message),
            )

    def _insist(self, request_id: int) -> None:
        if request_id in self._cancelled:
            log.warning("the engine did not stop request %d in time and is killed", request_id)
            self._process.kill()

    def _log_errors(self) -> None:
        for line in bytes(self._process.readAllStandardError().data()).splitlines():
            log.info("engine: %s", line.decode("utf-8", "replace"))

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            log.error("the engine could not be started: %s", self._process.errorString())
            self._on_finished()

    def _on_finished(self) -> None:
        while self._process.canReadLine():
            self._read_line(bytes(self._process.readLine().data()))
        if self._state is EngineState.CLOSING:
            self._finish_closing()
            return
        self._recover()

    def _finish_closing(self) -> None:
        self._close_timer.stop()
        self._set_state(EngineState.OFF)
        self.closed.emit()

    def _recover(self) -> None:
        """Say what was lost, and start the engine again unless that has not helped before."""
        waiting = {request.id for request in self._unsent}
        lost = [each for each in self._unanswered if each not in waiting]
        asked_to_stop = bool(self._cancelled)
        requests = tuple(
            self._unanswered[each]
            for each in lost
            if each not in self._cancelled and not isinstance(self._unanswered[each], Cancel)
        )
        pause = None if self._refusal else self._pause_before_restart()
        if pause is None:
            self._unsent.clear()
            lost = list(self._unanswered)
            self._set_state(EngineState.OFF)
        else:
            self._set_state(EngineState.STARTING)
            self._restart_timer.start(pause)
        self._fail(lost)
        message = self._refusal.message if self._refusal else ""
        if requests or not asked_to_stop or pause is None:
            self.lost.emit(EngineLoss(requests, pause is not None, message))

    def _pause_before_restart(self) -> int | None:
        now = time.monotonic()
        while self._crashes and now - self._crashes[0] > self._patience.restart_window:
            self._crashes.popleft()
        if len(self._crashes) >= len(self._patience.restarts):
            return None
        self._crashes.append(now)
        return self._patience.restarts[len(self._crashes) - 1]
