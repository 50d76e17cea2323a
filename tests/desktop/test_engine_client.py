"""The client against a real process that speaks the protocol."""

import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from assistant.messages import EngineReady, LibraryListed, RequestDone, RequestFailed, SearchResults
from assistant.requests import Ask, ListLibrary, Search
from desktop.engine_client import ENGINE_STOPPED, EngineClient
from desktop.engine_process import (
    EngineCommand,
    EngineLoss,
    EngineState,
    Patience,
    engine_command,
)
from tests.desktop.conftest import STARTING, MakeClient


class Heard:
    """Collects what a client says."""

    def __init__(self, client: EngineClient) -> None:
        self.events: list[tuple[int, object]] = []
        self.losses: list[EngineLoss] = []
        client.event_received.connect(lambda request, body: self.events.append((request, body)))
        client.lost.connect(self.losses.append)

    def of(self, request: int) -> list[object]:
        """The events of one request."""
        return [body for number, body in self.events if number == request]

    def end_of(self, request: int) -> object:
        """How a request ended, or None while it has not."""
        ends = [body for body in self.of(request) if isinstance(body, RequestDone | RequestFailed)]
        return ends[0] if ends else None


def test_a_request_sent_before_the_engine_is_ready_is_answered(
    make_client: MakeClient, qtbot: QtBot
) -> None:
    client = make_client()
    heard = Heard(client)
    client.start()
    request = client.send(ListLibrary())
    qtbot.waitUntil(lambda: heard.end_of(request) is not None, timeout=STARTING)
    assert [type(body) for body in heard.of(request)] == [LibraryListed, RequestDone]


def test_events_carry_the_id_of_their_request(started_client: EngineClient, qtbot: QtBot) -> None:
    heard = Heard(started_client)
    first = started_client.send(Search(query="one"))
    second = started_client.send(Search(query="two"))
    qtbot.waitUntil(lambda: heard.end_of(second) is not None)
    queries = [
        [body.query for body in heard.of(request) if isinstance(body, SearchResults)]
        for request in (first, second)
    ]
    assert queries == [["one"], ["two"]]


def test_a_line_that_is_no_event_is_logged_and_the_rest_goes_on(
    started_client: EngineClient, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    heard = Heard(started_client)
    request = started_client.send(Ask(question="garbage first"))
    qtbot.waitUntil(lambda: heard.end_of(request) is not None)
    assert heard.end_of(request) == RequestDone()
    assert "no event" in caplog.text
    assert started_client.state is EngineState.READY


def test_an_engine_that_dies_is_started_again_and_its_request_fails(
    started_client: EngineClient, qtbot: QtBot
) -> None:
    heard = Heard(started_client)
    first_process = started_client.process_id
    with qtbot.waitSignal(started_client.ready, timeout=STARTING):
        request = started_client.send(Ask(question="crash now"))
    end = heard.end_of(request)
    assert isinstance(end, RequestFailed)
    assert end.code == ENGINE_STOPPED
    assert heard.losses == [EngineLoss((Ask(question="crash now"),), restarting=True)]
    assert started_client.process_id != first_process


def test_ids_go_on_growing_after_a_restart(started_client: EngineClient, qtbot: QtBot) -> None:
    with qtbot.waitSignal(started_client.ready, timeout=STARTING):
        before = started_client.send(Ask(question="crash now"))
    assert started_client.send(ListLibrary()) > before


def test_an_engine_that_keeps_dying_is_left_alone_after_three_restarts(
    make_client: MakeClient, qtbot: QtBot
) -> None:
    client = make_client("--die")
    heard = Heard(client)
    client.start()
    request = client.send(ListLibrary())
    qtbot.waitUntil(lambda: client.state is EngineState.OFF, timeout=4 * STARTING)
    assert [loss.restarting for loss in heard.losses] == [True, True, True, False]
    assert isinstance(heard.end_of(request), RequestFailed)


def test_a_request_to_an_engine_that_is_off_fails(make_client: MakeClient, qtbot: QtBot) -> None:
    client = make_client()
    heard = Heard(client)
    request = client.send(ListLibrary())
    qtbot.waitUntil(lambda: heard.end_of(request) is not None)
    assert isinstance(heard.end_of(request), RequestFailed)


def test_an_engine_that_refuses_the_library_is_not_started_again(
    make_client: MakeClient, qtbot: QtBot
) -> None:
    client = make_client("--refuse")
    with qtbot.waitSignal(client.lost, timeout=STARTING) as loss:
        client.start()
    assert loss.args == [EngineLoss((), restarting=False, message="The library is damaged.")]
    assert client.state is EngineState.OFF


def test_a_program_that_is_not_there_is_reported(qtbot: QtBot) -> None:
    client = EngineClient(
        EngineCommand("/nowhere/footnote-engine", ()), patience=Patience(restarts=())
    )
    with qtbot.waitSignal(client.lost) as loss:
        client.start()
    assert loss.args == [EngineLoss((), restarting=False)]


def test_cancelling_ends_a_request_as_cancelled(started_client: EngineClient, qtbot: QtBot) -> None:
    heard = Heard(started_client)
    request = started_client.send(Ask(question="slow one"))
    qtbot.waitUntil(lambda: len(heard.of(request)) >= 4)
    started_client.cancel(request)
    qtbot.waitUntil(lambda: heard.end_of(request) is not None)
    assert heard.end_of(request) == RequestDone(cancelled=True)
    assert not heard.losses


def test_cancelling_before_the_engine_is_ready_never_sends_the_request(
    make_client: MakeClient, qtbot: QtBot
) -> None:
    client = make_client()
    heard = Heard(client)
    with qtbot.waitSignal(client.ready, timeout=STARTING):
        client.start()
        request = client.send(Ask(question="crash now"))
        client.cancel(request)
    assert heard.of(request) == [RequestDone(cancelled=True)]


def test_an_engine_deaf_to_cancelling_is_killed_and_restarted(
    started_client: EngineClient, qtbot: QtBot
) -> None:
    heard = Heard(started_client)
    request = started_client.send(Ask(question="deaf one"))
    qtbot.waitUntil(lambda: len(heard.of(request)) >= 4)
    with qtbot.waitSignal(started_client.ready, timeout=STARTING):
        started_client.cancel(request)
    assert heard.end_of(request) == RequestDone(cancelled=True)
    assert not heard.losses, "what the person wanted is no loss to report"


def test_closing_ends_the_process(started_client: EngineClient, qtbot: QtBot) -> None:
    with qtbot.waitSignal(started_client.closed):
        started_client.close()
    assert started_client.process_id == 0
    assert started_client.state is EngineState.OFF


def test_the_ready_event_tells_about_the_library(make_client: MakeClient, qtbot: QtBot) -> None:
    client = make_client("--read-only")
    with qtbot.waitSignal(client.ready, timeout=STARTING) as ready:
        client.start()
    (body,) = ready.args or [None]
    assert isinstance(body, EngineReady)
    assert body.read_only


def test_the_engine_is_this_python_with_an_absolute_library(tmp_path: Path) -> None:
    command = engine_command(tmp_path / "library")
    assert command.program == sys.executable
    assert command.arguments == (
        "-m",
        "assistant.engine",
        "--library",
        str((tmp_path / "library").resolve()),
    )


def test_a_frozen_window_starts_the_engine_beside_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "footnote"))
    command = engine_command(None)
    assert Path(command.program).parent == tmp_path
    assert Path(command.program).stem == "footnote-engine"
    assert command.arguments == ()
