"""A window over the scripted engine, closed and awaited after each test."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assistant.settings import Settings
from desktop.engine_client import EngineClient
from desktop.engine_process import EngineCommand, EngineState, Patience
from desktop.main_window import MainWindow
from desktop.plurals import install_plurals
from desktop.theme import ThemeChoice, apply_theme

SCRIPTED_ENGINE = Path(__file__).parent / "scripted_engine.py"
IMPATIENT = Patience(cancel=300, close=3_000, restarts=(1, 1, 1))
STARTING = 15_000
"""Milliseconds a process may take to start on a busy machine."""

MakeClient = Callable[..., EngineClient]
MakeWindow = Callable[..., MainWindow]


@pytest.fixture(autouse=True, scope="session")
def dressed(qapp: QApplication) -> None:
    """The application as the person sees it: theme and English plurals."""
    install_plurals(qapp)
    apply_theme(qapp, ThemeChoice.LIGHT)


@pytest.fixture
def make_client(qtbot: QtBot) -> Iterator[MakeClient]:
    """Makes clients of scripted engines; all are closed and awaited at the end."""
    clients: list[EngineClient] = []

    def make(*scenario: str, patience: Patience = IMPATIENT) -> EngineClient:
        command = EngineCommand(sys.executable, (str(SCRIPTED_ENGINE), *scenario))
        client = EngineClient(command, patience=patience)
        clients.append(client)
        return client

    yield make
    for client in clients:
        if client.state is EngineState.OFF:
            continue
        with qtbot.waitSignal(client.closed, timeout=STARTING):
            client.close()


@pytest.fixture
def started_client(make_client: MakeClient, qtbot: QtBot) -> EngineClient:
    """A client whose engine is ready."""
    client = make_client()
    with qtbot.waitSignal(client.ready, timeout=STARTING):
        client.start()
    return client


@pytest.fixture
def make_window(make_client: MakeClient, qtbot: QtBot, tmp_path: Path) -> Iterator[MakeWindow]:
    """Makes shown windows whose engine is ready and whose library is listed."""
    windows: list[MainWindow] = []

    def make(*scenario: str) -> MainWindow:
        client = make_client(*scenario)
        state = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
        window = MainWindow(client, Settings(tmp_path / "settings.toml"), state)
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        with qtbot.waitSignal(window.indexing.listing.listed, timeout=STARTING):
            client.start()
        qtbot.waitUntil(lambda: not window.indexing.progress.running)
        return window

    yield make
    for window in windows:
        window.hide()


@pytest.fixture
def empty_window(make_window: MakeWindow) -> MainWindow:
    """The window as it is at the very first start."""
    return make_window()


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    """The window with a library of seven files."""
    return make_window("--source", "/library/contracts")


@pytest.fixture
def kept_window(make_window: MakeWindow) -> MainWindow:
    """The window with five conversations, one a day."""
    return make_window("--source", "/library/contracts", "--conversations", "5")
