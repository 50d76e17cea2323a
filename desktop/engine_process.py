"""How the engine process is started, waited for and lost; the values its client works with."""

import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from assistant.requests import AnyRequest


class EngineState(StrEnum):
    """Where the engine process stands."""

    STARTING = "starting"
    READY = "ready"
    CLOSING = "closing"
    OFF = "off"
    """Not running, and not started again by itself."""


@dataclass(frozen=True, slots=True)
class EngineCommand:
    """How the engine process is started."""

    program: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the client waits, in milliseconds; tests are less patient."""

    cancel: int = 5_000
    close: int = 3_000
    restarts: tuple[int, ...] = (200, 1_000, 3_000)
    """Pauses before the first, second … restart within `restart_window` seconds; then no more."""
    restart_window: float = 60.0


@dataclass(frozen=True, slots=True)
class EngineLoss:
    """The engine stopped without being asked to."""

    requests: tuple[AnyRequest, ...]
    """What it was doing."""
    restarting: bool
    message: str = ""
    """What the engine said about it, when it could."""


def engine_command(library: Path | None) -> EngineCommand:
    """The engine of this installation: a sibling program when frozen, else this Python."""
    arguments = () if library is None else ("--library", str(library.resolve()))
    if getattr(sys, "frozen", False):
        suffix = ".exe" if sys.platform == "win32" else ""
        sibling = Path(sys.executable).with_name(f"footnote-engine{suffix}")
        return EngineCommand(str(sibling), arguments)
    return EngineCommand(sys.executable, ("-m", "assistant.engine", *arguments))
