"""The set-up: what it asks for, what it pins, and when it has nothing to do."""

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


def script(name: str) -> ModuleType:
    """A script of packaging/, loaded afresh; the folder is no Python package."""
    spec = importlib.util.spec_from_file_location(name, REPOSITORY / "packaging" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = script("bootstrap")
    monkeypatch.setattr(module, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / "stamp.txt")
    return module


def test_an_unchanged_setup_is_left_alone(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bootstrap.STAMP.write_text(bootstrap.fingerprint(), encoding="utf-8")
    monkeypatch.setattr(subprocess, "call", pytest.fail)
    monkeypatch.setattr(subprocess, "run", pytest.fail)
    assert bootstrap.main(["setup"]) == 0
    assert capsys.readouterr().out == ""


def test_an_old_python_is_told_what_is_needed(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert bootstrap.main(["run"]) == 1
    message = capsys.readouterr().err
    assert "needs Python 3.11 or newer; this is 3.9" in message
    assert "make run PYTHON=" in message


def test_a_missing_compiler_is_named_before_anything_is_built(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "installed", lambda _: False)
    monkeypatch.setattr(bootstrap, "pip", lambda _: False)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(bootstrap.SetupError, match=r"no C\+\+ compiler"):
        bootstrap.install_llama([])


def test_a_failed_install_shows_the_record_and_the_next_step(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log.txt"
    log.write_text("No space left on device\n", encoding="utf-8")
    monkeypatch.setattr(bootstrap, "LOG", log)
    monkeypatch.setattr(bootstrap, "pip", lambda _: False)
    with pytest.raises(bootstrap.SetupError, match="No space left") as refused:
        bootstrap.install("everything", [])
    assert "run this again" in str(refused.value)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have one")
def test_a_display_is_recognised(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not bootstrap.has_display()
    monkeypatch.setenv("DISPLAY", ":0")
    assert bootstrap.has_display()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Qt brings all elsewhere")
def test_missing_window_libraries_are_named_by_package(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "can_load", lambda name: "cursor" not in name)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert bootstrap.missing_window_libraries() == ["libxcb-cursor0"]
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert bootstrap.missing_window_libraries() == []


def test_without_a_display_the_terminal_version_starts(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "start", lambda command: started.append(command) or 0)
    monkeypatch.setattr(bootstrap, "has_display", lambda: False)
    assert bootstrap.run() == 0
    assert started[0][1:] == ["terminal", "samples"]
    assert "no display" in capsys.readouterr().out


def test_an_unknown_word_shows_the_usage(
    bootstrap: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bootstrap.main(["fly"]) == 2
    assert "bootstrap.py run" in capsys.readouterr().out


def test_pins_are_plain_versions_for_every_system() -> None:
    text = (REPOSITORY / "packaging" / "constraints.txt").read_text(encoding="utf-8")
    pins = [line for line in text.splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z0-9.-]+==[0-9][a-z0-9.]*", line) for line in pins)
    assert not [line for line in pins if "nvidia" in line or "cuda" in line]
    assert "torch==2.13.0" in pins


def test_build_labels_and_markers_are_left_out_of_the_pins() -> None:
    resolved = "# via x\nb==2.0 ; python_version < '3.12'\na==1.0+cpu  # note\n--index-url y\n"
    assert script("lock").portable_versions(resolved) == ["a==1.0", "b==2.0"]
